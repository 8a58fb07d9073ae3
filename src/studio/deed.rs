//! What somebody does on the page, as an item of Meta's or a word of another system.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::words::name::Vars;

/// What is done, and by whom.
#[derive(Debug, Deserialize)]
pub(super) struct Deed {
    pub(super) visitor: String,
    #[serde(flatten)]
    pub(super) does: Does,
}

/// What is done.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "does")]
pub(super) enum Does {
    Start,
    Say {
        text: String,
    },
    Tap {
        payload: String,
        label: String,
        quick: bool,
    },
    Image {
        url: String,
    },
    Video {
        url: String,
    },
    Audio {
        url: String,
    },
    File {
        url: String,
    },
    Sticker,
    Location {
        lat: f64,
        long: f64,
        #[serde(default)]
        title: Option<String>,
    },
    React {
        mid: String,
        emoji: Option<String>,
    },
    Read,
    Referral {
        #[serde(rename = "ref")]
        reference: String,
    },
    Raw {
        item: Value,
    },
    Command {
        name: String,
    },
    App {
        name: String,
        #[serde(default)]
        with: Vars,
    },
}

/// What Meta would tell of it; none for taps, which the fake itself knows how to tell, and for a word
/// of another system.
pub(super) fn item(does: &Does, now: i64) -> Option<Value> {
    Some(match does {
        Does::Start => {
            json!({"postback": {"title": "Get Started", "payload": "GET_STARTED"}})
        }
        Does::Say { text } => json!({"message": {"text": text}}),
        Does::Image { url } => attached("image", url),
        Does::Video { url } => attached("video", url),
        Does::Audio { url } => attached("audio", url),
        Does::File { url } => attached("file", url),
        Does::Sticker => sticker(),
        Does::Location { lat, long, title } => {
            let at = json!({"coordinates": {"lat": lat, "long": long}});
            json!({"message": {"attachments": [
                {"type": "location", "title": title, "payload": at}
            ]}})
        }
        Does::React { mid, emoji: Some(emoji) } => json!({"reaction":
            {"reaction": word(emoji), "emoji": emoji, "action": "react", "mid": mid}}),
        Does::React { mid, emoji: None } => {
            json!({"reaction": {"action": "unreact", "mid": mid}})
        }
        Does::Read => json!({"read": {"watermark": now}}),
        Does::Referral { reference } => {
            json!({"referral":
                {"ref": reference, "source": "SHORTLINK", "type": "OPEN_THREAD"}})
        }
        Does::Raw { item } => item.clone(),
        Does::Command { name } => {
            let name = name.trim_start_matches('/');
            json!({"message": {"text": format!("/{name}"), "commands": [{"name": name}]}})
        }
        Does::Tap { .. } | Does::App { .. } => return None,
    })
}

fn attached(kind: &str, url: &str) -> Value {
    json!({"message": {"attachments": [{"type": kind, "payload": {"url": url}}]}})
}

/// Messenger's thumb.
fn sticker() -> Value {
    let url = "https://scontent.xx.fbcdn.net/v/t39.1997-6/39178562_1505197616293642_n.png";
    let payload = json!({"url": url, "sticker_id": 369_239_263_222_822_u64});
    json!({"message": {"attachments": [{"type": "sticker", "payload": payload}]}})
}

/// Meta's word for an emoji.
fn word(emoji: &str) -> &'static str {
    match emoji.trim_end_matches('\u{fe0f}') {
        "❤" | "😍" => "love",
        "😆" | "😂" => "smile",
        "😮" => "wow",
        "😢" => "sad",
        "😠" | "😡" => "angry",
        "👍" => "like",
        "👎" => "dislike",
        _ => "other",
    }
}
