//! Graph's error codes, by what has to be done about them.
//!
//! Source: Messenger Platform error codes (2026-06) and what is seen in the wild (platform.md B5).

use crate::messenger::answer::Scope;

/// What a code asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Transient,
    /// The message may have been sent.
    Ambiguous,
    Throttle(Scope),
    Auth,
    Window,
    Recipient,
    Thread,
    Attachment,
    Request,
    Permission,
    Policy,
}

/// The class of a code with its subcode; none for codes nobody knows. A subcode nobody knows counts
/// as its code alone.
pub(super) fn class(code: u64, subcode: Option<u64>) -> Option<Class> {
    subcode.and_then(|subcode| of_pair(code, subcode)).or_else(|| of_code(code))
}

fn of_pair(code: u64, subcode: u64) -> Option<Class> {
    Some(match (code, subcode) {
        (1, 99) | (2, 2_018_344) => Class::Permission,
        (1, 1_357_046) => Class::Ambiguous,
        (1, 2_018_382) => Class::Request,
        (4, 2_018_354) | (9, 2_018_352) | (613, 1_893_016) => Class::Throttle(Scope::Visitor),
        (10, 1_404_170 | 1_893_063) | (100, 2_534_029) | (613, 2_018_338) => Class::Policy,
        (10, 1_893_015 | 2_018_108 | 2_018_336)
        | (100, 2_018_001 | 2_534_014)
        | (200, 1_545_041) => Class::Recipient,
        (10, 2_018_065 | 2_018_278 | 2_534_022) => Class::Window,
        (10, 2_534_077) | (100, 2_534_013) | (200, 2_534_041) => Class::Auth,
        (100, 2_018_008 | 2_018_047 | 2_018_074 | 2_018_109 | 2_018_294) | (4, 2_018_109) => {
            Class::Attachment
        }
        (100, 2_534_037) | (_, 2_018_300 | 2_018_321 | 2_018_171) => Class::Thread,
        _ => return None,
    })
}

fn of_code(code: u64) -> Option<Class> {
    Some(match code {
        1 | 2 | 1200 => Class::Transient,
        4 | 341 => Class::Throttle(Scope::App),
        17 | 32 | 613 | 80_000..=80_014 => Class::Throttle(Scope::Page),
        9 | 2_018_144 => Class::Throttle(Scope::Visitor),
        3 | 10 | 200 | 230 | 10_904 | 2_018_247 => Class::Permission,
        100 | 506 | 2635 | 10_303 | 10_900 | 10_903 | 9_000_001 => Class::Request,
        102 | 190 => Class::Auth,
        368 | 2022 => Class::Policy,
        551 | 2_018_218 => Class::Recipient,
        2_018_171 | 2_018_300 | 2_018_321 => Class::Thread,
        _ => return None,
    })
}
