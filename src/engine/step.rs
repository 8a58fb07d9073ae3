//! What steps do, one file per kind.

pub(super) mod action;
pub(super) mod buttons;
pub(super) mod call;
pub(super) mod cards;
pub(super) mod form;
pub(super) mod handover;
pub(super) mod http;
pub(super) mod language;
pub(super) mod later;
pub(super) mod media;
pub(super) mod one_of;
pub(super) mod pause;
pub(super) mod raw;
pub(super) mod repeat;
pub(super) mod say;
pub(super) mod set;
pub(super) mod switch;
pub(super) mod tag;
pub(super) mod track;
