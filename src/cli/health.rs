//! `saywhen health`: asks the saywhen of this machine how it is; for a container's health check.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::cli::exit::Exit;
use crate::cli::{print, process, say};

/// Asks a running saywhen on this machine how it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saywhen health              exit code 0 while it answers and its store works, 1 otherwise
  saywhen health --port 9000")]
pub(super) struct Health {
    /// Port of its webhook.
    #[arg(long, env = "PORT", default_value_t = 8080)]
    port: u16,
}

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Runs the command.
pub(super) fn run(health: &Health) -> Exit {
    let port = health.port;
    process::run(async move {
        let answer = tokio::time::timeout(PATIENCE, ask(port)).await;
        told(port, answer.unwrap_or_else(|late| Err(late.into())))
    })
}

fn told(port: u16, answer: std::io::Result<String>) -> Exit {
    match answer {
        Ok(answer) if answer.starts_with("HTTP/1.1 200") => {
            print(answer.split("\r\n\r\n").nth(1).unwrap_or_default().trim_end());
            Exit::Ok
        }
        Ok(answer) => {
            say(&format!("not well: {}", answer.lines().next().unwrap_or_default()));
            Exit::Mistakes
        }
        Err(error) => {
            say(&format!("no answer on port {port}: {error}"));
            Exit::Mistakes
        }
    }
}

async fn ask(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}
