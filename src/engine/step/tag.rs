//! `tag`, `untag`: what is noted about the visitor, seen in `user.tags` from then on.

use crate::bot::op::Op;
use crate::engine::run::Run;
use crate::engine::variables::{size, sized};
use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::tag::Tag;
use crate::words::name::{Value, VarName};
use crate::words::turn::{Fault, Side};

/// Where the visitor's tags are kept, below `user.`.
const TAGS: &str = "tags";

/// Puts tags on the visitor, or takes them off; one that changes nothing is told nobody.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, tag: &Tag) -> Result<(), Fault> {
    let mut tags = tags(run);
    let mut side = Vec::new();
    for &id in &tag.names {
        let name = run.text(id)?.trim().to_owned();
        if !name.is_empty() && tags.contains(&name) != tag.add {
            if tag.add {
                tags.push(name.clone());
            } else {
                tags.retain(|other| *other != name);
            }
            side.push(Side::Tag { name, add: tag.add });
        }
    }
    if side.is_empty() {
        return Ok(());
    }
    let value = Value::from(tags);
    sized(&value, &op.place)?;
    run.room(size(&value), &op.place)?;
    run.set(&Slot { life: Life::User, name: VarName::new(TAGS) }, value);
    run.side.extend(side);
    Ok(())
}

fn tags(run: &Run<'_>) -> Vec<String> {
    let tags = run.state.user.get(TAGS).and_then(Value::as_array);
    tags.into_iter().flatten().filter_map(|tag| Some(tag.as_str()?.to_owned())).collect()
}
