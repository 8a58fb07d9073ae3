//! The secrets that `serve` needs, read and checked together.

use indexmap::IndexMap;

use crate::cli::secrets::{self, Found};
use crate::messenger::signature::Secrets;
use crate::secret::Secret;
use crate::words::name::PageId;

/// The token of a set-up that names no Pages.
pub(super) const ONE_TOKEN: &str = "PAGE_ACCESS_TOKEN";

/// The Pages that a bot names, each with the variable that its token is in.
pub(super) type Pages = IndexMap<PageId, String>;

/// A Page's token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// None for the token of whatever Page it belongs to.
    pub(super) page: Option<PageId>,
    /// Where it comes from.
    pub(super) variable: String,
    pub(super) secret: Secret,
}

/// What lets us speak for Pages, and Meta speak to us.
#[derive(Debug)]
pub(super) struct Keys {
    /// One of each Page; never empty.
    pub(super) tokens: Vec<Token>,
    pub(super) verify: Secret,
    /// The app's secrets, the newest first; none only without signatures.
    pub(super) app: Vec<Secret>,
    /// The same, as signatures are checked with.
    pub(super) secrets: Option<Secrets>,
}

/// Reads them; all that is missing or wrong is told at once. Of a bot whose Pages are not known, since
/// it has mistakes, no token is asked for.
pub(super) fn read(insecure: bool, pages: Option<&Pages>, found: &mut Found) -> Option<Keys> {
    let what = "it signs Meta's requests; it is in the app's basic settings";
    let app = if insecure {
        secrets::optional("APP_SECRET", found)
    } else {
        secrets::needed("APP_SECRET", what, found)
    };
    let what = "any word of yours; Meta shows it when you register the webhook";
    let verify = secrets::needed("VERIFY_TOKEN", what, found);
    let tokens = pages.and_then(|pages| tokens(pages, found));
    let app = app.map(|list| split(&list)).unwrap_or_default();
    let checked = (!app.is_empty()).then(|| Secrets::new(&app)).transpose();
    let secrets =
        checked.map_err(|error| found.problems.push(format!("APP_SECRET: {error}"))).ok()?;
    Some(Keys { tokens: tokens?, verify: verify?, app, secrets })
}

/// What it takes to call Graph: the tokens and the newest secret of the app, if there is one.
pub(super) fn for_calls(pages: &Pages, found: &mut Found) -> Option<(Vec<Token>, Option<Secret>)> {
    let app = secrets::optional("APP_SECRET", found);
    let app = app.and_then(|list| split(&list).into_iter().next());
    Some((tokens(pages, found)?, app))
}

/// The variables that tokens come from, and whose they are.
pub(super) fn variables(pages: &Pages) -> Vec<(Option<PageId>, String)> {
    if pages.is_empty() {
        return vec![(None, ONE_TOKEN.to_owned())];
    }
    pages.iter().map(|(page, variable)| (Some(page.clone()), variable.clone())).collect()
}

/// The tokens of all Pages; none if one is missing.
fn tokens(pages: &Pages, found: &mut Found) -> Option<Vec<Token>> {
    let named = |variable: &str| pages.values().any(|one| one == variable);
    if !pages.is_empty() && !named(ONE_TOKEN) && secrets::is_set(ONE_TOKEN) {
        found.warnings.push(format!("{ONE_TOKEN} is not used: bot.yaml names Pages of its own"));
    }
    let wanted = variables(pages).into_iter().map(|(page, variable)| {
        if secrets::is_for_others(&variable) {
            let problem = format!("bot.yaml takes {variable} for a Page's token, which it is not");
            found.problems.push(problem);
            return None;
        }
        let what = match &page {
            Some(page) => format!("the token of the Page {page}, as bot.yaml says"),
            None => "the Page's token, from the app's Messenger settings".to_owned(),
        };
        let secret = secrets::needed(&variable, &what, found)?;
        Some(Token { page, variable, secret })
    });
    // Looked at to the end: all that is missing is told.
    let all: Vec<Option<Token>> = wanted.collect();
    all.into_iter().collect()
}

/// `APP_SECRET` is a list while it is being rotated.
fn split(list: &Secret) -> Vec<Secret> {
    list.expose().split(',').map(|one| Secret::new(one.trim().to_owned())).collect()
}
