//! Chromium, led by the hand through `WebDriver`. The few calls that tests need are made here: the
//! client libraries bring a second HTTP stack along.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Client;
use serde_json::{Value, json};

/// How long something may take to appear on the page.
const PATIENCE: Duration = Duration::from_mins(1);
const GLANCE: Duration = Duration::from_millis(50);
/// `WebDriver`'s name for the id of an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one page.
pub(crate) struct Browser {
    driver: Child,
    http: Client,
    session: String,
}

/// Whether there is a browser; if not, that is said loudly, and under CI it is a failure.
pub(crate) fn there_is_one() -> bool {
    let found = ["chromedriver", "chromium"].map(|name| {
        Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status()
    });
    let found =
        found.iter().all(|status| status.as_ref().is_ok_and(std::process::ExitStatus::success));
    if !found {
        assert!(std::env::var_os("CI").is_none(), "CI needs chromium and chromium-driver");
        eprintln!("NOT TESTED: the page in a browser. Install chromium and chromium-driver.");
    }
    found
}

impl Browser {
    /// Starts Chromium without a window of its own.
    pub(crate) async fn start() -> Self {
        let (driver, port) = driver();
        let http = Client::builder().no_proxy().build().unwrap();
        let args = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // The tests are the only server that there is.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": args},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let base = format!("http://127.0.0.1:{port}/session");
        let made = answer(http.post(&base).body(wanted.to_string())).await;
        let session = format!("{base}/{}", made["sessionId"].as_str().unwrap());
        Self { driver, http, session }
    }

    async fn ask(&self, path: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}/{path}", self.session));
        answer(request.body(body.to_string())).await
    }

    /// Opens a page.
    pub(crate) async fn open(&self, url: &str) {
        self.ask("url", json!({"url": url})).await;
    }

    /// Makes the page this large.
    pub(crate) async fn size(&self, width: u32, height: u32) {
        let params = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.protocol("Emulation.setDeviceMetricsOverride", params).await;
    }

    /// Whether the page is shown dark.
    pub(crate) async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": value}]);
        self.protocol("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    async fn protocol(&self, command: &str, params: Value) {
        self.ask("goog/cdp/execute", json!({"cmd": command, "params": params})).await;
    }

    /// What a script returns.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.ask("execute/sync", json!({"script": script, "args": []})).await
    }

    /// Waits until an expression holds.
    pub(crate) async fn until(&self, expression: &str) {
        let begun = Instant::now();
        while self.run(&format!("return Boolean({expression})")).await != Value::Bool(true) {
            if begun.elapsed() > PATIENCE {
                let page = self.run("return document.body.innerText").await;
                panic!("never came true: {expression}\n{}", page.as_str().unwrap_or_default());
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits until the page shows a text.
    pub(crate) async fn sees(&self, text: &str) {
        self.until(&format!("document.body.innerText.includes({})", json!(text))).await;
    }

    /// Clicks what CSS finds, as a person would: it has to be visible and nothing may lie on it.
    pub(crate) async fn click(&self, css: &str) {
        self.press(&format!("document.querySelector({})", json!(css))).await;
    }

    async fn press(&self, expression: &str) {
        self.act(expression, "click", json!({})).await;
    }

    /// Acts on what an expression finds; what was drawn anew meanwhile is looked for once more.
    async fn act(&self, expression: &str, deed: &str, body: Value) {
        let begun = Instant::now();
        loop {
            self.until(expression).await;
            let found = self.run(&format!("return {expression}")).await;
            let path = format!("element/{}/{deed}", found[ELEMENT].as_str().unwrap());
            let request = self.http.post(format!("{}/{path}", self.session)).body(body.to_string());
            let answer = request.send().await.unwrap();
            if answer.status().is_success() {
                return;
            }
            let why = answer.text().await.unwrap();
            let anew = why.contains("stale element reference");
            assert!(anew && begun.elapsed() < PATIENCE, "{expression}: {why}");
        }
    }

    /// Clicks the last button with a label.
    pub(crate) async fn tap(&self, label: &str) {
        let found = format!(
            "[...document.querySelectorAll('button')].filter(one => one.offsetParent \
             && one.textContent.trim() === {} && !one.disabled).at(-1)",
            json!(label)
        );
        self.press(&found).await;
    }

    /// Types into what CSS finds; a line feed is the Enter key.
    pub(crate) async fn write(&self, css: &str, text: &str) {
        let text = text.replace('\n', "\u{e007}");
        let found = format!("document.querySelector({})", json!(css));
        self.act(&found, "value", json!({"text": text})).await;
    }

    /// Types with the keyboard alone, into whatever has the focus by then.
    pub(crate) async fn keys(&self, text: &str) {
        let strokes = text.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|deed| json!({"type": deed, "value": key.to_string()}))
        });
        let strokes: Vec<Value> = strokes.collect();
        let board = json!({"type": "key", "id": "keyboard", "actions": strokes});
        self.ask("actions", json!({"actions": [board]})).await;
    }

    /// Keeps what is shown as a picture.
    pub(crate) async fn keep(&self, path: &Path) {
        let shot = answer(self.http.get(format!("{}/screenshot", self.session))).await;
        std::fs::write(path, STANDARD.decode(shot.as_str().unwrap()).unwrap()).unwrap();
    }

    /// What the page complained about: script errors, files that are missing, broken policies.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.ask("se/log", json!({"type": "browser"})).await;
        let bad = log.as_array().unwrap().iter().filter(|entry| {
            ["SEVERE", "WARNING"].contains(&entry["level"].as_str().unwrap())
                // Pictures of the bots lie on servers that are not there.
                && !entry["message"].as_str().unwrap().contains("ERR_NAME_NOT_RESOLVED")
        });
        bad.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Only the end of its session ends the browser; a driver that is killed leaves it running.
        if let Err(error) = self.end() {
            eprintln!("the browser could not be ended: {error}");
        }
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

impl Browser {
    /// Ends the session, without a runtime: a test that fails has none to spare.
    fn end(&self) -> std::io::Result<()> {
        let (host, path) = self.session.trim_start_matches("http://").split_once('/').unwrap();
        let mut line = TcpStream::connect(host)?;
        line.set_read_timeout(Some(PATIENCE))?;
        let request =
            format!("DELETE /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        line.write_all(request.as_bytes())?;
        // The answer comes once the browser is gone.
        line.read_exact(&mut [0; 12])
    }
}

/// A driver, and the port that it took.
///
/// On a busy machine one ends at once now and then, without a word; another one is started instead.
fn driver() -> (Child, u16) {
    for _ in 0..10 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if let Some(port) = port(&mut driver) {
            return (driver, port);
        }
        driver.wait().unwrap();
    }
    panic!("chromedriver does not start");
}

/// The port that a driver took; none if it has ended.
fn port(driver: &mut Child) -> Option<u16> {
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let mut told = lines.map(Result::unwrap).filter_map(|line| {
        let port = line.split("successfully on port ").nth(1)?;
        Some(port.trim_end_matches('.').parse().unwrap())
    });
    told.next()
}

async fn answer(request: reqwest::RequestBuilder) -> Value {
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let mut body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert!(status.is_success(), "{body:#}");
    body["value"].take()
}
