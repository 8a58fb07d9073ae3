//! Open questions: what is said, what is heard, what is asked back, and how they end by themselves.

pub(super) mod contact;
pub(super) mod detour;
pub(super) mod hear;
pub(super) mod known;
pub(super) mod notes;
pub(super) mod nudge;
pub(super) mod offer;
pub(super) mod overdue;
pub(super) mod prefill;
pub(super) mod put;
pub(super) mod stock;
pub(super) mod take;
pub(super) mod weigh;
pub(super) mod wrong;
