//! What people typed, where it is shown as they typed it: in the address of a link (B1006), and on what
//! Messenger or the engine cuts (M715).

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::model::Checked;
use crate::flow::model::StepKind;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Ask;
use crate::flow::model::slot::{Life, Slot};
use crate::flow::parts::{self, Part};
use crate::pattern::answer::Type;
use crate::source::{Sources, Span};
use crate::template::render::{Read, Templates};
use crate::words::name::{FlowName, VarName};

/// What somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A first or last name of the profile.
    Name,
    /// The whole name of the profile.
    FullName,
    /// Any words, of so many letters at most if the question says so.
    Words(Option<usize>),
}

/// Which variables hold what people typed; plain ones within the flow that asks.
pub(super) struct Typed<'a> {
    sources: &'a Sources,
    asked: BTreeMap<(Option<&'a FlowName>, Slot), What>,
    /// Variables that a `set` gives a value: what that is, nobody knows.
    worked_on: BTreeSet<(Option<&'a FlowName>, Slot)>,
}

/// A `{{ }}` that shows a variable, perhaps through filters that leave it as long as it is.
#[derive(Debug)]
pub(super) struct Shown<'s> {
    /// The variable and all that stands behind it.
    pub(super) span: Span,
    /// The line in front of the braces.
    pub(super) before: &'s str,
    /// What stands behind the variable.
    rest: &'s str,
}

/// Filters that neither cut nor encode.
const KEEPING: [&str; 6] = ["trim", "lower", "upper", "title", "capitalize", "str"];

impl<'a> Typed<'a> {
    /// Looks at every question of a bot.
    pub(super) fn new(checked: &'a Checked, templates: &Templates) -> Self {
        let (mut asked, mut worked_on) = (BTreeMap::new(), BTreeSet::new());
        for flow in &checked.flows {
            let of = |slot: &Slot| {
                let own = (slot.life == Life::Run).then_some(&flow.name);
                (own, slot.clone())
            };
            parts::walk(&flow.steps, &mut |part| {
                let Part::Step(step) = part else { return };
                if let StepKind::Ask(ask) = &step.kind
                    && let (Some(slot), Some(what)) = (&ask.save, answer(ask, templates))
                {
                    asked.insert(of(slot), what);
                } else if let StepKind::Set(assigns) = &step.kind {
                    worked_on.extend(assigns.iter().map(|assign| of(&assign.slot)));
                }
            });
        }
        Self { sources: &checked.sources, asked, worked_on }
    }

    /// What a variable holds, if that is certain to be what somebody typed.
    pub(super) fn what(&self, flow: &'a FlowName, path: &str) -> Option<What> {
        let (life, name) = match path.split_once('.') {
            None => (Life::Run, path),
            Some(("user", name)) => (Life::User, name),
            Some(("chat", name)) => (Life::Chat, name),
            Some(("event", "text")) => return Some(What::Words(None)),
            Some(_) => return None,
        };
        let key = ((life == Life::Run).then_some(flow), Slot { life, name: VarName::new(name) });
        if self.worked_on.contains(&key) {
            return None;
        }
        let profile = || match path {
            "user.name" => Some(What::FullName),
            "user.first_name" | "user.last_name" => Some(What::Name),
            _ => None,
        };
        self.asked.get(&key).copied().or_else(profile)
    }

    /// How a read is shown; none where it is not certain that all of its value is.
    pub(super) fn shown(&self, read: &Read) -> Option<Shown<'a>> {
        let text = self.sources.get(read.span.source)?.text.as_ref();
        let range = read.span.range()?;
        let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
        let before = before.trim_end().strip_suffix("{{")?;
        let before = before.get(before.rfind('\n').map_or(0, |at| at.saturating_add(1))..)?;
        let (inside, _) = after.split_once("}}")?;
        let rest = inside.trim_end();
        let kept = text.get(range)? == read.path && keeps(rest.trim_start());
        let end = read.span.end.saturating_add(u32::try_from(rest.len()).ok()?);
        kept.then_some(Shown { span: Span { end, ..read.span }, before, rest })
    }
}

impl Shown<'_> {
    /// The same with a filter more.
    pub(super) fn through(&self, read: &Read, filter: &str) -> String {
        let (path, rest) = (&read.path, self.rest);
        if rest.trim_start().starts_with("or ") {
            format!("({path}{rest}) | {filter}")
        } else {
            format!("{path}{rest} | {filter}")
        }
    }
}

/// Whether what stands behind a variable leaves its value as long as it is.
fn keeps(rest: &str) -> bool {
    if let Some(other) = rest.strip_prefix("or ") {
        return !other.contains('|');
    }
    let mut filters = rest.split('|').map(str::trim);
    filters.next() == Some("") && filters.all(|filter| KEEPING.contains(&filter))
}

/// What a question saves, if it is what somebody typed.
fn answer(ask: &Ask, templates: &Templates) -> Option<What> {
    let takes = |kind| !ask.takes.list && ask.takes.takes(AnswerKind::Said(kind));
    if takes(Type::Email) {
        return Some(What::Email);
    }
    if takes(Type::Phone) {
        return Some(What::Phone);
    }
    let max = ask.holds.max.map(|id| templates.written(id).trim().parse().ok());
    match max {
        // It depends on something.
        Some(None) => None,
        Some(max) => (takes(Type::Text) && ask.is_free()).then_some(What::Words(max)),
        None => (takes(Type::Text) && ask.is_free()).then_some(What::Words(None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_leaves_a_value_whole_is_certain() {
        for rest in ["", "| trim", "| lower | title", "or \"you\""] {
            assert!(keeps(rest), "{rest}");
        }
        for rest in
            ["| urlencode", "| truncate(length=3)", "| trim | length", "== 3", "or x | trim", "+ 1"]
        {
            assert!(!keeps(rest), "{rest}");
        }
    }
}
