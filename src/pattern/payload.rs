//! Patterns of payloads and references: `ORDER/<id>`, `<n:number>`, `<rest*>`.

use crate::limits::{MATCHED_CHARS_MAX, REGEX_BYTES_MAX};
use crate::pattern::blame::{is_variable, not_a_variable};
use crate::pattern::lean::Lean;
use crate::pattern::rule::Problem;
use crate::words::name::{Value, VarName};

/// A compiled pattern.
///
/// `<id>` takes one or more characters but `/`, as few as will do; `<id:number>` takes digits 0 to
/// 9, as many as there are; `<rest*>` takes anything, also nothing, as much as there is. All else
/// stands for itself, a lone `>` too.
#[derive(Debug, Clone)]
pub struct PayloadPattern {
    parts: Box<[Part]>,
    ignore_case: bool,
    /// None for a literal pattern.
    lean: Option<Lean>,
}

/// More bytes than one byte of a pattern's regular expression takes compiled, as long as it is one
/// that we wrote.
const BYTES_PER_BYTE: usize = 512;

#[derive(Debug, Clone)]
enum Part {
    Literal(String),
    Capture { name: VarName, kind: Kind },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Rest,
}

impl PayloadPattern {
    /// Reads a pattern of payloads.
    ///
    /// Fails with W401 if a `<` is not closed or does not hold a name, with W409 if two captures
    /// have the same name.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        Self::new(text, false)
    }

    /// Reads a pattern of `ref`s, in which ASCII case is ignored.
    pub fn parse_reference(text: &str) -> Result<Self, Problem> {
        Self::new(text, true)
    }

    /// What it takes from a payload; none if it does not match all of it.
    ///
    /// A `:number` of more than 64 bits matches nothing, so that a number never loses digits; a
    /// pattern with captures matches nothing longer than `MATCHED_CHARS_MAX` letters.
    #[must_use]
    pub fn matches(&self, payload: &str) -> Option<Vec<(VarName, Value)>> {
        let Some(lean) = &self.lean else {
            return self.is_literally(payload).then(Vec::new);
        };
        if !self.may_begin(payload) || payload.chars().nth(MATCHED_CHARS_MAX).is_some() {
            return None;
        }
        let regex = lean.regex()?;
        let mut slots = regex.create_captures();
        regex.captures(payload, &mut slots);
        slots.get_match()?;
        let taken = |group| payload.get(slots.get_group(group)?.range());
        let captures = self.capture_parts().enumerate();
        captures
            .map(|(at, (name, kind))| Some((name.clone(), kind.value(taken(at + 1)?)?)))
            .collect()
    }

    /// Names of the variables that a match sets, in order.
    #[must_use]
    pub fn captures(&self) -> Vec<VarName> {
        self.capture_parts().map(|(name, _)| name.clone()).collect()
    }

    /// Those of them that are texts.
    #[must_use]
    pub fn texts(&self) -> Vec<VarName> {
        let texts = self.capture_parts().filter(|(_, kind)| *kind != Kind::Number);
        texts.map(|(name, _)| name.clone()).collect()
    }

    /// Letters that are not captures; more of them win (MODEL 5.1).
    #[must_use]
    pub fn literal_chars(&self) -> usize {
        self.literals().map(|literal| literal.chars().count()).sum()
    }

    /// Whether it captures nothing: such patterns win over all others (MODEL 5.1).
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.lean.is_none()
    }

    /// Something that it takes.
    #[must_use]
    pub fn example(&self) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::Capture { kind: Kind::Number, .. } => "1".to_owned(),
            Part::Capture { kind: Kind::Text | Kind::Rest, .. } => "x".to_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    fn new(text: &str, ignore_case: bool) -> Result<Self, Problem> {
        let parts = read(text)?;
        let literal = !parts.iter().any(|part| matches!(part, Part::Capture { .. }));
        let lean = if literal {
            None
        } else {
            Some(compile(&parts, ignore_case).ok_or_else(|| too_large(text))?)
        };
        Ok(Self { parts: parts.into_boxed_slice(), ignore_case, lean })
    }

    /// Whether it begins as the pattern does; spares most patterns the expression, of which a bot
    /// may have thousands.
    fn may_begin(&self, payload: &str) -> bool {
        let Some(Part::Literal(literal)) = self.parts.first() else { return true };
        let begin = payload.as_bytes().get(..literal.len());
        begin.is_some_and(|begin| {
            begin == literal.as_bytes()
                || (self.ignore_case && begin.eq_ignore_ascii_case(literal.as_bytes()))
        })
    }

    fn is_literally(&self, payload: &str) -> bool {
        let literal = self.literals().next().unwrap_or_default();
        payload == literal || (self.ignore_case && payload.eq_ignore_ascii_case(literal))
    }

    /// The stretches of it that stand for themselves.
    pub(super) fn literals(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(text) => Some(text.as_str()),
            Part::Capture { .. } => None,
        })
    }

    fn capture_parts(&self) -> impl Iterator<Item = (&VarName, Kind)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Capture { name, kind } => Some((name, *kind)),
        })
    }
}

