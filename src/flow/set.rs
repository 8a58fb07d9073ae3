//! `set`: assignments as `name = expression`, or a map of values.

use std::ops::Range;

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::key::{Key, Shape, key};
use crate::flow::model::StepKind;
use crate::flow::model::set::{Assign, Assigned};
use crate::flow::names::is_name;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{NodeKind, Style, Text};

/// What `set` reads.
pub(super) const KEYS: &[Key] = &[key(
    "set",
    Shape::Assignments,
    "total = count * price, cart += item, a list of such, or {city: Paris}",
)];

/// The two sides of `name = expression` or `name += expression`, as bytes of the text.
struct Sides {
    adds: bool,
    name: Range<usize>,
    expr: Range<usize>,
}

impl Gate<'_> {
    /// A `set`.
    pub(super) fn set(&mut self, field: &Field<'_>) -> Option<StepKind> {
        if let NodeKind::List(items) = &field.node.kind {
            let each = items.iter().map(|node| self.assignments(&Field { node, ..*field }));
            let all: Vec<_> = each.flatten().collect();
            return (!all.is_empty()).then_some(StepKind::Set(all));
        }
        let all = self.assignments(field);
        (!all.is_empty()).then_some(StepKind::Set(all))
    }

    fn assignments(&mut self, field: &Field<'_>) -> Vec<Assign> {
        match &field.node.kind {
            NodeKind::Map(_) => {
                let given = self.slots(field).into_iter();
                given.map(|(slot, value)| Assign { slot, value: Assigned::Given(value) }).collect()
            }
            NodeKind::Text(_) | NodeKind::List(_) => {
                self.plain(field).and_then(|text| self.assign(field, text)).into_iter().collect()
            }
        }
    }

    fn assign(&mut self, field: &Field<'_>, text: &Text) -> Option<Assign> {
        let span = field.node.span;
        let Some(sides) = sides(&text.value) else {
            let headline = "\"set\" wants a name, = and a value";
            let fix = meant(&text.value).unwrap_or_else(|| "total = count * price".to_owned());
            self.tell(Diagnostic::error(Code("K205"), span, headline).fix(format!("set: {fix}")));
            self.told.doubt(field.node);
            return None;
        };
        if let Some(expr) = text.value.get(sides.expr.clone()).filter(|expr| is_prose(expr)) {
            let at = self.part(span, text, sides.expr.clone());
            let headline = "A text stands in quotes here";
            let told = Diagnostic::error(Code("T507"), at, headline);
            let quote = if text.style == Style::Double { '\'' } else { '"' };
            self.tell(
                told.label("without them every word is a variable")
                    .edit(at, format!("{quote}{expr}{quote}")),
            );
            return None;
        }
        let name_span = self.part(span, text, sides.name.clone());
        let slot = self.slot_of(text.value.get(sides.name.clone())?, name_span);
        if let (Some(slot), Some(expr), false) =
            (&slot, text.value.get(sides.expr.clone()), sides.adds)
        {
            let at = self.part(span, text, sides.expr.clone());
            self.fits_expression(slot, (expr, at));
        }
        let expr = self.batch.expr(text, span, sides.expr);
        let value = if sides.adds { Assigned::Added(expr) } else { Assigned::Expr(expr) };
        Some(Assign { slot: slot?, value })
    }
}

/// Splits at the first `=` that is not part of a comparison; both sides trimmed.
fn sides(text: &str) -> Option<Sides> {
    let at = text.find('=')?;
    let (left, right) = (text.get(..at)?, text.get(at.saturating_add(1)..)?);
    if right.starts_with('=') || left.ends_with(['!', '<', '>', ':']) {
        return None;
    }
    let adds = left.ends_with('+');
    let name = trimmed(left.strip_suffix('+').unwrap_or(left), 0);
    let expr = trimmed(right, at.saturating_add(1));
    (!name.is_empty() && !expr.is_empty()).then_some(Sides { adds, name, expr })
}

/// What was meant by an assignment of another language.
fn meant(text: &str) -> Option<String> {
    let name = |name: &str| is_name(name.rsplit('.').next().unwrap_or(name));
    if let Some(count) = text.trim().strip_suffix("++").filter(|count| name(count)) {
        return Some(format!("{count} += 1"));
    }
    let (left, right) = text.split_once(":=").or_else(|| text.split_once("=="))?;
    name(left.trim()).then(|| format!("{} = {}", left.trim(), right.trim()))
}

/// Whether an expression is words of a sentence: two or more in a row, and no sign or operator.
fn is_prose(expr: &str) -> bool {
    const OPERATORS: [&str; 7] = ["and", "or", "not", "in", "is", "if", "else"];
    let letters = |c: char| c.is_alphabetic() || c.is_whitespace() || c == '\'';
    let mut words = expr.split_whitespace();
    expr.chars().all(letters)
        && expr.split_whitespace().count() > 1
        && !words.any(|word| OPERATORS.contains(&word))
}

fn trimmed(part: &str, from: usize) -> Range<usize> {
    let start = part.len().saturating_sub(part.trim_start().len());
    let end = part.trim_end().len();
    from.saturating_add(start)..from.saturating_add(end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_split_at_its_first_equals_sign() {
        let split = |text: &str| {
            sides(text).map(|s| {
                (text.get(s.name).unwrap().to_owned(), text.get(s.expr).unwrap().to_owned())
            })
        };
        assert_eq!(split("total = count * price"), Some(("total".into(), "count * price".into())));
        assert_eq!(split("big=a == b"), Some(("big".into(), "a == b".into())));
        assert_eq!(split("cart += item"), Some(("cart".into(), "item".into())));
        assert!(sides("cart += item").unwrap().adds && !sides("cart = a += b").unwrap().adds);
        for text in ["total", "a == b", "a != b", "a <= b", "= 3", "x ="] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
