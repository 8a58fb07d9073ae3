//! The secrets that `serve` needs, read and checked together.

use crate::cli::secrets::{self, Found};
use crate::messenger::signature::Secrets;
use crate::secret::Secret;

/// What lets us speak for a Page, and Meta speak to us.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) token: Secret,
    pub(super) verify: Secret,
    /// The app's secrets, the newest first; none only without signatures.
    pub(super) app: Vec<Secret>,
    /// The same, as signatures are checked with.
    pub(super) secrets: Option<Secrets>,
}

/// Reads them; all that is missing or wrong is told at once.
pub(super) fn read(insecure: bool, found: &mut Found) -> Option<Keys> {
    let what = "it signs Meta's requests; it is in the app's basic settings";
    let app = if insecure {
        secrets::optional("APP_SECRET", found)
    } else {
        secrets::needed("APP_SECRET", what, found)
    };
    let what = "any word of yours; Meta shows it when you register the webhook";
    let verify = secrets::needed("VERIFY_TOKEN", what, found);
    let what = "the Page's token, from the app's Messenger settings";
    let token = secrets::needed("PAGE_ACCESS_TOKEN", what, found);
    let app = app.map(|list| split(&list)).unwrap_or_default();
    let checked = (!app.is_empty()).then(|| Secrets::new(&app)).transpose();
    let secrets =
        checked.map_err(|error| found.problems.push(format!("APP_SECRET: {error}"))).ok()?;
    Some(Keys { token: token?, verify: verify?, app, secrets })
}

/// `APP_SECRET` is a list while it is being rotated.
fn split(list: &Secret) -> Vec<Secret> {
    list.expose().split(',').map(|one| Secret::new(one.trim().to_owned())).collect()
}
