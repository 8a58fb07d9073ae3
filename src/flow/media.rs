//! `image`, `video`, `audio`, `file`: files to show.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::media::Media;
use crate::flow::outline::Step;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::NodeKind;
use crate::words::reply::MediaKind;

const BUTTONS: Key = key("buttons", Shape::Buttons, "at most three");
const REPLIES: Key = key("replies", Shape::Replies, "quick replies, at most thirteen");

/// What `image` reads.
pub(super) const IMAGE: &[Key] = &[
    key("image", Shape::File, "a picture: a path in media/ or an address"),
    key("images", Shape::File, "several pictures"),
    BUTTONS,
    REPLIES,
];
/// What `video` reads.
pub(super) const VIDEO: &[Key] = &[key("video", Shape::File, "a film"), BUTTONS, REPLIES];
/// What `audio` reads.
pub(super) const AUDIO: &[Key] = &[key("audio", Shape::File, "a sound"), BUTTONS, REPLIES];
/// What `file` reads.
pub(super) const FILE: &[Key] = &[key("file", Shape::File, "any file"), BUTTONS, REPLIES];

impl Gate<'_> {
    /// A step that shows files.
    pub(super) fn media(&mut self, step: &Step<'_>, kind: MediaKind) -> Option<Media> {
        let verb = step.verb.keys();
        let file = |field: &&Field<'_>| {
            field.key.shape == Shape::File && verb.iter().any(|key| key.name == field.key.name)
        };
        let field = *step.fields.0.iter().find(file)?;
        let buttons = self.buttons(&step.fields);
        let replies = self.replies(&step.fields);
        if field.key.name != "images" && matches!(field.node.kind, NodeKind::List(_)) {
            let told = wrong_shape(&field);
            self.tell(if kind == MediaKind::Image { told.fix("images: […]") } else { told });
            return None;
        }
        let files = self.texts(&field);
        let mut sources = Vec::new();
        for (item, text) in files {
            self.address(&text.value, item.node.span);
            sources.push(self.batch.text(text, item.node.span));
        }
        (!sources.is_empty()).then_some(Media { kind, sources, buttons, replies })
    }

    /// Messenger fetches files by `https:`; the bot's own in `media/` wait for a way to upload them.
    fn address(&mut self, text: &str, span: Span) {
        if text.starts_with("http:") {
            let headline = format!("This link is not https:  {text}");
            self.tell(Diagnostic::error(Code("M708"), span, headline));
        } else if !text.starts_with("https:") && !text.contains("{{") {
            self.told.not_yet(text, span);
        }
    }
}
