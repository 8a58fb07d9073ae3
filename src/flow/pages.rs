//! Several Pages of one bot, each with the variable that its token comes from.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::flow::fields::{Field, Fields, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};
use crate::words::name::{Channel, PageId};

/// What a Page reads.
pub(super) const PAGE: &[Key] = &[
    key("token_env", Shape::Name, "the environment variable that its token is in; or NAME_FILE"),
    key("instagram", Shape::Text, "the id of its Instagram account, where channels has instagram"),
];

/// What the mends propose.
const MEND: &str = "{token_env: SHOP_PAGE_TOKEN}";
const ACCOUNT: &str = "\"17841400000000000\"";

/// Pages, and the variables that their tokens are in.
type Pages = IndexMap<PageId, String>;
/// Accounts of Instagram, and their Pages.
type Accounts = BTreeMap<PageId, PageId>;

impl Gate<'_> {
    /// `pages` of `bot.yaml`: the Pages and the names of the variables with their tokens, and their
    /// accounts of Instagram.
    pub(super) fn pages(&mut self, field: &Field<'_>) -> (Pages, Accounts) {
        let (mut pages, mut accounts) = (Pages::new(), Accounts::new());
        let instagram = self.channels.contains(&Channel::Instagram);
        let mut named = false;
        for entry in self.entries(field) {
            let id = entry.key.value.as_str();
            if !is_id(id) {
                let headline = format!("\"{id}\" is no Page's id; an id is a number");
                let told = Diagnostic::error(Code("K205"), entry.key_span, headline);
                self.tell(told.fix(format!("\"1234567890\": {MEND}")));
            }
            let owner = Owner { name: "A Page".into(), tables: vec![PAGE] };
            let entries = self.entries(&Field { node: &entry.value, ..*field });
            let fields = self.told.fields(entries, &owner);
            let whole =
                fields.0.len() == entries.len() && matches!(entry.value.kind, NodeKind::Map(_));
            if let Some(given) = fields.get("instagram") {
                named = true;
                let account = self.account(given, instagram, &accounts);
                accounts.extend(account.map(|account| (account, PageId::new(id))));
            }
            let variable = self.token_env(entry, (&fields, whole), &pages);
            if let Some(variable) = variable.filter(|_| is_id(id)) {
                pages.insert(PageId::new(id), variable);
            }
        }
        if instagram && !named && !pages.is_empty() {
            let headline = "No Page says which Instagram account is its own";
            let told = Diagnostic::error(Code("K204"), field.span, headline);
            self.tell(told.fix(format!("instagram: {ACCOUNT}")));
        }
        (pages, accounts)
    }

    /// A Page's account of Instagram; no other Page's.
    fn account(&mut self, field: &Field<'_>, wanted: bool, others: &Accounts) -> Option<PageId> {
        let text = self.plain(field)?;
        let id = text.value.as_str();
        let (headline, mend) = if !is_id(id) {
            let headline = format!("\"{id}\" is no Instagram account's id; an id is a number");
            (headline, format!("instagram: {ACCOUNT}"))
        } else if !wanted {
            let headline = "This bot does not answer on Instagram".to_owned();
            (headline, "channels: [messenger, instagram]".to_owned())
        } else if let Some(page) = others.get(&PageId::new(id)) {
            let headline = format!("{id} is the account of the Page {page} already");
            (headline, format!("instagram: {ACCOUNT}"))
        } else {
            return Some(PageId::new(id));
        };
        self.tell(Diagnostic::error(Code("K205"), field.node.span, headline).fix(mend));
        None
    }

    /// The variable of one Page; no other Page's, and none that flows may read.
    fn token_env(
        &mut self,
        entry: &Entry,
        (fields, whole): (&Fields<'_>, bool),
        others: &Pages,
    ) -> Option<String> {
        let Some(token) = fields.get("token_env") else {
            if whole {
                let headline = format!("The Page {} has no token", entry.key.value);
                let told = Diagnostic::error(Code("K204"), entry.key_span, headline);
                self.tell(told.fix(format!("\"{}\": {MEND}", entry.key.value)));
            }
            return None;
        };
        let name = self.plain(token)?.value.clone();
        let listed = self.outside.env.contains(&name) || self.outside.secrets.contains(&name);
        let other = others.iter().find(|(_, variable)| **variable == name).map(|(page, _)| page);
        let mend = "token_env: SHOP_PAGE_TOKEN".to_owned();
        let (headline, mend) = if !is_variable(&name) {
            ("\"token_env\" wants the name of an environment variable".to_owned(), mend)
        } else if listed {
            let headline = format!("{name} is a Page's token, which flows may not read");
            (headline, format!("take {name} out of env and secrets"))
        } else if let Some(other) = other {
            let headline =
                format!("The Page {other} has its token in {name} already; each Page has its own");
            (headline, mend)
        } else {
            return Some(name);
        };
        self.tell(Diagnostic::error(Code("K205"), token.node.span, headline).fix(mend));
        None
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_variable(name: &str) -> bool {
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    first && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
