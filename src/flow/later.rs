//! `later`, `at` and `cancel_later`: steps that run another time.

use jiff::ToSpan;
use jiff::civil::{self, DateTime};

use crate::flow::fields::{Field, Fields};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::labels::is_literal;
use crate::flow::model::StepKind;
use crate::flow::model::later::{How, Later, When};
use crate::flow::outline;
use crate::flow::suggest::{did_you_mean, nearest};
use crate::limits::{TAG_WINDOW, WINDOW};
use crate::pattern::answer::{Hint, locale};
use crate::pattern::moment;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::time::Millis;
use crate::time::zone::Zone;
use crate::words::name::{FlowName, Locale, StepKey};

/// What `later` reads.
pub(super) const LATER: &[Key] = &[
    key("later", Shape::Text, "how long to wait: 20h"),
    key("at", Shape::Text, "or when: tomorrow 9:00, 1 day before {{ visit }}"),
    key("steps", Shape::Steps, "what happens then"),
    key("unless", Shape::Expression, "it does not happen if this holds then"),
    key("cancel_on", Shape::Name, "message: whatever the visitor says takes it away"),
    key("message_tag", Shape::Name, "HUMAN_AGENT, beyond 24 hours"),
    key("optin", Shape::Name, "or the payload of an `optin` that the visitor agreed to"),
];

/// What `cancel_later` reads.
pub(super) const CANCEL: &[Key] =
    &[key("cancel_later", Shape::Words, "the `id` of a later that is not wanted any more")];

/// What takes a `later` away.
const MESSAGE: &str = "message";

/// The only tag that Messenger takes for any message.
pub(super) const TAG: &str = "HUMAN_AGENT";

/// A Monday, from which on moments are tried.
const SOME_MONDAY: DateTime = civil::datetime(2026, 1, 12, 0, 0, 0, 0);

/// Hours of a week.
const WEEK: i32 = 7 * 24;

