//! A running `dev` and somebody with a browser.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use reqwest::{Client, RequestBuilder, Response};
use saywhen::bot::Bot;
use saywhen::fetch::Gate;
use saywhen::fetch::resolve::System;
use saywhen::files::read;
use saywhen::secret::Secret;
use saywhen::store::Store;
use saywhen::store::memory::Memory;
use saywhen::studio::dev::{Dev, Parts};
use saywhen::studio::past::Past;
use saywhen::time::{Clock, Timestamp};
use saywhen::words::conversation::Conversation;
use saywhen::words::name::{Channel, ConversationKey};
use saywhen::words::recorded::Recorded;
use saywhen::words::turn::{Outcome, Took};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const KEY: &str = "00112233445566778899aabbccddeeff";
pub(crate) const VISITOR: &str = "7001";
const HELLO: &str = "hello:\n  when: any message\n  say: got it, thanks!\n";
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Visit {
    pub(crate) dev: Dev,
    pub(crate) store: Memory,
    folder: TempDir,
    pub(crate) browser: Client,
}

impl Visit {
    pub(crate) async fn start() -> Self {
        Self::with(HELLO).await
    }

    /// With a bot of one file.
    pub(crate) async fn with(flow: &str) -> Self {
        Self::of(flow, "typing: off\n").await
    }

