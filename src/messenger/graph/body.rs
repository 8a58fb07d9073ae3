//! A request body that remembers whether it was handed to a connection: until then the call cannot
//! have arrived.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// A body of known length, handed over in one piece.
pub(super) struct Outgoing {
    rest: Option<Bytes>,
    begun: Begun,
}

/// Whether the body was handed over; outlives the body.
#[derive(Clone, Debug, Default)]
pub(super) struct Begun(Arc<AtomicBool>);

impl Outgoing {
    pub(super) fn new(bytes: Bytes) -> (Self, Begun) {
        let begun = Begun::default();
        (Self { rest: Some(bytes), begun: begun.clone() }, begun)
    }
}

impl Begun {
    pub(super) fn begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.begun.0.store(true, Ordering::Release);
        Poll::Ready(self.rest.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.rest.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(u64::try_from(left).unwrap_or(u64::MAX))
    }
}
