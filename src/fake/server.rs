//! The listener: HTTP/1.1 on loopback, with connections that can be made to break.

use std::convert::Infallible;
use std::iter::repeat_n;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::poll_fn;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited, StreamBody};
use hyper::body::{Frame, Incoming as Received};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, http};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::fake::graph::{Incoming, Reaction, call};
use crate::fake::state::Shared;

/// Bytes of a call, with a file in it.
const CALL_BYTES_MAX: usize = 32 * 1024 * 1024;

/// How long to wait after a connection could not be taken.
const RETRY: std::time::Duration = std::time::Duration::from_millis(10);

/// Bytes of one piece of a flood.
const PIECE: usize = 64 * 1024;

/// The call ends the connection without an answer.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("the script breaks the connection")]
    Scripted,
    #[error("the call could not be read")]
    Unread,
    #[error(transparent)]
    Answer(#[from] http::Error),
}

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// Serves until it is dropped.
pub(super) async fn run(
    listener: TcpListener,
    shared: Arc<Shared>,
    tasks: TaskTracker,
    stop: CancellationToken,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) if shared.breaks_at_once() => reset(&stream),
            Ok((stream, _)) => {
                let serving = serve(stream, shared.clone());
                tasks.spawn(stop.clone().run_until_cancelled_owned(serving));
            }
            Err(error) => {
                tracing::debug!(%error, "no connection could be taken");
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}

/// Makes the stream end with a reset instead of a goodbye when it is dropped.
fn reset(stream: &TcpStream) {
    if let Err(error) = stream.set_zero_linger() {
        tracing::debug!(%error, "the connection ends politely");
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "answers may be late");
    }
    let service = service_fn(move |request| Box::pin(answer(shared.clone(), request)));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let end = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    if end.is_err_and(|error| error.is_user()) {
        reset(connection.into_parts().io.inner());
    }
}

async fn answer(shared: Arc<Shared>, request: Request<Received>) -> Result<Response<Body>, Broken> {
    if shared.breaks_at_once() {
        return Err(Broken::Scripted);
    }
    let (head, body) = request.into_parts();
    let authorization = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let authorization = authorization.unwrap_or_default().to_owned();
    let body = Limited::new(body, CALL_BYTES_MAX).collect().await;
    let body = body.map_err(|_cut_short| Broken::Unread)?.to_bytes().to_vec();
    let content = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content = content.unwrap_or_default().to_owned();
    let (reads, deletes) = (head.method == Method::GET, head.method == Method::DELETE);
    let query = head.uri.query().unwrap_or_default().to_owned();
    let path = head.uri.path().to_owned();
    match call(&shared, Incoming { path, query, authorization, content, reads, deletes, body })
        .await
    {
        Reaction::Hang => std::future::pending().await,
        Reaction::Reset => Err(Broken::Scripted),
        Reaction::Flood(bytes) => Ok(Response::new(flood(bytes))),
        Reaction::Answer { status, headers, body } => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            Ok(response.body(Full::new(Bytes::from(body)).boxed_unsync())?)
        }
    }
}

/// Letters, piece by piece, so that nobody has to hold them.
fn flood(bytes: u64) -> Body {
    let piece = Bytes::from(vec![b'x'; PIECE]);
    let pieces = usize::try_from(bytes).unwrap_or(usize::MAX).div_ceil(PIECE);
    let frames = repeat_n(piece, pieces).map(|piece| Ok(Frame::data(piece)));
    StreamBody::new(stream::iter(frames)).boxed_unsync()
}
