//! Messages that a rule takes, to prove with what becomes of them.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

use crate::limits::MATCHED_CHARS_MAX;
use crate::pattern::fold::Message;
use crate::pattern::rule::{Kind, Rule};

/// Messages of one rule.
const WITNESSES_MAX: usize = 4;

/// Beginnings that are followed on the way to them.
const SAMPLES_MAX: usize = 12;

/// A word that hardly anybody looks for, to stand beside what a rule does look for.
const FILLER: &str = "qx";

impl Rule {
    /// A short message that it takes; none if none is found.
    #[must_use]
    pub fn witness(&self) -> Option<String> {
        let mut examples = self.examples(false).into_iter();
        examples.find(|text| self.find(&Message::new(text)).is_some())
    }

    /// A few short messages that it takes, the plainest first; the last one has other words around
    /// if the rule allows that. For a rule that overlooks typos, one has a typo.
    #[must_use]
    pub fn witnesses(&self) -> Vec<String> {
        self.witnesses_of(self.examples(true))
    }

    /// The same without typos.
    #[must_use]
    pub fn plain_witnesses(&self) -> Vec<String> {
        self.witnesses_of(self.examples(false))
    }

    fn witnesses_of(&self, examples: Vec<String>) -> Vec<String> {
        let takes = |text: &String| self.find(&Message::new(text)).is_some();
        let mut found: Vec<String> = Vec::new();
        for text in examples.into_iter().filter(takes) {
            if found.len() < WITNESSES_MAX && !found.contains(&text) {
                found.push(text);
            }
        }
        let among = found.first().into_iter().flat_map(|text| {
            [
                format!("{text} {FILLER}"),
                format!("{FILLER} {text}"),
                format!("{FILLER} {text} {FILLER}"),
            ]
        });
        let among: Option<String> = among.rev().find(takes);
        if among.is_some() {
            found.truncate(WITNESSES_MAX - 1);
        }
        found.extend(among);
        found
    }

    /// Messages that it may take.
    fn examples(&self, typos: bool) -> Vec<String> {
        match &self.kind {
            Kind::Phrase(_, phrase) => phrase.some_texts(WITNESSES_MAX),
            Kind::Like(like) => like.examples(typos),
            Kind::Symbols(_, symbols) => vec![symbols.text()],
            Kind::All(rules) => {
                let parts = || rules.iter().filter_map(Self::witness);
                let backwards: Vec<String> =
                    parts().collect::<Vec<_>>().into_iter().rev().collect();
                vec![parts().collect::<Vec<_>>().join(" "), backwards.join(" ")]
            }
            Kind::Any(rules) => rules.iter().filter_map(Self::witness).collect(),
            Kind::Regex(expression) => expression.meaning().as_ref().map_or_else(Vec::new, samples),
        }
    }
}

/// Texts that an expression may take, a few.
fn samples(hir: &Hir) -> Vec<String> {
    let mut samples = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).map(str::to_owned).into_iter().collect()
        }
        HirKind::Class(class) => letter(class).map(String::from).into_iter().collect(),
        HirKind::Repetition(again) => repeated(again),
        HirKind::Capture(group) => samples(&group.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .fold(vec![String::new()], |before, part| continued(&before, &samples(part))),
        HirKind::Alternation(branches) => {
            let first = branches.iter().filter_map(|branch| samples(branch).into_iter().next());
            first.take(WITNESSES_MAX).collect()
        }
    };
    samples.retain(|sample| sample.chars().nth(MATCHED_CHARS_MAX).is_none());
    samples
}

/// As often as it must be; where it need not be, not at all and once.
fn repeated(again: &Repetition) -> Vec<String> {
    let sub = samples(&again.sub);
    if again.min == 0 {
        let once = sub.into_iter().filter(|_| again.max != Some(0));
        // Words on both sides of `.*` are to be words of their own.
        let gap = gaps(&again.sub).then(|| " ".to_owned());
        return [String::new()].into_iter().chain(gap).chain(once).collect();
    }
    let times = usize::try_from(again.min).unwrap_or(usize::MAX).min(MATCHED_CHARS_MAX);
    sub.iter().map(|sample| sample.repeat(times)).collect()
}

/// Whether it takes letters and spaces alike.
fn gaps(hir: &Hir) -> bool {
    let HirKind::Class(Class::Unicode(letters)) = hir.kind() else { return false };
    holds(letters, ' ') && holds(letters, 'a')
}

/// Every text continued by every other, a few of them.
fn continued(before: &[String], after: &[String]) -> Vec<String> {
    let all =
        before.iter().flat_map(|first| after.iter().map(move |then| format!("{first}{then}")));
    all.take(SAMPLES_MAX).collect()
}

/// The letter of a class that is plainest to read.
fn letter(class: &Class) -> Option<char> {
    match class {
        Class::Bytes(bytes) => letter(&Class::Unicode(bytes.to_unicode_class()?)),
        Class::Unicode(letters) => {
            let plain = ('a'..='z').chain('1'..='9').chain(['0', ' ']).chain('!'..='~');
            plain.into_iter().find(|letter| holds(letters, *letter)).or_else(|| visible(letters))
        }
    }
}

fn holds(letters: &ClassUnicode, letter: char) -> bool {
    letters.iter().any(|range| (range.start()..=range.end()).contains(&letter))
}

/// The first letter or digit, else the first of all.
fn visible(letters: &ClassUnicode) -> Option<char> {
    let starts = || letters.iter().map(ClassUnicodeRange::start);
    starts().find(|letter| letter.is_alphanumeric()).or_else(|| starts().next())
}
