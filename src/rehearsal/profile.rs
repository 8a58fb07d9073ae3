//! What Meta tells of a visitor in a rehearsal: what was given, and nothing else.

use crate::words::conversation::{Profile, TOLD_FIELDS};
use crate::words::name::{Value, VarName, Vars};

/// A visitor of whom Meta tells nothing.
pub(super) fn empty() -> Vars {
    TOLD_FIELDS.iter().map(|(own, _)| (VarName::from(*own), Value::from(""))).collect()
}

/// What Meta tells when it is asked again: the same.
pub(super) fn told(profile: &Profile) -> Vars {
    match profile {
        Profile::Known { fields, .. } => fields.clone(),
        Profile::Unknown | Profile::Silent { .. } => Vars::new(),
    }
}
