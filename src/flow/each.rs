//! `for` and `where`: one card, button or quick reply for each item of a list.

use crate::flow::fields::{Field, Fields, wrong_shape};
use crate::flow::gate::{Gate, without_braces};
use crate::flow::model::each::Each;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::batch::ExprId;
use crate::words::name::VarName;

impl Gate<'_> {
    /// What stands for each item of a list: an error if what it goes over cannot be read, none if it
    /// stands for itself.
    pub(super) fn each(&mut self, fields: &Fields<'_>) -> Result<Option<Each>, NotEach> {
        let only = fields.get("where").map(|field| self.condition(field));
        let Some(field) = fields.get("for") else {
            if let Some(field) = fields.get("where") {
                self.where_without_for(field);
                return Err(NotEach);
            }
            return Ok(None);
        };
        let (item, list) = self.item_in_list(field).ok_or(NotEach)?;
        let only = only.map(|only| only.ok_or(NotEach)).transpose()?;
        Ok(Some(Each { item, list, only }))
    }

    /// `p in products`: the item's name, and the list.
    fn item_in_list(&mut self, field: &Field<'_>) -> Option<(VarName, ExprId)> {
        let (text, span) = (self.plain(field)?, field.node.span);
        let Some((name, list)) = text.value.split_once(" in ") else {
            self.tell(wrong_shape(field).fix("for: p in products"));
            return None;
        };
        let at = self.part(span, text, 0..name.trim_end().len());
        let item = self.run_variable(name.trim(), at);
        let from = text.value.len().saturating_sub(list.len());
        let part = match without_braces(list) {
            Some(bare) => {
                self.braces_around(field, name, list.get(bare.clone()).unwrap_or(""));
                from.saturating_add(bare.start)..from.saturating_add(bare.end)
            }
            None => from..text.value.len(),
        };
        let list = self.batch.expr(text, span, part);
        Some((item?, list))
    }

    fn braces_around(&mut self, field: &Field<'_>, name: &str, bare: &str) {
        let headline = "You don't need {{ }} after for";
        let told = Diagnostic::warning(Code("T509"), field.node.span, headline);
        self.tell(told.fix(format!("for: {} in {bare}", name.trim())));
    }

    fn where_without_for(&mut self, field: &Field<'_>) {
        let headline = "\"where\" picks items of a list, and there is no \"for\"";
        let told = Diagnostic::error(Code("K204"), field.span, headline);
        self.tell(told.fix("for: p in products\nwhere: p.price < 10"));
    }
}

/// What should stand for each item of a list cannot be read; that has been told.
pub(super) struct NotEach;
