//! x
use crate::{flow::model::Checked, source::diagnostic::Diagnostic, template::render::Templates};
/// x
pub fn check(_s: &Checked, _b: &Templates) -> Vec<Diagnostic> {
    Vec::new()
}
