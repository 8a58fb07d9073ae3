//! A bot's tables as templates read them: made once, and shared by every render.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use indexmap::IndexMap;
use tera::value::Key;
use tera::{Map, Value as Tera};

use crate::template::convert;
use crate::words::name::Value;

/// The root that all tables lie below.
pub(super) const ROOT: &str = "data";

/// All tables of a bot, by name. Copies share what is in them.
#[derive(Clone)]
pub struct Tables {
    all: Tera,
}

impl Tables {
    /// Takes tables by name, in the order in which they are to be gone through.
    #[must_use]
    pub fn new(tables: &IndexMap<String, Value>) -> Self {
        let entry = |(name, table): (&String, &Value)| {
            (Key::String(name.as_str().into()), convert::to_tera(table))
        };
        Self { all: Tera::from(tables.iter().map(entry).collect::<Map>()) }
    }

    /// The names of all tables.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.as_map().into_iter().flat_map(Map::keys).filter_map(Key::as_str)
    }

    /// The fields of a table's rows, by name: what they hold in those rows that have them. None for
    /// a table without rows, or with one that has no fields.
    #[must_use]
    pub fn columns(&self, table: &str) -> Option<BTreeMap<String, Column>> {
        let rows = self.find(&[table.to_owned()])?;
        let mut columns: BTreeMap<String, Column> = BTreeMap::new();
        let rows = rows.as_array()?;
        for row in rows {
            for (name, value) in row.as_map()? {
                let column = columns.entry(name.as_str()?.to_owned()).or_default();
                column.texts |= !value.is_number();
                column.numbers |= !value.is_string();
            }
        }
        (!rows.is_empty()).then_some(columns)
    }

    /// Every text in them.
    #[must_use]
    pub fn texts(&self) -> BTreeSet<&str> {
        let (mut texts, mut left) = (BTreeSet::new(), vec![&self.all]);
        while let Some(value) = left.pop() {
            texts.extend(value.as_str());
            left.extend(value.as_array().into_iter().flatten());
            left.extend(value.as_map().into_iter().flat_map(Map::values));
        }
        texts
    }

    /// All of them, without a copy.
    pub(super) fn all(&self) -> Tera {
        self.all.clone()
    }

    /// The part at a path of fields, without a copy.
    pub(super) fn find(&self, fields: &[String]) -> Option<Tera> {
        let below = |part: &Tera, field: &str| part.as_map()?.get(&Key::Str(field)).cloned();
        fields.iter().try_fold(self.all(), |part, field| below(&part, field))
    }
}

/// What a field holds in the rows of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Something that is no number, somewhere.
    pub texts: bool,
    /// Something that is no text, somewhere.
    pub numbers: bool,
}

impl Default for Tables {
    fn default() -> Self {
        Self::new(&IndexMap::new())
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_are_found_and_shared() {
        let rows: Vec<Value> = (0..3).map(|n| json!({"name": format!("row {n}")})).collect();
        let zones = json!({"paris": {"fee": 3}});
        let named = [("rows".to_owned(), Value::from(rows)), ("zones".to_owned(), zones)];
        let tables = Tables::new(&IndexMap::from(named));
        let find = |path: &[&str]| {
            tables.find(&path.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(tables.names().collect::<Vec<_>>(), ["rows", "zones"]);
        assert_eq!(find(&["zones", "paris", "fee"]), Some(Tera::from(3)));
        assert_eq!((find(&["nothing"]), find(&["rows", "name"])), (None, None));
        let (one, other) = (find(&["rows"]).unwrap(), tables.clone().all());
        let other = other.as_map().unwrap().get(&Key::String("rows".into())).unwrap().clone();
        let at = |rows: &Tera| rows.as_array().unwrap().as_ptr();
        assert_eq!(at(&one), at(&other));
    }
}
