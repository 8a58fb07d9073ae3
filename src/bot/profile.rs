//! Which fields of a visitor's profile a bot reads: Meta is asked for those and no others, and only
//! before something that reads one.

use std::collections::BTreeSet;

use crate::bot::Flow;
use crate::bot::op::OpKind;
use crate::flow::model::answer::AnswerKind;
use crate::flow::model::ask::Ask;
use crate::flow::model::later::When;
use crate::flow::model::often::Per;
use crate::flow::model::settings::Settings;
use crate::pattern::answer::Type;
use crate::template::render::Templates;
use crate::words::conversation::TOLD_FIELDS;

/// Fields that Meta tells, as far as a bot reads them.
#[derive(Debug, Default)]
pub struct ProfileReads(BTreeSet<&'static str>);

impl ProfileReads {
    pub(super) fn new<'a>(
        texts: &Templates,
        settings: &Settings,
        flows: impl Iterator<Item = &'a Flow>,
    ) -> Self {
        let mut read: BTreeSet<&str> =
            texts.all_reads().flat_map(|read| fields(&read.path)).collect();
        if settings.locales.len() > 1 {
            read.insert(LOCALE);
        }
        let mut code = flows.flat_map(|flow| &flow.code);
        if code.any(|op| looks_at_the_clock(&op.kind)) {
            read.insert(TIMEZONE);
        }
        Self(read)
    }

    /// Whether the bot reads a field that Meta tells.
    #[must_use]
    pub fn contains(&self, field: &str) -> bool {
        self.0.contains(field)
    }

    /// The fields that somebody reads who reads this.
    pub fn of(&self, path: &str) -> impl Iterator<Item = &'static str> {
        fields(path)
    }
}

/// The field that tells the language.
pub const LOCALE: &str = "locale";
/// The field that tells the clock.
pub const TIMEZONE: &str = "timezone";

/// What a variable takes from the profile. The whole of `user` is all of it; what time it is depends
/// on where the visitor is.
fn fields(path: &str) -> impl Iterator<Item = &'static str> {
    let mut parts = path.split('.');
    let (root, field) = (parts.next().unwrap_or_default(), parts.next());
    let read = move |own: &str| match (root, field) {
        ("user", Some(field)) => own == field,
        ("user", None) => true,
        ("now" | "today", _) => own == TIMEZONE,
        _ => false,
    };
    let found: Vec<&'static str> =
        TOLD_FIELDS.iter().map(|(own, _)| *own).filter(|own| read(own)).collect();
    found.into_iter()
}

/// Whether an operation reads or makes moments on the visitor's own clock.
fn looks_at_the_clock(kind: &OpKind) -> bool {
    if let OpKind::Gate(often) = kind {
        return often.per == Per::Day;
    }
    if let OpKind::Later(when, ..) = kind {
        return !matches!(when, When::After(_));
    }
    kind.as_ask().is_some_and(|(ask, _)| is_dated(ask))
}

/// Whether a question wants a day or a time of day.
#[must_use]
pub fn is_dated(ask: &Ask) -> bool {
    let dated = [Type::Date, Type::Time, Type::DateTime].map(AnswerKind::Said);
    ask.takes.kinds.iter().any(|kind| dated.contains(kind))
}
