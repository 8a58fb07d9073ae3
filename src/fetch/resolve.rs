//! Asking DNS where a host is.

use std::fmt::Debug;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

/// The numbers of a host; none if nobody knows it.
pub type Found<'a> = Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>>;

/// Whoever knows where hosts are; tests bring their own.
pub trait Resolver: Debug + Send + Sync {
    /// All numbers of a host.
    fn resolve<'a>(&'a self, host: &'a str) -> Found<'a>;
}

/// The machine's own DNS.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Resolver for System {
    fn resolve<'a>(&'a self, host: &'a str) -> Found<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await;
            found.map(|all| all.map(|address| address.ip()).collect()).unwrap_or_default()
        })
    }
}
