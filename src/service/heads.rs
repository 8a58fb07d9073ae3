//! Requests with two lengths (`Content-Length` and `Transfer-Encoding`): whoever reads one of them
//! sees another request than whoever reads the other. hyper takes the second and hides the first, so
//! the heads are looked at on their way in, and the length is put back for the routes to refuse.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use hyper::body::Incoming;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use warp::http::header::CONTENT_LENGTH;
use warp::http::{HeaderValue, Request};

const LENGTH: &[u8] = b"content-length:";
const ENCODING: &[u8] = b"transfer-encoding:";

/// Whether a head with two lengths has come over a connection; clones are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct TwoLengths(Arc<AtomicBool>);

impl TwoLengths {
    /// Shows the routes what hyper hides.
    pub(super) fn unhide(&self, mut request: Request<Incoming>) -> Request<Incoming> {
        if self.0.load(Ordering::Relaxed) {
            let length = HeaderValue::from_static("0");
            request.headers_mut().entry(CONTENT_LENGTH).or_insert(length);
        }
        request
    }
}

/// A connection whose heads are looked at.
#[derive(Debug)]
pub(super) struct Watched {
    stream: TcpStream,
    lines: Lines,
    found: TwoLengths,
}

impl Watched {
    /// Looks at what comes over `stream`; `found` tells of it.
    pub(super) fn new(stream: TcpStream, found: TwoLengths) -> Self {
        Self { stream, lines: Lines::default(), found }
    }
}

/// Lines since the last empty one. Where a body ends is not known here: a line of a body that looks
/// like a header counts too, and no JSON has such lines.
#[derive(Debug, Default)]
struct Lines {
    /// The beginning of the line that is under way, in small letters.
    line: Vec<u8>,
    length: bool,
    encoding: bool,
}

impl Lines {
    /// Whether a head among these bytes, and those before, has two lengths.
    fn take(&mut self, bytes: &[u8]) -> bool {
        let mut two = false;
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            let room = ENCODING.len().saturating_sub(self.line.len());
            self.line.extend(part.iter().take(room).map(u8::to_ascii_lowercase));
            if part.ends_with(b"\n") {
                two |= self.end_line();
            }
        }
        two
    }

    fn end_line(&mut self) -> bool {
        self.length |= self.line.starts_with(LENGTH);
        self.encoding |= self.line.starts_with(ENCODING);
        let two = self.length && self.encoding;
        if self.line.trim_ascii().is_empty() {
            (self.length, self.encoding) = (false, false);
        }
        self.line.clear();
        two
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(context, buffer))?;
        let new = buffer.filled().get(before..).unwrap_or_default();
        if this.lines.take(new) {
            this.found.0.store(true, Ordering::Relaxed);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lengths_in_one_head_are_seen_however_it_is_cut() {
        let head = b"POST / HTTP/1.1\r\nCONTENT-length: 6\r\nTransfer-Encoding: chunked\r\n\r\n";
        for cut in 0..head.len() {
            let mut lines = Lines::default();
            let (first, second) = head.split_at(cut);
            assert!(lines.take(first) | lines.take(second), "{cut}");
        }
    }

    #[test]
    fn lengths_of_two_heads_are_not_two_lengths_of_one() {
        let mut lines = Lines::default();
        let first = b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}".as_slice();
        let second = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice();
        assert!(!lines.take(&[first, second].concat()));
        assert!(!lines.take(b"{\"text\": \"content-length: 6\"}\nX-Content-Length: 3\n"));
    }
}
