//! One life of the binary: started in a folder, listened to, ended.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Longer than anything here takes.
pub const PATIENCE: Duration = Duration::from_mins(1);

pub struct Life {
    child: Child,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
    readers: Vec<std::thread::JoinHandle<()>>,
}

/// How it ended, and all it said.
#[derive(Debug)]
pub struct End {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Life {
    pub fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (out, first) = listen(child.stdout.take().unwrap());
        let (err, second) = listen(child.stderr.take().unwrap());
        Self { child, out, err, readers: vec![first, second] }
    }

    /// Where it listens, as soon as it does; none if it ends instead.
    pub fn address(&mut self) -> Option<String> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let ended = self.child.try_wait().unwrap().is_some();
            let said = self.err();
            // What comes after it has been said as well: the process is up.
            if said.contains("\nrecovered ") {
                let line = said.lines().find_map(|line| line.strip_prefix("listening on "));
                let port = line.unwrap().rsplit(':').next().unwrap();
                return Some(format!("127.0.0.1:{port}"));
            }
            if ended {
                return None;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("neither up nor down: {}", self.err());
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn err(&self) -> String {
        self.err.lock().unwrap().clone()
    }

    /// SIGTERM.
    pub fn terminate(&self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
    }

    /// SIGINT, as Ctrl-C sends it.
    pub fn interrupt(&self) {
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
    }

    /// Waits until Ctrl-C does not end it any more, since it has something to show for itself.
    pub fn catches_interrupts(&mut self) {
        let begun = Instant::now();
        let status = format!("/proc/{}/status", self.id());
        let caught = |line: &str| {
            let mask = u64::from_str_radix(line.strip_prefix("SigCgt:")?.trim(), 16).ok()?;
            Some(mask & (1 << (Signal::INT.as_raw() - 1)) != 0)
        };
        while !std::fs::read_to_string(&status).unwrap().lines().any(|l| caught(l) == Some(true)) {
            assert!(self.is_running() && begun.elapsed() < PATIENCE, "{}", self.err());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits for its end.
    pub fn end(mut self) -> End {
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "it does not end: {}", self.err());
            std::thread::sleep(Duration::from_millis(10));
        }
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        let status = self.child.wait().unwrap();
        let out = self.out.lock().unwrap().clone();
        End { status, out, err: self.err() }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

fn listen(pipe: impl Read + Send + 'static) -> (Arc<Mutex<String>>, std::thread::JoinHandle<()>) {
    let said = Arc::new(Mutex::new(String::new()));
    let heard = said.clone();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map(Result::unwrap) {
            let mut said = heard.lock().unwrap();
            said.push_str(&String::from_utf8_lossy(&line));
            said.push('\n');
        }
    });
    (said, reader)
}
