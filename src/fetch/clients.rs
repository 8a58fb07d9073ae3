//! Connections, kept by the addresses that were checked: a server whose name leads elsewhere now gets
//! others.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use reqwest::{Client, redirect};

use crate::limits::{CONNECT_TIMEOUT, FETCH_CLIENTS_MAX};
use crate::words::address::Origin;

type Key = (Origin, Vec<SocketAddr>);

/// One client for each server at its checked addresses.
#[derive(Debug, Default)]
pub(super) struct Clients(Mutex<BTreeMap<Key, Client>>);

impl Clients {
    pub(super) fn get(&self, origin: &Origin, addresses: &[SocketAddr]) -> Option<Client> {
        let key = (origin.clone(), addresses.to_vec());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = known.get(&key) {
            return Some(client.clone());
        }
        let client = client(origin, addresses)?;
        if known.len() >= FETCH_CLIENTS_MAX {
            known.pop_first();
        }
        known.insert(key, client.clone());
        Some(client)
    }
}

/// A client that asks no DNS of its own, follows nothing and trusts no proxy.
fn client(origin: &Origin, addresses: &[SocketAddr]) -> Option<Client> {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("a crypto provider was installed before");
    }
    let client = Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT.into())
        .resolve_to_addrs(&origin.host, addresses)
        .build();
    client.map_err(|error| tracing::error!(%error, "http: there can be no client")).ok()
}
