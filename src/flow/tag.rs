//! `tag`, `untag`: what is noted about the visitor.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::tag::Tag;

/// What `tag` reads.
pub(super) const TAG: &[Key] =
    &[key("tag", Shape::Words, "a tag of the visitor, or a list; seen in user.tags")];

/// What `untag` reads.
pub(super) const UNTAG: &[Key] =
    &[key("untag", Shape::Words, "takes a tag of the visitor away, or a list of them")];

impl Gate<'_> {
    /// A `tag` or an `untag`; tags are the same in every language.
    pub(super) fn tag(&mut self, field: &Field<'_>, add: bool) -> Option<Tag> {
        let texts = self.texts(field);
        let names: Vec<_> =
            texts.iter().map(|(item, text)| self.batch.text(text, item.node.span)).collect();
        (!names.is_empty()).then_some(Tag { names, add })
    }
}
