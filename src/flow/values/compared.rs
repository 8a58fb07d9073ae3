//! Values that are compared or reckoned with.

use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::{Flow, StepKind};
use crate::flow::parts::{self, Part};
use crate::flow::values::{Bot, Kind};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::pairs::{Operand, Pair, Side};
use crate::words::name::{Value, VarName};

/// A side, as it is shown to authors.
pub(super) type One<'p> = &'p Side<Span>;

impl Bot<'_> {
    /// Everything that a flow compares or reckons with.
    pub(super) fn compared(&self, flow: &Flow) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        let triggers = flow.triggers.iter().filter_map(|trigger| trigger.condition.as_ref());
        for condition in triggers.chain(&flow.condition) {
            told.extend(self.pairs(self.templates.expr_pairs(condition.expr)));
        }
        parts::walk(&flow.steps, &mut |part| match part {
            Part::Text(id) => told.extend(self.pairs(self.templates.text_pairs(id))),
            Part::Expr(id) => told.extend(self.pairs(self.templates.expr_pairs(id))),
            Part::Step(step) => {
                if let StepKind::Switch(switch) = &step.kind {
                    told.extend(self.cases(switch));
                }
            }
            Part::ItemText(_)
            | Part::ItemExpr(_)
            | Part::Sets(..)
            | Part::Opens(_)
            | Part::Closes(_)
            | Part::Button(_)
            | Part::Leads(_)
            | Part::Calls(_) => {}
        });
        told
    }

    fn pairs<'p>(&self, pairs: impl IntoIterator<Item = &'p Pair<Span>>) -> Vec<Diagnostic> {
        pairs.into_iter().filter_map(|pair| self.pair(pair)).collect()
    }

    fn pair(&self, pair: &Pair<Span>) -> Option<Diagnostic> {
        if pair.is_sum() {
            let joins = pair.sides().iter().any(|(side, _)| matches!(side.what, Operand::Text(_)));
            let text = pair.sides().into_iter().find(|(side, _)| self.kind(side) == Kind::Text);
            return text.map(|(side, _)| self.no_number(pair, side, joins));
        }
        let mixed = |(one, other): &(One<'_>, One<'_>)| {
            self.kind(one) == Kind::Text && self.kind(other) == Kind::Number
        };
        if let Some((text, number)) = pair.sides().into_iter().find(mixed) {
            return Some(self.text_and_number(pair, text, number));
        }
        if pair.is_order() {
            return None;
        }
        pair.sides().into_iter().find_map(|sides| self.never(pair, sides))
    }

    /// What a side can be: a choice of texts alone is a text.
    fn kind(&self, side: One<'_>) -> Kind {
        match &side.what {
            Operand::Text(_) => Kind::Text,
            Operand::Number(_) => Kind::Number,
            Operand::Flag(_) => Kind::Flag,
            Operand::Other => Kind::Unknown,
            Operand::Path(path) => match self.of_path(path) {
                Kind::One(values) if values.iter().all(Value::is_string) => Kind::Text,
                Kind::One(values) if values.iter().all(Value::is_number) => Kind::Number,
                Kind::One(_) | Kind::Row(_) => Kind::Unknown,
                kind => kind,
            },
        }
    }

    pub(super) fn of_path(&self, path: &str) -> Kind {
        if ["event.text", "event.payload", "user.first_name", "user.last_name"].contains(&path) {
            return Kind::Text;
        }
        let mut names = path.split('.');
        let (root, field, deeper) = (names.next().unwrap_or(""), names.next(), names.next());
        let slot = |life, name| Slot { life, name: VarName::new(name) };
        let (slot, rest) = match (root, field) {
            ("chat", Some("misses")) => return Kind::Number,
            ("chat", Some(field)) => (slot(Life::Chat, field), deeper),
            ("user", Some(field)) => (slot(Life::User, field), deeper),
            (root, field) => (slot(Life::Run, root), field),
        };
        match (self.variables.get(&slot), rest) {
            (Some(Kind::Row(table)), Some(field)) if deeper.is_none() => {
                self.rows.kind(table, field)
            }
            (Some(Kind::Row(_)) | None, _) | (_, Some(_)) => Kind::Unknown,
            (Some(kind), None) => kind.clone(),
        }
    }

    fn no_number(&self, pair: &Pair<Span>, text: One<'_>, joins: bool) -> Diagnostic {
        let sign = pair.sign.as_str();
        let written = self.checked.sources.slice(text.at);
        let headline = match text.what {
            Operand::Text(_) => format!("\"{sign}\" takes numbers, and this is a text"),
            Operand::Path(_) | Operand::Number(_) | Operand::Flag(_) | Operand::Other => {
                format!("{written} is a text here, so \"{sign}\" cannot reckon with it")
            }
        };
        let told = Diagnostic::error(Code("V604"), text.at, headline);
        if sign == "+" && joins {
            return told.label("texts are put together with ~");
        }
        self.typed(told, pair, text)
    }

    fn text_and_number(&self, pair: &Pair<Span>, text: One<'_>, number: One<'_>) -> Diagnostic {
        let (one, other) =
            (self.checked.sources.slice(text.at), self.checked.sources.slice(number.at));
        let headline = format!("{one} is a text and {other} a number: they cannot be compared");
        let told = Diagnostic::error(Code("V604"), text.at, headline);
        match &text.what {
            Operand::Text(inside) if inside.parse::<f64>().is_ok() => told.fix(inside.clone()),
            Operand::Text(_) => told.label(format!("{other} is a number")),
            Operand::Path(_) | Operand::Number(_) | Operand::Flag(_) | Operand::Other => {
                self.typed(told, pair, text)
            }
        }
    }

    /// How a text becomes a number: where it is asked, if it comes from there alone.
    fn typed(&self, told: Diagnostic, pair: &Pair<Span>, text: One<'_>) -> Diagnostic {
        let Operand::Path(path) = &text.what else { return told };
        let written = self.checked.sources.slice(text.at);
        let whole = |(side, _): (One<'_>, One<'_>)| match &side.what {
            Operand::Number(number) => !number.contains('.'),
            Operand::Path(_) | Operand::Text(_) | Operand::Flag(_) | Operand::Other => true,
        };
        let asked = slot(path).and_then(|slot| self.variables.untyped(&slot));
        if let Some(asked) = asked.filter(|_| pair.sides().into_iter().all(whole)) {
            return asked.told(told, &self.checked.sources);
        }
        let own = ["user.", "chat.", "event."].iter().any(|root| written.starts_with(root));
        if written.contains('.') && !own {
            return told.fix(format!(
                "write plain numbers, without quotes, in data/, or {written} | float"
            ));
        }
        let name = written.rsplit('.').next().unwrap_or(written);
        told.fix(format!(
            "type: integer where it is asked, numbers: [{name}] beside a regex, <{name}:number> in \
             a payload, or {written} | int"
        ))
    }
}

/// The variable that is all of a path.
fn slot(path: &str) -> Option<Slot> {
    let (life, name) = match path.split_once('.') {
        None => (Life::Run, path),
        Some(("chat", name)) => (Life::Chat, name),
        Some(("user", name)) => (Life::User, name),
        Some(_) => return None,
    };
    (!name.contains('.')).then(|| Slot { life, name: VarName::new(name) })
}
