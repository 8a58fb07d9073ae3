//! Several Pages of one bot, each with the variable that its token comes from.

use indexmap::IndexMap;

use crate::flow::fields::{Field, Owner};
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, NodeKind};
use crate::words::name::PageId;

/// What a Page reads.
pub(super) const PAGE: &[Key] =
    &[key("token_env", Shape::Name, "the environment variable that its token is in; or NAME_FILE")];

/// What the mends propose.
const MEND: &str = "{token_env: SHOP_PAGE_TOKEN}";

impl Gate<'_> {
    /// `pages` of `bot.yaml`: the Pages and the names of the variables with their tokens.
    pub(super) fn pages(&mut self, field: &Field<'_>) -> IndexMap<PageId, String> {
        let mut pages: IndexMap<PageId, String> = IndexMap::new();
        for entry in self.entries(field) {
            let id = entry.key.value.as_str();
            let good = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
            if !good {
                let headline = format!("\"{id}\" is no Page's id; an id is a number");
                let told = Diagnostic::error(Code("K205"), entry.key_span, headline);
                self.tell(told.fix(format!("\"1234567890\": {MEND}")));
            }
            if let Some(variable) = self.token_env(field, entry, &pages).filter(|_| good) {
                pages.insert(PageId::new(id), variable);
            }
        }
        pages
    }

    /// The variable of one Page; no other Page's, and none that flows may read.
    fn token_env(
        &mut self,
        field: &Field<'_>,
        entry: &Entry,
        others: &IndexMap<PageId, String>,
    ) -> Option<String> {
        let owner = Owner { name: "A Page".into(), tables: vec![PAGE] };
        let entries = self.entries(&Field { node: &entry.value, ..*field });
        let fields = self.told.fields(entries, &owner);
        let Some(token) = fields.get("token_env") else {
            if fields.0.len() == entries.len() && matches!(entry.value.kind, NodeKind::Map(_)) {
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

fn is_variable(name: &str) -> bool {
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    first && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