impl Gate<'_> {
    /// A `later` or an `at`.
    pub(super) fn later(&mut self, step: &outline::Step<'_>) -> Option<StepKind> {
        let when = self.when(step);
        let how = self.how(&step.fields);
        // The rounds around it are over when its steps run.
        let around = std::mem::take(&mut self.loops);
        let steps = self.steps(&step.rest);
        self.loops = around;
        if step.rest.is_empty() {
            let headline = "This later has no steps";
            let told = Diagnostic::error(Code("K204"), step.span, headline);
            self.tell(told.fix("steps: You wanted to be reminded."));
            return None;
        }
        let (when, how) = (when?, how?);
        if how.optin.is_none() {
            self.in_time(step, &when, how.tag.is_some());
        }
        Some(StepKind::Later(Box::new(Later { when: when.0, how, steps })))
    }

    /// When, and how much later that is at least.
    fn when(&mut self, step: &outline::Step<'_>) -> Option<(When, Option<Millis>)> {
        let fields = &step.fields;
        let (after, at) = (fields.get("later"), fields.get("at"));
        if let (Some(_), Some(second)) = (after, at) {
            let headline = "This step does two things at once: later and at";
            let told = Diagnostic::error(Code("K203"), second.span, headline);
            self.tell(told.label("one of the two says when"));
            return None;
        }
        match after {
            Some(field) => self.wait_before(field),
            None => self.wait_until(at?),
        }
    }

    fn wait_before(&mut self, field: &Field<'_>) -> Option<(When, Option<Millis>)> {
        let text = self.plain(field)?;
        if is_literal(&text.value) {
            return self.duration(field).map(|span| (When::After(span), Some(span)));
        }
        Some((When::Told(self.batch.text(text, field.node.span)), None))
    }

    fn wait_until(&mut self, field: &Field<'_>) -> Option<(When, Option<Millis>)> {
        let text = self.plain(field)?;
        let span = field.node.span;
        let mut least = None;
        if is_literal(&text.value) {
            let Some(waits) = self.waits_at_least(&text.value) else {
                let headline = format!("\"{}\" is no time that I understand", text.value);
                let told = Diagnostic::error(Code("K205"), span, headline);
                self.tell(told.fix("at: tomorrow 9:00"));
                return None;
            };
            least = Some(waits);
        }
        Some((When::At(self.batch.text(text, span)), least))
    }

    /// How long a moment is ahead whenever in a week it is read; none if it cannot be read.
    fn waits_at_least(&self, text: &str) -> Option<Millis> {
        let locales: Vec<Locale> = self.locales.iter().map(|own| Locale::new(&**own)).collect();
        let locales = moment::languages(&locales);
        let country = locales.first().and_then(|own| locale::country(own.as_str()));
        let zone = Zone::utc();
        let ahead = |hour: i32| {
            let now = SOME_MONDAY.checked_add(hour.hours()).ok()?;
            let hint = Hint { now, locales: &locales, country, home: None };
            let now = zone.moment(now)?;
            Some(moment::read(text, now, &zone, &hint)?.since(now))
        };
        ahead(0)?;
        (0..WEEK).filter_map(ahead).min()
    }

    fn how(&mut self, fields: &Fields<'_>) -> Option<How> {
        let unless = fields.get("unless").map(|field| self.condition(field));
        let cancelled = fields.get("cancel_on").map(|field| self.word_of(field, MESSAGE));
        let tag = fields.get("message_tag").map(|field| self.word_of(field, TAG));
        let tag = tag.map(|known| known.then(|| TAG.to_owned()));
        let optin = fields.get("optin").map(|field| self.plain(field));
        let optin = optin.map_or(Some(None), |text| text.map(|text| Some(text.value.clone())))?;
        Some(How {
            unless: unless.map_or(Some(None), |unless| unless.map(Some))?,
            cancelled: cancelled.map_or(Some(false), |known| known.then_some(true))?,
            tag: tag.map_or(Some(None), |tag| tag.map(Some))?,
            optin,
        })
    }

    /// Whether a field says the only word that it can.
    fn word_of(&mut self, field: &Field<'_>, word: &str) -> bool {
        let Some(text) = self.plain(field) else { return false };
        if text.value == word {
            return true;
        }
        let name = field.key.name;
        let headline = format!("\"{name}\" wants the word {word}");
        let told = Diagnostic::error(Code("K205"), field.node.span, headline);
        self.tell(told.fix(format!("{name}: {word}")).edit(field.node.span, word));
        false
    }

    /// Messenger takes messages for a day, and for a week with a tag.
    fn in_time(
        &mut self,
        step: &outline::Step<'_>,
        (_, least): &(When, Option<Millis>),
        tagged: bool,
    ) {
        let Some(least) = least else { return };
        let window = if tagged { TAG_WINDOW } else { WINDOW };
        if *least < window || (self.queues && !tagged) {
            return;
        }
        let hours = least.0 / Millis::from_hours(1).0;
        let headline = format!("This follow-up comes {hours} h after the last message");
        let told = Diagnostic::error(Code("M710"), step.span, headline);
        self.tell(if tagged {
            told.label("with a tag Messenger takes messages for 7 days")
        } else {
            told.label("after 24 h Messenger only accepts tagged or opted-in messages").fix(format!(
                "later: 23h   or   message_tag: {TAG} (only for real people)   or   after_24h: queue in bot.yaml"
            ))
        });
    }

    /// A `cancel_later`: every `later` of that `id`, in this flow if it has one.
    pub(super) fn cancel_later(&mut self, field: &Field<'_>) -> Option<StepKind> {
        let mut keys = Vec::new();
        let texts = self.texts(field);
        let all = texts.len();
        for (item, text) in texts {
            let found = self.laters(&text.value);
            if found.is_empty() {
                self.no_such_later(&text.value, item.node.span);
            } else {
                keys.push(found);
            }
        }
        let found: Vec<StepKey> = keys.iter().flatten().cloned().collect();
        (keys.len() == all && !found.is_empty()).then_some(StepKind::CancelLater(found))
    }

    fn laters(&self, named: &str) -> Vec<StepKey> {
        let key = |flow: &str, id: &str| StepKey { flow: flow.into(), step: id.into() };
        let of = |flow: &str, id: &str| {
            let known = self.names.flows.get(flow);
            known.is_some_and(|known| known.laters.contains(&id)).then(|| key(flow, id))
        };
        if let Some((flow, id)) = named.split_once('.') {
            return of(flow, id).into_iter().collect();
        }
        let own = self.flow.as_ref().map(FlowName::as_str).and_then(|flow| of(flow, named));
        match own {
            Some(own) => vec![own],
            None => self.names.flows.keys().filter_map(|flow| of(flow, named)).collect(),
        }
    }

    fn no_such_later(&mut self, named: &str, span: Span) {
        if !self.names.whole || self.names.doubtful.contains(named) {
            return;
        }
        let ids = self.names.flows.values().flat_map(|known| known.laters.iter().copied());
        let near = nearest(named, ids);
        let headline = format!("No `later` has the id \"{named}\"");
        let told = Diagnostic::error(Code("R302"), span, headline).label(did_you_mean(near));
        self.tell(match near {
            Some(near) => told.edit(span, near),
            None => told.fix(format!("- later: 20h\n  id: {named}")),
        });
    }
}
