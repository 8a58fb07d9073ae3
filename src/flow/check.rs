//! x
use crate::{
    flow::model::Checked,
    source::{Sources, diagnostic::Diagnostic},
    template::batch::Batch,
};
/// x
pub fn check(_s: &Sources, _b: &mut Batch) -> (Option<Checked>, Vec<Diagnostic>) {
    (None, Vec::new())
}
