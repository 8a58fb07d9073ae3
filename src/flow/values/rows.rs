//! Fields of a table's rows: one that no row has is misspelt (V601).

use std::collections::BTreeMap;

use crate::flow::model::Flow;
use crate::flow::model::slot::{Life, Slot};
use crate::flow::parts::{self, Part};
use crate::flow::suggest::nearest;
use crate::flow::values::{Bot, Kind};
use crate::flow::variables::has_way_out;
use crate::source::Sources;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::render::{Read, Templates};
use crate::template::tables::{Column, Tables};
use crate::words::name::VarName;

/// The fields of all tables whose rows have names for them.
pub(super) struct Rows<'t> {
    tables: BTreeMap<&'t str, BTreeMap<String, Column>>,
}

impl<'t> Rows<'t> {
    pub(super) fn new(tables: &'t Tables) -> Self {
        let columns = |name| Some((name, tables.columns(name)?));
        Self { tables: tables.names().filter_map(columns).collect() }
    }

    /// What a field of a table's rows can be.
    pub(super) fn kind(&self, table: &str, field: &str) -> Kind {
        let column = self.tables.get(table).and_then(|columns| columns.get(field));
        match column {
            Some(Column { texts: true, numbers: false }) => Kind::Text,
            Some(Column { texts: false, numbers: true }) => Kind::Number,
            Some(_) | None => Kind::Unknown,
        }
    }
}

impl Bot<'_> {
    /// Reads of fields that no row has.
    pub(super) fn fields(&self, flow: &Flow) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        parts::walk(&flow.steps, &mut |part| match part {
            Part::Text(id) => told.extend(self.of_items(self.templates.text_reads(id))),
            Part::Expr(id) => told.extend(self.of_items(self.templates.expr_reads(id))),
            Part::ItemText(_)
            | Part::ItemExpr(_)
            | Part::Step(_)
            | Part::Sets(..)
            | Part::Opens(_)
            | Part::Closes(_)
            | Part::Button(_)
            | Part::Leads(_)
            | Part::Calls(_) => {}
        });
        told
    }

    fn of_items(&self, reads: &[Read]) -> Vec<Diagnostic> {
        reads.iter().filter_map(|read| self.of_item(read)).collect()
    }

    fn of_item(&self, read: &Read) -> Option<Diagnostic> {
        let mut names = read.path.split('.');
        let (root, _) = (names.next()?, names.next()?);
        let slot = Slot { life: Life::Run, name: VarName::new(root) };
        let Some(Kind::Row(table)) = self.variables.get(&slot) else { return None };
        self.rows.told(&self.checked.sources, table, read)
    }
}

impl Rows<'_> {
    /// Reads of fields that no row has, of the items that loops of texts go through.
    pub(super) fn in_loops(&self, sources: &Sources, templates: &Templates) -> Vec<Diagnostic> {
        let reads = templates.row_reads();
        reads.filter_map(|(table, read)| self.told(sources, table, read)).collect()
    }

    /// Tells a field that no row of a table has.
    fn told(&self, sources: &Sources, table: &str, read: &Read) -> Option<Diagnostic> {
        let mut names = read.path.split('.');
        let (root, field) = (names.next()?, names.next()?);
        let columns = self.tables.get(table)?;
        if columns.contains_key(field) || has_way_out(sources, read) {
            return None;
        }
        let headline = format!("No row of data.{table} has \"{field}\"");
        let told = Diagnostic::error(Code("V601"), read.span, headline);
        let known: Vec<&str> = columns.keys().map(String::as_str).collect();
        let Some(near) = nearest(field, known.iter().copied()) else {
            return Some(told.label(format!("a row has: {}", known.join(", "))));
        };
        let near = format!("{root}.{near}");
        let told = told.label(format!("did you mean \"{near}\"?"));
        let whole = sources.slice(read.span) == format!("{root}.{field}");
        Some(if whole { told.edit(read.span, near) } else { told })
    }
}
