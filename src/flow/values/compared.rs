//! Values that are compared or reckoned with.

use crate::flow::model::slot::{Life, Slot};
use crate::flow::model::{Flow, StepKind};
use crate::flow::parts::{self, Part};
use crate::flow::suggest::nearest;
use crate::flow::values::{Bot, Kind};
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::template::pairs::{Operand, Pair, Side};
use crate::words::name::{Value, VarName};

/// A side, as it is shown to authors.
type One<'p> = &'p Side<Span>;

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
                    let cases = switch.cases.iter().map(|(case, _)| case.as_str());
                    told.extend(self.cases(switch.on, cases));
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
            return Some(self.text_and_number(text, number));
        }
        if pair.is_order() {
            return None;
        }
        let never = |(one, other)| self.never(one, other);
        pair.sides().into_iter().find_map(never)
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

    fn of_path(&self, path: &str) -> Kind {
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
        typed(told, written, text)
    }

    fn text_and_number(&self, text: One<'_>, number: One<'_>) -> Diagnostic {
        let (one, other) =
            (self.checked.sources.slice(text.at), self.checked.sources.slice(number.at));
        let headline = format!("{one} is a text and {other} a number: they cannot be compared");
        let told = Diagnostic::error(Code("V604"), text.at, headline);
        match &text.what {
            Operand::Text(inside) if inside.parse::<f64>().is_ok() => told.fix(inside.clone()),
            Operand::Text(_) => told.label(format!("{other} is a number")),
            Operand::Path(_) | Operand::Number(_) | Operand::Flag(_) | Operand::Other => {
                typed(told, one, text)
            }
        }
    }

    /// Whether a variable is never equal to what it is compared with.
    fn never(&self, one: One<'_>, other: One<'_>) -> Option<Diagnostic> {
        let Operand::Path(path) = &one.what else { return None };
        match (self.of_path(path), &other.what) {
            (Kind::Flag, Operand::Text(text)) => {
                let headline = format!("{path} is true or false, and never \"{text}\"");
                let no = ["no", "n", "false"].contains(&text.to_lowercase().as_str());
                let fix = if no { format!("not {path}") } else { path.clone() };
                Some(Diagnostic::warning(Code("T508"), other.at, headline).fix(fix))
            }
            (Kind::Flag, Operand::Number(number)) => {
                let headline = format!("{path} is true or false, and never {number}");
                Some(Diagnostic::warning(Code("T508"), other.at, headline).fix(path.clone()))
            }
            (Kind::Text, Operand::Flag(flag)) => {
                let headline = format!("{path} is a text, and never {flag}");
                let told = Diagnostic::warning(Code("T508"), other.at, headline);
                Some(told.fix("type: yes_no   where it is asked"))
            }
            (Kind::One(values), Operand::Text(text)) => none_of(path, &values, text, other.at),
            (Kind::One(values), Operand::Flag(flag)) => {
                let headline = format!("{path} is never {flag}: {}", listed(&values));
                let may = values.iter().any(Value::is_boolean);
                (!may).then(|| Diagnostic::warning(Code("T508"), other.at, headline))
            }
            _ => None,
        }
    }

    /// Cases that a variable never is. A case has no place of its own here, so the variable has it.
    fn cases<'c>(
        &self,
        on: crate::template::batch::ExprId,
        cases: impl Iterator<Item = &'c str>,
    ) -> Option<Diagnostic> {
        let path = self.templates.variable(on)?;
        let at = self.templates.expr_reads(on).first()?.span;
        let values = match self.of_path(&path) {
            Kind::One(values) => values,
            Kind::Flag => vec![Value::Bool(true), Value::Bool(false)],
            Kind::Text | Kind::Number | Kind::Row(_) | Kind::Unknown => return None,
        };
        let known: Vec<String> = values.iter().map(plain).collect();
        let mut cases = cases;
        let case = cases.find(|case| !known.iter().any(|known| as_case(known) == as_case(case)))?;
        none_of(&path, &values, case, at)
    }
}

/// How a text becomes a number.
fn typed(told: Diagnostic, written: &str, text: One<'_>) -> Diagnostic {
    if matches!(text.what, Operand::Text(_)) {
        return told;
    }
    let own = ["user.", "chat.", "event."].iter().any(|root| written.starts_with(root));
    if written.contains('.') && !own {
        return told
            .fix(format!("write plain numbers, without quotes, in data/, or {written} | float"));
    }
    let name = written.rsplit('.').next().unwrap_or(written);
    told.fix(format!(
        "type: integer where it is asked, numbers: [{name}] beside a regex, <{name}:number> in a \
         payload, or {written} | int"
    ))
}

/// Yes and no are true and false in a case.
fn as_case(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "yes" | "true" => "true".to_owned(),
        "no" | "false" => "false".to_owned(),
        _ => text.to_owned(),
    }
}

fn none_of(path: &str, values: &[Value], text: &str, at: Span) -> Option<Diagnostic> {
    let known: Vec<String> = values.iter().map(plain).collect();
    if known.iter().any(|known| known == text) {
        return None;
    }
    let headline = format!("{path} is never \"{text}\": {}", listed(values));
    let told = Diagnostic::warning(Code("T508"), at, headline);
    Some(match nearest(text, known.iter().map(String::as_str)) {
        Some(near) => told.label(format!("did you mean \"{near}\"?")),
        None => told,
    })
}

fn listed(values: &[Value]) -> String {
    let mut known: Vec<String> = values.iter().map(plain).collect();
    known.dedup();
    match known.as_slice() {
        [one] => format!("it is always {one}"),
        known => format!("it can be {}", known.join(", ")),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
