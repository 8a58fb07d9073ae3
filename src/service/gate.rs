//! Our own accept loop under warp: HTTP/1.1 with time-outs and caps that warp itself does not have
//! (PROMISES P10).

use std::convert::Infallible;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_service::Service;
use warp::http::{Request, Response};

use crate::limits::{ACCEPT_RETRY, CONNECTIONS_MAX, HEAD_BYTES_MAX, HEAD_TIMEOUT, HEADERS_MAX};
use crate::service::heads::{TwoLengths, Watched};

/// Serves connections until it is stopped; requests that are under way then are finished.
pub async fn run<R, B>(
    listener: TcpListener,
    routes: R,
    tasks: TaskTracker,
    stop: CancellationToken,
) where
    R: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    R: Clone + Send + 'static,
    R::Future: Send + 'static,
    B: hyper::body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let connections = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(permit) = connections.clone().acquire_owned().await else { return };
        let stream = tokio::select! {
            stream = accept(&listener) => stream,
            () = stop.cancelled() => return,
        };
        let connection = connection(stream, routes.clone(), permit, stop.clone());
        tasks.spawn(connection);
    }
}

/// The next connection; a machine that is out of file handles is given a moment.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "http: a connection could not be taken");
                tokio::time::sleep(ACCEPT_RETRY.into()).await;
            }
        }
    }
}

async fn connection<R, B>(
    stream: TcpStream,
    routes: R,
    _permit: OwnedSemaphorePermit,
    stop: CancellationToken,
) where
    R: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    R: Clone + Send + 'static,
    R::Future: Send + 'static,
    B: hyper::body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "http: a connection is gone");
    }
    let two_lengths = TwoLengths::default();
    let routes = TowerToHyperService::new(routes);
    let (found, stream) = (two_lengths.clone(), Watched::new(stream, two_lengths));
    let service = service_fn(move |request| routes.call(found.unhide(request)));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(std::time::Duration::from(HEAD_TIMEOUT))
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "http: a connection ended early");
    }
}
