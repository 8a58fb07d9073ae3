//! What is logged, both as people and as machines read it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Registry, fmt};

/// Everything that this thread logs, down to `debug`, as long as it lives.
pub struct Logs {
    lines: Buffer,
    json: Buffer,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Logs {
    pub fn capture() -> Self {
        let (lines, json) = (Buffer::default(), Buffer::default());
        let text = fmt::layer().with_target(false).with_ansi(false).with_writer(lines.clone());
        let machine = fmt::layer().json().flatten_event(true).with_writer(json.clone());
        let debug = tracing_subscriber::filter::LevelFilter::DEBUG;
        let subscriber = Registry::default().with(debug).with(text).with(machine);
        Self { lines, json, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// Lines for people.
    pub fn text(&self) -> String {
        self.lines.read()
    }

    /// Lines for machines.
    pub fn json(&self) -> String {
        self.json.read()
    }

    /// Lines for people that hold this.
    pub fn lines(&self, with: &str) -> Vec<String> {
        self.text().lines().filter(|line| line.contains(with)).map(str::to_owned).collect()
    }
}

impl Buffer {
    fn read(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Buffer {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
