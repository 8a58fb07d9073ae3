//! What steps do, one file per kind.

pub(super) mod call;
pub(super) mod media;
pub(super) mod one_of;
pub(super) mod repeat;
pub(super) mod say;
pub(super) mod set;
pub(super) mod switch;