impl Kind {
    fn regex(self) -> &'static str {
        match self {
            Self::Text => "([^/]+?)",
            Self::Number => "([0-9]+)",
            Self::Rest => "((?s:.*))",
        }
    }

    fn value(self, taken: &str) -> Option<Value> {
        match self {
            Self::Text | Self::Rest => Some(Value::from(taken)),
            Self::Number => taken.parse::<i64>().ok().map(Value::from),
        }
    }
}

/// Splits a pattern at its captures.
fn read(text: &str) -> Result<Vec<Part>, Problem> {
    let mut parts = Vec::new();
    let mut names: Vec<VarName> = Vec::new();
    let mut at = 0;
    while let Some((literal, rest)) = text.get(at..).and_then(|rest| rest.split_once('<')) {
        let open = at + literal.len();
        let (inside, _) = rest.split_once('>').ok_or_else(|| unclosed(text, open))?;
        let close = open + inside.len() + 2;
        let (name, kind) = capture(inside, open)?;
        if names.contains(&name) {
            return Err(two_names(open..close, &name));
        }
        names.push(name.clone());
        push_literal(&mut parts, literal);
        parts.push(Part::Capture { name, kind });
        at = close;
    }
    push_literal(&mut parts, text.get(at..).unwrap_or_default());
    Ok(parts)
}

fn push_literal(parts: &mut Vec<Part>, literal: &str) {
    if !literal.is_empty() {
        parts.push(Part::Literal(literal.to_owned()));
    }
}

/// Reads what stands between `<` and `>`.
fn capture(inside: &str, open: usize) -> Result<(VarName, Kind), Problem> {
    let (name, kind) = match inside.split_once(':') {
        Some((name, "number")) => (name, Kind::Number),
        Some((name, kind)) => {
            let start = open + 1 + name.len() + 1;
            return Err(unknown_kind(start..start + kind.len(), name));
        }
        None => inside.strip_suffix('*').map_or((inside, Kind::Text), |name| (name, Kind::Rest)),
    };
    if is_variable(name) {
        return Ok((VarName::from(name), kind));
    }
    let at = open + 1..open + 1 + name.len();
    Err(if name.is_empty() {
        nameless(open..open + inside.len() + 2)
    } else {
        not_a_variable(at, name)
    })
}

/// The pattern as a regular expression: linear time, and "as few as will do" is its `+?`. None if it
/// takes more than `REGEX_BYTES_MAX`.
fn compile(parts: &[Part], ignore_case: bool) -> Option<Lean> {
    let mut text = String::from(r"\A");
    for part in parts {
        match part {
            Part::Literal(literal) => text.extend(literal.chars().map(|c| letter(c, ignore_case))),
            Part::Capture { kind, .. } => text.push_str(kind.regex()),
        }
    }
    text.push_str(r"\z");
    let small = text.len().saturating_mul(BYTES_PER_BYTE) <= REGEX_BYTES_MAX;
    if small {
        return Some(Lean::later(&text, false));
    }
    Lean::new(&text, &regex_syntax::parse(&text).ok()?, false)
}

/// One letter that stands for itself, in both cases if it is ASCII and case is ignored.
fn letter(letter: char, ignore_case: bool) -> String {
    if ignore_case && letter.is_ascii_alphabetic() {
        return format!("[{}{}]", letter.to_ascii_lowercase(), letter.to_ascii_uppercase());
    }
    regex_syntax::escape(letter.encode_utf8(&mut [0; 4]))
}

fn unclosed(text: &str, open: usize) -> Problem {
    Problem {
        code: "W401",
        at: open..open + 1,
        headline: "This pattern has an opening < without a >".to_owned(),
        fix: format!("{text}>"),
    }
}

fn nameless(at: std::ops::Range<usize>) -> Problem {
    let headline = "This capture has no name".to_owned();
    Problem { code: "W401", at, headline, fix: "<id>".to_owned() }
}

fn unknown_kind(at: std::ops::Range<usize>, name: &str) -> Problem {
    let headline = "After the : of a capture stands \"number\" or nothing".to_owned();
    Problem { code: "W401", at, headline, fix: format!("<{name}:number> or <{name}>") }
}

fn two_names(at: std::ops::Range<usize>, name: &VarName) -> Problem {
    let headline = format!("Two captures with the same name \"{name}\"");
    Problem { code: "W409", at, headline, fix: "give each its own name".to_owned() }
}

fn too_large(text: &str) -> Problem {
    let headline = "This pattern is too large".to_owned();
    Problem { code: "W401", at: 0..text.len(), headline, fix: String::new() }
}
