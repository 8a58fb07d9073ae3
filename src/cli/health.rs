//! `saywhen health`: asks the saywhen of this machine how it is; for a container's health check.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::cli::exit::Exit;
use crate::cli::{print, say};

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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return Exit::System };
    let answer = runtime.block_on(async {
        tokio::time::timeout(PATIENCE, ask(health.port))
            .await
            .unwrap_or_else(|late| Err(late.into()))
    });
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
            say(&format!("no answer on port {}: {error}", health.port));
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
