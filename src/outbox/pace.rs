//! How fast replies may leave: each Page's buckets and pauses, and the app's own pause. What one
//! Page has to wait for, no other one waits for.

use std::collections::HashMap;

use crate::limits::{HEAVY_RATE, PACE_AHEAD, PAGE_RATE_SLOW};
use crate::messenger::answer::Scope;
use crate::outbox::bucket::Bucket;
use crate::outbox::throttle::{Refused, Throttle};
use crate::time::{Millis, Timestamp};
use crate::words::name::PageId;
use crate::words::reply::{MediaKind, ReplyKind};

/// The pace of all Pages.
#[derive(Debug)]
pub struct Pace {
    /// Replies a second and Page; none for no limit.
    rate: Option<u32>,
    app: Throttle,
    pages: HashMap<PageId, PagePace>,
}

#[derive(Debug)]
struct PagePace {
    all: Option<Bucket>,
    /// Sounds and films, which Meta counts on their own, and pictures, of which Meta does not say
    /// where they count.
    heavy: Option<Bucket>,
    /// Used instead while a quota is nearly spent.
    slow: Bucket,
    slow_until: Option<Timestamp>,
    throttle: Throttle,
}

impl PagePace {
    fn new(rate: Option<u32>) -> Self {
        Self {
            all: rate.map(Bucket::new),
            heavy: rate.map(|rate| Bucket::new(rate.min(HEAVY_RATE)).steady()),
            slow: Bucket::new(rate.unwrap_or(PAGE_RATE_SLOW).min(PAGE_RATE_SLOW)).steady(),
            slow_until: None,
            throttle: Throttle::default(),
        }
    }
}

impl Pace {
    /// A pace of so many replies a second and Page; none for no limit.
    #[must_use]
    pub fn new(rate: Option<u32>) -> Self {
        Self { rate, app: Throttle::default(), pages: HashMap::new() }
    }

    fn page(&mut self, page: &PageId) -> &mut PagePace {
        let rate = self.rate;
        self.pages.entry(page.clone()).or_insert_with(|| PagePace::new(rate))
    }

    /// How long a reply has to wait for its moment, which is taken by asking; an error names the
    /// moment until which so many are given away that it is better to ask again then.
    pub fn take(
        &mut self,
        page: &PageId,
        kind: &ReplyKind,
        now: Timestamp,
    ) -> Result<Millis, Timestamp> {
        let own = self.page(page);
        let ahead = own.all.as_ref().map_or(Millis(0), |bucket| bucket.ahead(now));
        if ahead > PACE_AHEAD {
            return Err(now.plus(Millis(ahead.0.saturating_sub(PACE_AHEAD.0 / 2))));
        }
        let heavy = own.heavy.as_mut().filter(|_| is_heavy(kind));
        let slow = own.slow_until.is_some_and(|until| until > now).then_some(&mut own.slow);
        let buckets = [own.all.as_mut(), heavy, slow].into_iter().flatten();
        Ok(buckets.map(|bucket| bucket.take(now)).max().unwrap_or(Millis(0)))
    }

    /// Until when a Page rests, if it does now.
    #[must_use]
    pub fn rests(&self, page: &PageId, now: Timestamp) -> Option<Timestamp> {
        let own = self.pages.get(page).and_then(|pace| pace.throttle.rests(now));
        self.app.rests(now).max(own)
    }

    /// Graph has refused a call of this scope as too many; until when the scope rests. One visitor's
    /// replies wait on their own, and nothing else does.
    pub fn refused(&mut self, page: &PageId, scope: Scope, call: Refused) -> Option<Timestamp> {
        match scope {
            Scope::App => Some(self.app.refused(call)),
            Scope::Page => Some(self.page(page).throttle.refused(call)),
            Scope::Visitor => None,
        }
    }

    /// Graph has taken a call.
    pub fn passed(&mut self, page: &PageId, began: Timestamp) {
        self.app.passed(began);
        if let Some(pace) = self.pages.get_mut(page) {
            pace.throttle.passed(began);
        }
    }

    /// A quota of the Page's is nearly spent: it goes slowly until then.
    pub fn slow_down(&mut self, page: &PageId, until: Timestamp) {
        let own = self.page(page);
        own.slow_until = own.slow_until.max(Some(until));
    }
}