    /// With settings, too.
    pub(crate) async fn of(flow: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("flows")).unwrap();
        std::fs::create_dir(folder.path().join("media")).unwrap();
        std::fs::write(folder.path().join("media/a cat.png"), "meow").unwrap();
        std::fs::write(folder.path().join("bot.yaml"), settings).unwrap();
        std::fs::write(folder.path().join("flows/hello.yaml"), flow).unwrap();
        Self::shows(folder).await
    }

    /// With a copy of a bot.
    pub(crate) async fn copy(bot: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(bot, folder.path());
        Self::shows(folder).await
    }

    async fn shows(folder: TempDir) -> Self {
        Self::runs(folder, Memory::new(), Past::new(Vec::new)).await
    }

    /// Another `dev` on the same folder and store, which remembers these turns.
    pub(crate) async fn anew(self, turns: Vec<Recorded>) -> Self {
        self.dev.stop().await;
        let past = Past::new(move || turns.clone());
        Box::pin(Self::runs(self.folder, self.store, past)).await
    }

    /// The first turn of the visitor, as a store remembers it.
    pub(crate) async fn recorded(&self) -> Recorded {
        let (channel, page) = (Channel::Messenger, "100000000000001".into());
        let key = ConversationKey { channel, page, visitor: VISITOR.into() };
        let history = self.store.history(&key).await.unwrap();
        Recorded {
            key,
            input: history.inputs[0].0.clone(),
            before: Conversation::default(),
            now: history.inputs[0].0.at,
            seed: 0,
            outcome: Outcome::Done { took: Took::Trigger("order".into()), faults: Vec::new() },
            replies: history.replies.into_iter().map(|(reply, ..)| reply).collect(),
        }
    }

    async fn runs(folder: TempDir, store: Memory, past: Past) -> Self {
        let visit_folder = folder.path().to_owned();
        let (bot, mistakes) = Bot::compile(read::folder(&visit_folder).unwrap().sources.into());
        let parts = Parts {
            store: store.clone(),
            bot: bot.unwrap_or_else(|| panic!("{mistakes:?}")),
            folder: visit_folder,
            port: 0,
            key: Secret::new(KEY.to_owned()),
            clock: Clock::new(now),
            gate: Gate::new(System, Arc::new(|_| None), true),
            editor: "edit://{file}:{line}".to_owned(),
            past,
        };
        // `dev` installs what the client needs for TLS, so it comes first.
        let dev = Box::pin(Dev::start(parts)).await.unwrap();
        let browser = Client::builder().no_proxy().build().unwrap();
        Self { dev, store, folder, browser }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.dev.address)
    }

    /// A request of the page's own, after the address with the key was opened.
    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.browser.get(self.url(path)).header(COOKIE, cookie(self.dev.address, KEY))
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        let response = self.get(path).send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// As the page itself posts.
    pub(crate) fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.browser.post(self.url(path));
        let request = request.header(COOKIE, cookie(self.dev.address, KEY));
        let request = request.header(ORIGIN, origin(self.dev.address));
        request.header(CONTENT_TYPE, "application/json").body(body.to_string())
    }

    pub(crate) async fn posted(&self, path: &str, body: &Value) {
        let response = self.post(path, body).send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert_eq!(status, 200, "{body}: {text}");
    }

    pub(crate) async fn does(&self, mut deed: Value) {
        deed["visitor"] = VISITOR.into();
        self.posted("/deed", &deed).await;
    }

    pub(crate) async fn goes(&self, mut travel: Value) {
        travel["visitor"] = VISITOR.into();
        self.posted("/travel", &travel).await;
    }

    pub(crate) async fn say(&self, text: &str) {
        self.does(json!({"does": "say", "text": text})).await;
    }

    pub(crate) async fn live(&self) -> Live {
        self.live_of(VISITOR).await
    }

    pub(crate) async fn live_of(&self, visitor: &str) -> Live {
        let response = self.get(&format!("/live?visitor={visitor}")).send().await.unwrap();
        assert_eq!(response.status(), 200);
        Live { response, read: String::new(), view: Value::Null, seen: Vec::new() }
    }

    /// A file of the bot's folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Saves the flow.
    pub(crate) fn edit(&self, flow: &str) {
        std::fs::write(self.folder.path().join("flows/hello.yaml"), flow).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What the page is told.
pub(crate) struct Live {
    response: Response,
    read: String,
    pub(crate) view: Value,
    /// Names of all events.
    pub(crate) seen: Vec<String>,
}

impl Live {
    /// The next event: its name and data.
    pub(crate) async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some(end) = self.read.find("\n\n") {
                let event: String = self.read.drain(..end + 2).collect();
                let field = |name: &str| {
                    let line = event.lines().find(|line| line.starts_with(name));
                    line.map(|line| line[name.len()..].trim_start_matches(':').to_owned())
                };
                let Some(data) = field("data") else { continue };
                let name = field("event").unwrap();
                let data: Value = serde_json::from_str(&data).unwrap();
                if name == "view" {
                    self.view = data.clone();
                }
                self.seen.push(name.clone());
                return (name, data);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await;
            let chunk = chunk.unwrap_or_else(|_| panic!("nothing is told after {}", self.view));
            let chunk = chunk.unwrap().unwrap();
            self.read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The first view that is as wanted.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        while self.view.is_null() || !wanted(&self.view) {
            assert!(
                begun.elapsed() < PATIENCE,
                "{}",
                serde_json::to_string_pretty(&self.view).unwrap()
            );
            self.next().await;
        }
        self.view.clone()
    }

    /// The view once the bot has said so many messages, and all of them arrived.
    pub(crate) async fn said(&mut self, count: usize) -> Value {
        let arrived = |view: &Value| {
            let messages = messages(view);
            messages.len() == count && messages.iter().all(|item| item["state"] == "delivered")
        };
        self.until(arrived).await
    }

    /// The next save.
    pub(crate) async fn saved(&mut self) -> Value {
        loop {
            if let (name, data) = self.next().await
                && name == "saved"
            {
                return data;
            }
        }
    }
}

/// The bot's messages.
pub(crate) fn messages(view: &Value) -> Vec<Value> {
    let items = view["items"].as_array().unwrap().iter();
    items.filter(|item| item["from"] == "bot" && item["message"].is_object()).cloned().collect()
}

/// What the bot says, as texts.
pub(crate) fn texts(view: &Value) -> Vec<String> {
    let text = |item: &Value| item["message"]["text"].as_str().unwrap_or("?").to_owned();
    messages(view).iter().map(text).collect()
}

/// Everything that happened, a line each: `visitor: text`, `bot: text`.
pub(crate) fn lines(view: &Value) -> Vec<String> {
    let line = |item: &Value| {
        let from = item["from"].as_str().unwrap();
        let did = &item["did"];
        let text =
            [&item["message"]["text"], &did["text"], &did["label"], &did["kind"], &item["action"]];
        let attached = item["message"]["attachment"]["payload"]["text"].as_str();
        let text = attached.or_else(|| text.iter().find_map(|text| text.as_str())).unwrap_or("?");
        let mark = item["mark"].as_str().map(|mark| format!(" ({mark})")).unwrap_or_default();
        format!("{from}: {text}{mark}")
    };
    view["items"].as_array().unwrap().iter().map(line).collect()
}

/// The cookie of the page at this address: ports of one machine share cookies, so it names its own.
pub(crate) fn cookie(address: SocketAddr, key: &str) -> String {
    format!("saywhen_dev_{}={key}", address.port())
}

pub(crate) fn origin(address: SocketAddr) -> String {
    format!("http://{address}")
}

pub(crate) fn said(text: &str) -> Value {
    json!({"does": "say", "visitor": VISITOR, "text": text})
}

pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}
