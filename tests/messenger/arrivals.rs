//! Bodies and what becomes of them.

use std::fs;

use saywhen::messenger::webhook::{Request, read};
use saywhen::time::Timestamp;
use saywhen::words::arrival::{Arrival, What};
use saywhen::words::event::{Event, EventKind};
use saywhen::words::name::{Channel, PageId};
use saywhen::words::turn::Reason;
use serde_json::{Value, json};

/// One minute after the moment in all fixtures.
pub const NOW: Timestamp = Timestamp(1_793_000_060_123);
pub const PAGE: &str = "104857612345678";
pub const VISITOR: &str = "6543210987654321";

pub fn ours(_: Channel, page: &PageId) -> bool {
    ["104857612345678", "209715298765432", "17841400111222333", "1001"].contains(&page.as_str())
}

pub fn body(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/fixtures/webhook/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub fn request(body: &[u8]) -> Request {
    read(body, NOW, &ours).unwrap()
}

pub fn fixture(name: &str) -> Vec<Arrival> {
    request(&body(name)).arrivals
}

pub fn only(name: &str) -> Arrival {
    let arrivals = fixture(name);
    assert_eq!(arrivals.len(), 1, "{name}");
    arrivals.into_iter().next().unwrap()
}

pub fn event(name: &str) -> Event {
    match only(name).what {
        What::Event(event) => *event,
        other => panic!("{name}: {other:?}"),
    }
}

pub fn skipped(name: &str) -> (EventKind, Reason) {
    match only(name).what {
        What::Skipped(event, reason) => (event.kind, reason),
        other => panic!("{name}: {other:?}"),
    }
}

/// A request with these messaging items.
pub fn batch(items: &[Value]) -> Vec<u8> {
    json!({"object": "page", "entry": [{"id": "1001", "time": NOW.0, "messaging": items}]})
        .to_string()
        .into_bytes()
}

pub fn item(message: Value) -> Value {
    json!({"sender": {"id": "2001"}, "recipient": {"id": "1001"}, "timestamp": NOW.0, "message": message})
}
