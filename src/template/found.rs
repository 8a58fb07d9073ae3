//! The value of a variable: the conversation's own, or a part of a table that nobody copies unless
//! somebody keeps it.

use std::borrow::Cow;

use tera::Value as Tera;

use crate::limits::{CONVERSATION_BYTES_MAX, RENDERED_BYTES_MAX};
use crate::template::{convert, library};
use crate::words::name::Value;

/// A value that has been found.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// The conversation's own.
    Own(Value),
    /// Tera's, and perhaps shared with every other render.
    Shared(Tera),
}

impl Found {
    /// As it is written in a text; none if that is too long.
    pub(super) fn shown(&self) -> Option<Cow<'_, str>> {
        let value = match self {
            Self::Own(Value::String(text)) => return Some(Cow::Borrowed(text)),
            Self::Own(value) => Cow::Owned(convert::to_tera(value)),
            Self::Shared(value) => Cow::Borrowed(value),
        };
        let fits = library::size(&value, RENDERED_BYTES_MAX) <= RENDERED_BYTES_MAX;
        fits.then(|| Cow::Owned(convert::whole(value.into_owned()).to_string()))
    }

    /// Whether it counts as yes.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Own(value) => convert::to_tera(value).is_truthy(),
            Self::Shared(value) => value.is_truthy(),
        }
    }

    /// A value of the conversation's; none if no variable could hold it.
    pub(super) fn kept(self) -> Option<Value> {
        match self {
            Self::Own(value) => Some(value),
            Self::Shared(value) => {
                let bytes = library::size(&value, CONVERSATION_BYTES_MAX);
                (bytes <= CONVERSATION_BYTES_MAX).then(|| convert::from_tera(&value))
            }
        }
    }

    /// The first items of a list, each one that a variable could hold; `Err` with what it is
    /// instead, if it is no list.
    pub(super) fn items(self, max: usize) -> Result<Option<Vec<Value>>, Self> {
        match self {
            Self::Own(Value::Array(mut items)) => {
                items.truncate(max);
                Ok(Some(items))
            }
            Self::Shared(value) => match value.as_array() {
                Some(items) => {
                    let first = items.iter().take(max).cloned();
                    Ok(first.map(|item| Self::Shared(item).kept()).collect())
                }
                None => Err(Self::Shared(value)),
            },
            other @ Self::Own(_) => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shared(value: &Value) -> Found {
        Found::Shared(convert::to_tera(value))
    }

    #[test]
    fn a_value_is_written_alike_wherever_it_comes_from() {
        for value in
            [json!("a"), json!(26.0), json!(null), json!(true), json!([1, "x", {"k": 2.5}])]
        {
            let both = (Found::Own(value.clone()), shared(&value));
            assert_eq!(both.0.shown(), both.1.shown(), "{value}");
            assert_eq!(both.0.holds(), both.1.holds(), "{value}");
            let kept = (both.0.kept().unwrap(), both.1.kept().unwrap());
            assert!(kept.0 == kept.1 || value == json!(26.0), "{value}");
        }
    }

    #[test]
    fn what_is_too_large_is_neither_written_nor_kept() {
        let large = json!(vec!["0123456789"; 40_000]);
        assert_eq!(shared(&large).shown(), None);
        assert_eq!(shared(&large).kept(), None);
        assert_eq!(shared(&large).items(2).unwrap(), Some(vec![json!("0123456789"); 2]));
        assert!(shared(&json!("text")).items(2).is_err());
        assert_eq!(Found::Own(json!([1, 2, 3])).items(2).unwrap(), Some(vec![json!(1), json!(2)]));
    }
}
