//! Tokens of Pages that change while we run: in a file that is replaced, or since `bot.yaml` names other
//! Pages. Replies that waited for one go on (PROMISES, the Send API's answers).

use std::collections::BTreeMap;

use crate::cli::keys::{self, Token};
use crate::cli::secrets::{self, Found};
use crate::limits::TOKEN_EVERY;
use crate::messenger::graph::Graph;
use crate::secret::Secret;
use crate::service::app::App;
use crate::service::live::Live;
use crate::words::name::PageId;

/// The Pages of the bot that answers now, and the tokens that were read last.
#[derive(Debug)]
pub(super) struct Tokens {
    live: Live,
    graph: Graph,
    app_secret: Option<Secret>,
    /// By Page; a Page without a token waits for one.
    known: BTreeMap<Option<PageId>, Option<Secret>>,
}

impl Tokens {
    /// What an app was started with.
    pub(super) fn new(app: &App, tokens: Vec<Token>, app_secret: Option<Secret>) -> Self {
        let known = tokens.into_iter().map(|token| (token.page, Some(token.secret))).collect();
        Self { live: app.live.clone(), graph: app.graph().clone(), app_secret, known }
    }

    /// Looks again and again, and says whose token is new; never ends.
    pub(super) async fn follow(mut self, renewed: impl Fn(Option<PageId>)) {
        loop {
            tokio::time::sleep(TOKEN_EVERY.into()).await;
            self.look().into_iter().for_each(&renewed);
        }
    }

    /// Looks at all of them once; whose are new. A file that is gone, empty or half-written is waited
    /// for.
    fn look(&mut self) -> Vec<Option<PageId>> {
        let bot = self.live.bot();
        let wanted = keys::variables(&bot.settings.pages);
        let mut new = Vec::new();
        for (page, variable) in &wanted {
            let token = secrets::optional(variable, &mut Found::default());
            let token = token.filter(|_| !secrets::is_for_others(variable));
            let Some(token) = token else {
                self.misses(page.as_ref(), variable);
                continue;
            };
            if self.takes(page.as_ref(), variable, token) {
                new.push(page.clone());
            }
        }
        let gone = |page: &Option<PageId>| wanted.iter().all(|(wanted, _)| wanted != page);
        let gone: Vec<_> = self.known.keys().filter(|page| gone(page)).cloned().collect();
        for page in gone {
            self.known.remove(&page);
            if let Some(page) = page {
                self.graph.forget(&page);
                tracing::info!(page = page.as_str(), "token: bot.yaml names this Page no more");
            }
        }
        new
    }

    /// Takes a token if it is not the one that is known.
    fn takes(&mut self, page: Option<&PageId>, variable: &str, token: Secret) -> bool {
        let whose = page.cloned();
        let known = self.known.get(&whose).and_then(Option::as_ref);
        if known.is_some_and(|known| known.expose() == token.expose()) {
            return false;
        }
        let result = self.graph.renew(page, &token, self.app_secret.as_ref());
        let first = self.known.insert(whose, Some(token)).is_none();
        match (&result, page) {
            (Ok(()), _) => tracing::info!(variable, "token: a new one was found"),
            (Err(error), page) => {
                page.filter(|_| first).into_iter().for_each(|page| self.graph.await_token(page));
                tracing::error!(variable, %error, "token: it cannot be used");
            }
        }
        result.is_ok()
    }

    /// A Page that the bot did not name before has no token: what it has to say waits.
    fn misses(&mut self, page: Option<&PageId>, variable: &str) {
        if self.known.contains_key(&page.cloned()) {
            return;
        }
        self.known.insert(page.cloned(), None);
        if let Some(page) = page {
            self.graph.await_token(page);
            let page = page.as_str();
            tracing::error!(
                page,
                variable,
                "token: it is not set; what the Page says waits for it"
            );
        }
    }
}
