//! What people read on buttons: lengths, and texts whose length is certain.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::wording::Wording;
use crate::limits::{LABEL_UNITS_MAX, units};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::Text;
use crate::template::batch::TextId;

/// Whether a text is sent exactly as it stands.
pub(super) fn is_literal(text: &str) -> bool {
    !text.contains("{{") && !text.contains("{%") && !text.contains("{#")
}

impl Gate<'_> {
    /// A label; one that Messenger cuts is told.
    pub(super) fn label(&mut self, text: &Text, span: Span) -> TextId {
        let wording = self.sentence(text, span);
        self.label_of(&wording)
    }

    fn label_length(&mut self, text: &Text, span: Span) {
        let length = units::len(&text.value);
        if is_literal(&text.value) && length > LABEL_UNITS_MAX {
            let headline =
                format!("Button text has {length} letters; Messenger cuts after {LABEL_UNITS_MAX}");
            let shown: String = text.value.chars().take(LABEL_UNITS_MAX).collect();
            self.tell(
                Diagnostic::warning(Code("M703"), span, headline)
                    .label(format!("people would see \"{}…\"", shown.trim_end())),
            );
        }
    }

    /// A label that is a value.
    pub(super) fn label_field(&mut self, field: &Field<'_>) -> Option<TextId> {
        let wording = self.wording(field)?;
        Some(self.label_of(&wording))
    }

    /// A text that Messenger refuses beyond a length; a literal one that is longer is told.
    pub(super) fn bounded(&mut self, name: &str, wording: &Wording<'_>, max: usize) -> TextId {
        for version in &wording.0 {
            let (text, length) = (&version.text.value, units::len(&version.text.value));
            if is_literal(text) && length > max {
                let headline = format!("This {name} has {length} letters; Messenger takes {max}");
                let told = Diagnostic::error(Code("M707"), version.span, headline);
                self.tell(version.weighed(told));
            }
        }
        self.take(wording)
    }

    /// A label in one language or in several.
    pub(super) fn label_of(&mut self, wording: &Wording<'_>) -> TextId {
        for version in &wording.0 {
            self.label_length(version.text, version.span);
        }
        self.take(wording)
    }
}
