//! Words by the rules of a language (CLDR): the form for a number, and lists.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use fixed_decimal::Decimal;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};
use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::limits::VALUE_BYTES_MAX;
use crate::template::convert::whole;
use crate::template::library::size;
use crate::template::{around, filters, language, meter, money};
use crate::words::name::Locale;

/// The word for a number, by the rules of the language that is written; `other` where the form that
/// the number asks for is not given.
pub(super) fn plural(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let n = money::decimal(kwargs.must_get::<&Value>("n")?)?;
    let other = kwargs.must_get::<Value>("other")?;
    let form = form(&around::locale(), &n)?;
    Ok(kwargs.get::<Value>(form)?.unwrap_or(other))
}

fn form(locale: &Locale, n: &Decimal) -> TeraResult<&'static str> {
    let locale = language::icu(locale);
    let rules = PluralRules::try_new_cardinal((&locale).into()).map_err(Error::message)?;
    Ok(match rules.category_for(PluralOperands::from(n)) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    })
}

/// `a, b and c`, by the rules of the language that is written.
pub(super) fn join_and(list: &[Value], _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let mut room = VALUE_BYTES_MAX;
    for item in list {
        room = room.checked_sub(size(item, room)).ok_or_else(meter::exhausted)?;
    }
    filters::bounded(VALUE_BYTES_MAX.saturating_sub(room))?;
    meter::spend_each(list.len())?;
    let items: Vec<String> = list.iter().map(|item| whole(item.clone()).to_string()).collect();
    let text = listed(&around::locale(), &items)?;
    if text.len() > VALUE_BYTES_MAX { Err(meter::exhausted()) } else { Ok(text) }
}

fn listed(locale: &Locale, items: &[String]) -> TeraResult<String> {
    // The English of the world, where nobody asks for that of a country: no comma before "and".
    let world = Locale::new("en-001");
    let locale = language::icu(if locale.as_str() == "en" { &world } else { locale });
    let list = ListFormatter::try_new_and((&locale).into(), ListFormatterOptions::default());
    Ok(list.map_err(Error::message)?.format(items.iter()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_form_of_their_language() {
        for (locale, n, expected) in [
            ("en", "1", "one"),
            ("en", "1.0", "other"),
            ("en", "0", "other"),
            ("en", "-1", "one"),
            ("en_GB", "1", "one"),
            ("fr", "0", "one"),
            ("fr", "1.5", "one"),
            ("fr", "1000000", "many"),
            ("pl", "2", "few"),
            ("pl", "5", "many"),
            ("pl", "22", "few"),
            ("pl", "1.5", "other"),
            ("ru", "21", "one"),
            ("ru", "11", "many"),
            ("ar", "0", "zero"),
            ("ar", "2", "two"),
            ("ja", "1", "other"),
            ("pt_BR", "0", "one"),
            ("pt_PT", "0", "other"),
            ("nobody's", "1", "other"),
        ] {
            let n: Decimal = n.parse().unwrap();
            assert_eq!(form(&Locale::new(locale), &n).unwrap(), expected, "{locale} {n}");
        }
    }

    #[test]
    fn lists_are_written_as_people_write_them() {
        let listed = |locale: &str, items: &[&str]| {
            let items: Vec<_> = items.iter().map(|item| (*item).to_owned()).collect();
            listed(&Locale::new(locale), &items).unwrap()
        };
        assert_eq!((listed("en", &[]), listed("en", &["a"])), (String::new(), "a".to_owned()));
        for (locale, expected) in [
            ("en", "a, b and c"),
            ("en_US", "a, b, and c"),
            ("fr", "a, b et c"),
            ("de_AT", "a, b und c"),
            ("es", "a, b y c"),
            ("ja", "a、b、c"),
        ] {
            assert_eq!(listed(locale, &["a", "b", "c"]), expected, "{locale}");
        }
        assert_eq!(listed("es", &["pan", "iglesia"]), "pan e iglesia");
    }
}