/// Sounds, films and pictures; Meta takes far fewer of them a second.
fn is_heavy(kind: &ReplyKind) -> bool {
    match kind {
        ReplyKind::Media { kind, .. } => match kind {
            MediaKind::Audio | MediaKind::Video | MediaKind::Image => true,
            MediaKind::File => false,
        },
        ReplyKind::Raw(message) => {
            let named = |at| message.pointer(at).and_then(serde_json::Value::as_str);
            let kind = named("/attachment/payload/elements/0/media_type");
            let kind = kind.or_else(|| named("/attachment/type"));
            matches!(
                kind.or_else(|| named("/attachments/0/type")),
                Some("audio" | "video" | "image")
            )
        }
        ReplyKind::Text { .. }
        | ReplyKind::Buttons { .. }
        | ReplyKind::Cards { .. }
        | ReplyKind::Sticker(_)
        | ReplyKind::Receipt(_)
        | ReplyKind::Coupon(_)
        | ReplyKind::Products(_)
        | ReplyKind::Feedback(_)
        | ReplyKind::Optin(_)
        | ReplyKind::Grid(_)
        | ReplyKind::Utility(_)
        | ReplyKind::Seen
        | ReplyKind::React { .. }
        | ReplyKind::Thread(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const START: Timestamp = Timestamp(1_000_000);

    fn text() -> ReplyKind {
        ReplyKind::Text { text: "hi".to_owned(), quick_replies: vec![] }
    }

    fn sound() -> ReplyKind {
        ReplyKind::Raw(json!({"attachment": {"type": "audio", "payload": {"url": "x"}}}))
    }

    /// How many of so many leave within a second.
    fn in_a_second(pace: &mut Pace, whose: &str, kind: &ReplyKind) -> usize {
        let waits = (0..100).map(|_| pace.take(&whose.into(), kind, START));
        waits.filter(|wait| wait.is_ok_and(|wait| wait.0 < 1_000)).count()
    }

    fn rests(pace: &Pace, whose: &str) -> bool {
        pace.rests(&whose.into(), START).is_some()
    }

    #[test]
    fn moments_far_ahead_are_not_given_away() {
        let mut pace = Pace::new(Some(40));
        let taken = (0..1_000).take_while(|_| pace.take(&"1".into(), &text(), START).is_ok());
        assert_eq!(taken.count(), 61);
        let Err(again) = pace.take(&"1".into(), &text(), START) else { panic!() };
        assert!(again > START && again <= START.plus(PACE_AHEAD), "{again:?}");
        assert!(pace.take(&"1".into(), &text(), again).is_ok());
    }

    #[test]
    fn sounds_films_and_pictures_have_a_bucket_of_their_own() {
        let mut pace = Pace::new(Some(40));
        assert_eq!(in_a_second(&mut pace, "1", &sound()), 10);
        let several = json!({"attachments": [{"type": "video", "payload": {"url": "x"}}]});
        assert_eq!(in_a_second(&mut Pace::new(Some(40)), "1", &ReplyKind::Raw(several)), 10);
        let picture = json!({"attachment": {"type": "image", "payload": {"url": "x"}}});
        assert_eq!(in_a_second(&mut Pace::new(Some(40)), "1", &ReplyKind::Raw(picture)), 10);
        assert_eq!(in_a_second(&mut Pace::new(Some(40)), "1", &text()), 60);
        assert_eq!(in_a_second(&mut Pace::new(None), "1", &sound()), 100);
    }

    #[test]
    fn a_quota_nearly_spent_slows_its_own_page() {
        let mut pace = Pace::new(None);
        pace.slow_down(&"1".into(), START.plus(Millis::from_secs(60)));
        assert_eq!(in_a_second(&mut pace, "1", &text()), 4);
        assert_eq!(in_a_second(&mut pace, "2", &text()), 100);
        let later = START.plus(Millis::from_secs(61));
        assert_eq!(pace.take(&"1".into(), &text(), later), Ok(Millis(0)));
    }

    #[test]
    fn a_pause_touches_no_other_scope() {
        let refused = Refused { began: START, now: START, told: None, dice: 0 };
        let mut pace = Pace::new(None);
        assert!(pace.refused(&"1".into(), Scope::Page, refused).is_some());
        assert!(rests(&pace, "1") && !rests(&pace, "2"));
        let mut pace = Pace::new(None);
        assert!(pace.refused(&"1".into(), Scope::App, refused).is_some());
        assert!(rests(&pace, "1") && rests(&pace, "2"));
        let mut pace = Pace::new(None);
        assert_eq!(pace.refused(&"1".into(), Scope::Visitor, refused), None);
        assert!(!rests(&pace, "1"));
    }
}
