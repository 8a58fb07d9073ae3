//! PROMISES P6 and P19 under `kill -9`: a real process dies while another system is being asked or told.
//! What may not be done twice is not; what may is done again, under the key that it had.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that runs processes"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How long what is waited for may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// One call that another system got: its path, its key and its body.
type Got = (String, String, String);

/// Another system.
#[derive(Clone)]
struct Other {
    address: String,
    got: Arc<Mutex<Vec<Got>>>,
}

impl Other {
    /// Answers after so long, and the first call to each path below `/hold` never.
    async fn open(after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let other =
            Self { address: listener.local_addr().unwrap().to_string(), got: Arc::default() };
        let got = other.got.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, after, got.clone()));
            }
        });
        other
    }

    fn got(&self, path: &str) -> Vec<Got> {
        self.got.lock().unwrap().iter().filter(|got| got.0 == path).cloned().collect()
    }

    async fn called(&self, path: &str, times: usize) {
        until(|| self.got(path).len() >= times).await;
    }
}

async fn until(holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap();
}

async fn serve(mut stream: TcpStream, after: Duration, all: Arc<Mutex<Vec<Got>>>) {
    let mut bytes = Vec::new();
    let got = loop {
        let mut part = [0; 4096];
        let Ok(read @ 1..) = stream.read(&mut part).await else { return };
        bytes.extend_from_slice(&part[..read]);
        if let Some(got) = whole(&String::from_utf8_lossy(&bytes)) {
            break got;
        }
    };
    let path = got.0.clone();
    let first = {
        let mut all = all.lock().unwrap();
        let first = all.iter().all(|other| other.0 != path);
        all.push(got);
        first
    };
    if first && path.starts_with("/hold") {
        tokio::time::sleep(PATIENCE).await;
        return;
    }
    tokio::time::sleep(after).await;
    let body = "{\"count\": 3}";
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    let _gone = stream.write_all(format!("{head}{body}").as_bytes()).await;
}

/// A request, once all of it is there.
fn whole(text: &str) -> Option<Got> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let header = |name: &str| {
        let named = |line: &&str| line.to_ascii_lowercase().starts_with(name);
        let line = head.lines().find(named)?;
        Some(line.split_once(": ")?.1.to_owned())
    };
    let length = header("content-length").map_or(0, |length| length.parse().unwrap());
    let path = head.split(' ').nth(1)?.to_owned();
    let key = header("idempotency-key").unwrap_or_default();
    (body.len() >= length).then(|| (path, key, body.to_owned()))
}

/// One life of `saywhen dev`, and somebody at its page.
struct Life {
    child: Child,
    host: String,
    key: String,
    browser: Client,
}

