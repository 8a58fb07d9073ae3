//! HTTP as bytes, so that nothing between a test and the listener is polite.

use std::net::SocketAddr;

use saywhen::messenger::signature::sign;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::app::secret;

/// An answer as it came over the wire; status 0 where the connection ended without one.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut fits = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        fits.next().map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Everything of it, for what must not leak.
    pub fn all(&self) -> String {
        format!("{:?}\n{}", self.headers, self.text())
    }
}

/// A request's bytes; the length is added where there is a body.
pub fn request(line: &str, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{line} HTTP/1.1\r\n").into_bytes();
    let named = |wanted: &str| headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
    if !named("host") {
        bytes.extend_from_slice(b"Host: bot.example.com\r\n");
    }
    for (name, value) in headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if !body.is_empty() && !named("content-length") && !named("transfer-encoding") {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

/// A webhook request, signed with a secret.
pub fn signed(app_secret: &str, body: &[u8]) -> Vec<u8> {
    let signature = sign(&secret(app_secret), body);
    let headers = [("Content-Type", "application/json"), ("X-Hub-Signature-256", &signature)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    request("POST /webhook", &headers, body)
}

/// Sends a request and reads the answer.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The other side may answer and hang up before it has read everything.
    let sent = stream.write_all(request).await;
    let head_only = request.starts_with(b"HEAD");
    let answer = answer(&mut stream, &mut Vec::new(), head_only).await;
    assert!(sent.is_ok() || answer.status != 0, "{sent:?}");
    answer
}

/// Reads one answer; `rest` holds what was read beyond it.
pub async fn answer(stream: &mut TcpStream, rest: &mut Vec<u8>, head_only: bool) -> Answer {
    loop {
        if let Some((answer, length)) = parse(rest, head_only) {
            rest.drain(..length);
            return answer;
        }
        let mut part = [0; 4096];
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => return Answer::default(),
            Ok(n) => rest.extend_from_slice(&part[..n]),
        }
    }
}

/// Whether the other side ends the connection without another word.
pub async fn ends(stream: &mut TcpStream) -> bool {
    matches!(stream.read(&mut [0; 16]).await, Ok(0) | Err(_))
}

fn parse(bytes: &[u8], head_only: bool) -> Option<(Answer, usize)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.trim().to_owned())
    };
    let mut answer = Answer { status, headers: lines.map(header).collect(), body: Vec::new() };
    let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
    let length = if head_only { 0 } else { length };
    answer.body = bytes.get(end + 4..end + 4 + length)?.to_vec();
    Some((answer, end + 4 + length))
}
