//! The head of a component.

use crate::template::notes::Named;
use crate::template::scan::Tag;

/// `component name(parameter: type = value, @taken, ...rest)`.
pub(super) struct Signature {
    pub(super) name: Named,
    /// All parameters.
    pub(super) all: Vec<String>,
    /// Those that are taken from where it is called.
    pub(super) taken: Vec<String>,
}

impl Signature {
    /// None if it cannot be understood.
    pub(super) fn read(tag: &Tag<'_>) -> Option<Self> {
        let open = tag.tokens.iter().position(|token| token.is("("))?;
        let words = tag.tokens.get(1..open)?;
        let called: String = words.iter().map(|token| token.text).collect();
        let at = words.first()?.start..words.last()?.end();
        let (mut all, mut taken) = (Vec::new(), Vec::new());
        let tokens = tag.tokens.get(open..).unwrap_or_default();
        for pair in tokens.windows(2) {
            let [before, name] = pair else { continue };
            let is_taken = before.is("@");
            if name.is_name() && (is_taken || ["(", ",", "..."].iter().any(|sign| before.is(sign)))
            {
                all.push(name.text.to_owned());
                if is_taken {
                    taken.push(name.text.to_owned());
                }
            }
        }
        Some(Self { name: Named::new(&called, at), all, taken })
    }
}
