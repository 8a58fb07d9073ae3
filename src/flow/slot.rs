//! Variables that can be set: `name`, `chat.name`, `user.name`.

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::model::slot::{Life, Slot};
use crate::flow::names::check_name;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::words::name::VarName;

/// What saywhen itself works out below `chat.`.
const COMPUTED: &[&str] = &["channel", "misses", "window_open"];

impl Gate<'_> {
    /// A field that names a variable.
    pub(super) fn slot(&mut self, field: &Field<'_>) -> Option<Slot> {
        let text = self.plain(field)?;
        self.slot_of(&text.value, field.node.span)
    }

    /// A variable by its name as written.
    pub(super) fn slot_of(&mut self, text: &str, span: Span) -> Option<Slot> {
        let (life, name) = match text.split_once('.') {
            Some(("chat", name)) => (Life::Chat, name),
            Some(("user", name)) => (Life::User, name),
            _ => (Life::Run, text),
        };
        if life == Life::Chat && COMPUTED.contains(&name) {
            let headline = format!("\"chat.{name}\" is worked out by saywhen and cannot be set");
            self.tell(Diagnostic::error(Code("K210"), span, headline));
            return None;
        }
        let good = if life == Life::Run {
            check_name(text, span, "variable", &mut self.told)
        } else {
            self.below(text, name, span)
        };
        good.then(|| Slot { life, name: VarName::new(name) })
    }

    /// Names below `chat.` and `user.` may be any name.
    fn below(&mut self, text: &str, name: &str, span: Span) -> bool {
        let good = crate::flow::names::is_name(name);
        if !good {
            let headline = format!("\"{text}\" can't be a variable name");
            let told = Diagnostic::error(Code("K210"), span, headline);
            self.tell(told.label("small letters, digits and _ only"));
        }
        good
    }

    /// A variable of a run, such as a key of `with`.
    pub(super) fn run_variable(&mut self, text: &str, span: Span) -> Option<VarName> {
        check_name(text, span, "variable", &mut self.told).then(|| VarName::new(text))
    }
}