impl Life {
    async fn start(folder: &Path) -> Self {
        if rustls::crypto::ring::default_provider().install_default().is_err() {
            // Another life has done so.
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_saywhen"))
            .args(["dev", "bot", "--port", "0", "--store", "dev.db"])
            .current_dir(folder)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let read = move || {
            let printed = lines.by_ref().find(|line| line.contains("?key="));
            // The rest is read as well, so that the process never waits for us.
            std::thread::spawn(move || lines.for_each(drop));
            printed.unwrap()
        };
        let line = tokio::task::spawn_blocking(read).await.unwrap();
        let (host, key) = line.split_once("http://").unwrap().1.split_once("/?key=").unwrap();
        let (host, key) = (host.to_owned(), key.trim().to_owned());
        let browser = Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Self { child, host, key, browser }
    }

    fn cookie(&self) -> String {
        let port = self.host.rsplit_once(':').unwrap().1;
        format!("saywhen_dev_{port}={}", self.key)
    }

    /// Whether it was acknowledged.
    async fn say(&self, visitor: &str, text: &str) -> bool {
        let deed = json!({"does": "say", "visitor": visitor, "text": text});
        let post = self.browser.post(format!("http://{}/deed", self.host));
        let post = post.header(COOKIE, self.cookie()).header(CONTENT_TYPE, "application/json");
        let post = post.header(ORIGIN, format!("http://{}", self.host)).body(deed.to_string());
        post.send().await.is_ok_and(|answer| answer.status() == 200)
    }

    /// Waits until the bot has said this, as the page is told.
    async fn hears(&mut self, visitor: &str, wanted: &str) {
        let url = format!("http://{}/live?visitor={visitor}", self.host);
        let mut stream = self.browser.get(url).header(COOKIE, self.cookie()).send().await.unwrap();
        let mut read = String::new();
        loop {
            let chunk = stream.chunk().await.unwrap().unwrap();
            read.push_str(&String::from_utf8_lossy(&chunk));
            let views = read.lines().filter_map(|line| line.strip_prefix("data:"));
            let mut views = views.filter_map(|data| serde_json::from_str::<Value>(data).ok());
            let said = |view: &Value| {
                let items = view["items"].as_array().cloned().unwrap_or_default();
                items.iter().any(|item| item["from"] == "bot" && item["message"]["text"] == wanted)
            };
            if views.any(|view| said(&view)) {
                return;
            }
        }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}

fn bot(folder: &Path, other: &Other) {
    let address = &other.address;
    let flows = format!(
        "\
order:
  when: order
  steps:
    - http: POST http://{address}/hold/order
      timeout: 20s
      errors: {{timeout: [I do not know whether it arrived., end], any: [It is closed., end]}}
    - say: Ordered.
keyed:
  when: keyed
  steps:
    - http: POST http://{address}/hold/keyed
      headers: {{Idempotency-Key: \"order {{{{ event.text }}}}\"}}
      timeout: 20s
      errors: {{any: [It is closed., end]}}
    - say: Ordered once.
stock:
  when: stock
  steps:
    - http: GET http://{address}/hold/stock
      timeout: 20s
      save: stock
      errors: {{any: [I cannot see it., end]}}
    - say: \"{{{{ stock.count }}}} left\"
told:
  when: {{regex: '^lead (?<n>\\d+)$'}}
  steps:
    - notify: crm
      with: {{n: \"{{{{ n }}}}\"}}
    - say: \"Noted {{{{ n }}}}\"
fallback:
  when: any message
  say: Pardon?
"
    );
    let settings = format!(
        "typing: off\nhttp: {{allow: [\"{address}\"]}}\nnotify: {{crm: {{url: \"http://{address}/crm\"}}}}\n"
    );
    std::fs::create_dir_all(folder.join("bot/flows")).unwrap();
    std::fs::write(folder.join("bot/bot.yaml"), settings).unwrap();
    std::fs::write(folder.join("bot/flows/a.yaml"), flows).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_dies_while_it_asks_does_nothing_twice_and_the_conversation_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Other::open(Duration::ZERO).await;
    bot(folder.path(), &shop);
    let mut life = Life::start(folder.path()).await;
    for (word, times, said) in [
        ("order", 1, "I do not know whether it arrived."),
        ("keyed", 2, "Ordered once."),
        ("stock", 2, "3 left"),
    ] {
        let (visitor, path) = (format!("77{times}{}", word.len()), format!("/hold/{word}"));
        assert!(life.say(&visitor, word).await);
        shop.called(&path, 1).await;
        life.kill();
        life = Life::start(folder.path()).await;
        life.hears(&visitor, said).await;
        assert!(life.say(&visitor, "hello").await);
        life.hears(&visitor, "Pardon?").await;
        let got = shop.got(&path);
        assert_eq!(got.len(), times, "{word}");
        assert!(got.iter().all(|other| other.1 == got[0].1), "{got:?}");
    }
    assert_eq!(shop.got("/hold/keyed")[0].1, "order keyed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_dies_while_it_tells_loses_nothing_and_keeps_keys_and_order() {
    const KILLS: usize = 25;
    let folder = tempfile::tempdir().unwrap();
    let crm = Other::open(Duration::from_millis(80)).await;
    bot(folder.path(), &crm);
    let mut acked: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut n = 0;
    for kill in 0..=KILLS {
        let mut life = Life::start(folder.path()).await;
        for _ in 0..8 + kill % 3 {
            n += 1;
            let visitor = format!("88{}", n % 5 + 10 * (n / 40));
            if life.say(&visitor, &format!("lead {n}")).await {
                acked.entry(visitor).or_default().push(n);
            }
        }
        if kill < KILLS {
            tokio::time::sleep(Duration::from_millis(u64::try_from(kill * 17 % 90).unwrap())).await;
            life.kill();
            continue;
        }
        let all: BTreeSet<String> = acked.values().flatten().map(ToString::to_string).collect();
        until(|| {
            let told = crm.got("/crm").into_iter().map(|got| number(&got)).collect();
            all.is_subset(&told)
        })
        .await;
    }
    let told = crm.got("/crm");
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for got in &told {
        keys.entry(number(got)).or_default().insert(got.1.clone());
    }
    assert!(keys.values().all(|keys| keys.len() == 1), "one key each: {keys:?}");
    let distinct: BTreeSet<_> = keys.values().flatten().collect();
    assert_eq!(distinct.len(), keys.len(), "each its own");
    assert!(told.len() > keys.len(), "no kill hit one that was under way");
    for (visitor, numbers) in acked {
        let mut first: Vec<usize> = Vec::new();
        for n in told.iter().map(|got| number(got).parse().unwrap()) {
            if numbers.contains(&n) && !first.contains(&n) {
                first.push(n);
            }
        }
        assert_eq!(first, numbers, "in order to {visitor}");
    }
}

/// The number that a webhook was told.
fn number(got: &Got) -> String {
    let body: Value = serde_json::from_str(&got.2).unwrap();
    body["n"].as_str().map_or_else(|| body["n"].to_string(), str::to_owned)
}
