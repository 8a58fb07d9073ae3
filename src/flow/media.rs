//! `image`, `video`, `audio`, `file`: files to show.

use crate::flow::fields::{Field, wrong_shape};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::media::Media;
use crate::flow::outline::Step;
use crate::flow::suggest::nearest;
use crate::flow::wording::Wording;
use crate::limits::{IMAGES_MAX, MEDIA_BYTES_MAX};
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
        if self.map_for_a_file(&field) {
            return None;
        }
        let mut sources = Vec::new();
        for wording in self.wordings(&field) {
            for version in &wording.0 {
                self.address(&version.text.value, version.span, MEDIA_BYTES_MAX);
            }
            self.under_buttons(&wording, !buttons.is_empty());
            sources.push(self.take(&wording));
        }
        self.counted_files(&field, kind, sources.len(), !buttons.is_empty());
        (!sources.is_empty()).then_some(Media { kind, sources, buttons, replies })
    }

    /// Tells more files than one message takes.
    fn counted_files(&mut self, field: &Field<'_>, kind: MediaKind, files: usize, buttons: bool) {
        let shows = matches!(kind, MediaKind::Image | MediaKind::Video);
        if files > IMAGES_MAX {
            let headline = format!("{files} pictures; one message takes {IMAGES_MAX}");
            self.tell(Diagnostic::error(Code("M720"), field.span, headline));
        } else if buttons && (files > 1 || !shows) {
            let headline = "Buttons can only stand under one picture or one film";
            let told = Diagnostic::error(Code("M723"), field.span, headline);
            self.tell(told.fix("say: …\n  buttons: {Label: flow}"));
        }
    }

    /// Messenger's media template takes what lies at Facebook, and refuses other addresses.
    fn under_buttons(&mut self, wording: &Wording<'_>, buttons: bool) {
        let elsewhere =
            |text: &str| text.starts_with("https:") && is_literal(text) && !at_facebook(text);
        for version in wording.0.iter().filter(|_| buttons) {
            if elsewhere(&version.text.value) {
                let headline = "Messenger shows buttons under a picture or film of Facebook's only";
                self.tell(
                    Diagnostic::warning(Code("M724"), version.span, headline)
                        .label("it refuses this address together with buttons")
                        .fix("cards: {title: …, image: https://…, buttons: {Label: flow}}"),
                );
            }
        }
    }

    /// Messenger fetches files by `https:`; the bot's own lie in `media/`, and are no larger than this.
    pub(super) fn address(&mut self, text: &str, span: Span, max: u64) {
        let plain = text.strip_prefix("http:").map(|rest| format!("https:{rest}"));
        let bare = || text.starts_with("www.").then(|| format!("https://{text}"));
        if let Some(address) = plain.or_else(bare) {
            let headline = format!("This link is not https:  {text}");
            self.tell(Diagnostic::error(Code("M708"), span, headline).fix(address));
        } else if !text.starts_with("https:") && is_literal(text) && !text.trim().is_empty() {
            self.own_file(text, span, max);
        }
    }

    /// Tells a file of the bot's own that is larger than Messenger takes; whether it is there.
    pub(super) fn fits(&mut self, text: &str, span: Span, max: u64) -> bool {
        let shown = self.sources.shown().unwrap_or_default();
        let Some(file) = shown.iter().find(|file| file.path == text) else { return false };
        if file.bytes > max {
            let (has, takes) = (megabytes(file.bytes), megabytes(max));
            let headline = format!("{text} is {has} MB; Messenger takes {takes} MB");
            let told = Diagnostic::error(Code("M709"), span, headline);
            self.tell(told.fix("make it smaller, or show its https: address on a button"));
        }
        true
    }

    /// A file of the bot's own has to be there.
    fn own_file(&mut self, text: &str, span: Span, max: u64) {
        let Some(shown) = self.sources.shown() else { return };
        if self.fits(text, span, max) {
            return;
        }
        let paths = || shown.iter().map(|file| file.path.as_str());
        let inner = text.rsplit('/').next().unwrap_or(text);
        let near = paths().find(|path| path.rsplit('/').next() == Some(inner));
        let near = near.or_else(|| nearest(text, paths()));
        let near = near.map(str::to_owned);
        let headline = format!("There is no file \"{text}\" in media/ that can be shown");
        let told = Diagnostic::error(Code("M725"), span, headline);
        self.tell(match near {
            Some(near) => told.label(format!("did you mean \"{near}\"?")).edit(span, near),
            None => told.label("pictures, sounds and films lie in media/, or at an https: address"),
        });
    }
}

/// Megabytes as people read them: a file that is too large by a little is shown as too large.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part}"),
    }
}

fn at_facebook(address: &str) -> bool {
    let host = address.trim_start_matches("https://").split(['/', '?', '#']).next().unwrap_or("");
    host == "facebook.com" || host.ends_with(".facebook.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_by_one_byte_is_shown_as_too_large() {
        let shown = [0, 1, MEDIA_BYTES_MAX, MEDIA_BYTES_MAX + 1, 41 * 1024 * 1024].map(megabytes);
        assert_eq!(shown, ["0", "0.1", "25", "25.1", "41"]);
    }

    #[test]
    fn facebook_is_told_from_look_alikes() {
        assert!(at_facebook("https://business.facebook.com/page/videos/1"));
        assert!(at_facebook("https://facebook.com?x"));
        for other in
            ["https://example.com/", "https://notfacebook.com/", "https://x.test/a.facebook.com"]
        {
            assert!(!at_facebook(other), "{other}");
        }
    }
}
