//! What steps do, one file per kind.

pub(super) mod media;
pub(super) mod say;
pub(super) mod set;
