//! What calls show of who they come from: each Page's own token, or one token for whatever Page it
//! belongs to.

use std::collections::BTreeMap;
use std::sync::Arc;

use reqwest::header::HeaderValue;

use crate::messenger::graph::GraphError;
use crate::messenger::signature::proof;
use crate::secret::Secret;
use crate::words::name::{Channel, PageId};

/// Whatever Page a token belongs to, in an address.
const ITSELF: &str = "me";

/// What one call shows of who it comes from.
pub(super) struct Access {
    /// `appsecret_proof=…`, or nothing where there is no app secret.
    pub(super) query: String,
    /// Marked as sensitive, so that it does not print.
    pub(super) bearer: HeaderValue,
}

impl Access {
    pub(super) fn new(token: &Secret, secret: Option<&Secret>) -> Result<Self, GraphError> {
        let text = Some(token.expose()).filter(|text| !text.is_empty()).ok_or(GraphError::Token)?;
        let bearer = HeaderValue::try_from(format!("Bearer {text}"));
        let mut bearer = bearer.map_err(|_unprintable| GraphError::Token)?;
        bearer.set_sensitive(true);
        let proof = secret.map(|secret| format!("appsecret_proof={}", proof(secret, token)));
        Ok(Self { query: proof.unwrap_or_default(), bearer })
    }
}

/// All tokens that there are.
#[derive(Clone, Default)]
pub(super) struct Tokens {
    /// The one token of a set-up that names no Pages.
    any: Option<Arc<Access>>,
    /// The Page that it belongs to, as soon as Graph has said so.
    own: Option<PageId>,
    /// Pages that are named; none where a Page's token is not there yet.
    named: BTreeMap<PageId, Option<Arc<Access>>>,
    /// Accounts of Instagram, and the named Pages that speak for them.
    accounts: BTreeMap<PageId, PageId>,
}

impl Tokens {
    /// The token of a Page, or of the one that speaks for an account of Instagram.
    pub(super) fn of(&self, page: &PageId) -> Option<Arc<Access>> {
        let page = self.accounts.get(page).unwrap_or(page);
        self.named.get(page).cloned().unwrap_or_else(|| self.any.clone())
    }

    /// The token of a Page, or the one of whatever Page it belongs to.
    pub(super) fn by(&self, page: Option<&PageId>) -> Option<Arc<Access>> {
        page.map_or_else(|| self.any.clone(), |page| self.of(page))
    }

    /// What stands for a Page in an address. Calls for an account of Instagram go to its Page.
    pub(super) fn home<'a>(&'a self, channel: Channel, page: &'a PageId) -> &'a str {
        match channel {
            Channel::Messenger => page.as_str(),
            Channel::Instagram => {
                let page = self.accounts.get(page).or(self.own.as_ref());
                page.map_or(ITSELF, PageId::as_str)
            }
        }
    }

    /// Whether a Page, or an account of Instagram, is ours, as far as that is known.
    pub(super) fn serve(&self, channel: Channel, page: &PageId) -> bool {
        match channel {
            Channel::Messenger => {
                let own = || self.own.as_ref().is_none_or(|own| own == page);
                self.named.contains_key(page) || (self.any.is_some() && own())
            }
            Channel::Instagram => self.accounts.contains_key(page) || self.any.is_some(),
        }
    }

    /// Whether this Page speaks for an account of Instagram.
    pub(super) fn links(&self, account: &PageId, page: &PageId) -> bool {
        self.accounts.get(account) == Some(page)
    }

    /// These are all the accounts of Instagram, with their Pages.
    pub(super) fn link(&mut self, accounts: &BTreeMap<PageId, PageId>) {
        self.accounts.clone_from(accounts);
    }

    /// The Pages that are known to be ours.
    pub(super) fn pages(&self) -> Vec<PageId> {
        self.named.keys().chain(&self.own).cloned().collect()
    }

    /// Whose the tokens are; no Page for the one of whatever Page it belongs to.
    pub(super) fn whose(&self) -> Vec<Option<PageId>> {
        let there = self.named.iter().filter(|(_, access)| access.is_some());
        let named = there.map(|(page, _)| Some(page.clone()));
        self.any.iter().map(|_| None).chain(named).collect()
    }

    /// Takes a token, of a Page that is named or of whatever Page it belongs to. Pages that are named
    /// leave nothing to a token that names none, and the other way round.
    pub(super) fn set(&mut self, page: Option<&PageId>, access: Option<Arc<Access>>) {
        if let Some(page) = page {
            (self.any, self.own) = (None, None);
            self.named.insert(page.clone(), access);
        } else {
            self.named.clear();
            self.any = access;
        }
    }

    /// Forgets a Page that was named.
    pub(super) fn forget(&mut self, page: &PageId) {
        self.named.remove(page);
    }

    /// Learns whose the token of whatever Page is.
    pub(super) fn learn(&mut self, page: PageId) {
        if self.any.is_some() {
            self.own = Some(page);
        }
    }
}
