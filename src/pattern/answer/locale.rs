//! What a locale says about writing: its language, its country, the sign before decimals.

use crate::pattern::answer::Hint;
use crate::pattern::answer::language::Language;
use crate::pattern::answer::languages::LANGUAGES;
use crate::pattern::answer::reading::Company;

/// The language of a locale: `pt` of `pt_BR`.
#[must_use]
pub fn language(locale: &str) -> &str {
    locale.split(['_', '-']).next().unwrap_or(locale)
}

/// The country of a locale, `BR` of `pt_BR`, if it names one.
///
/// Meta's `es_LA` and `ar_AR` mean Latin America and the Arab world, `en_UD` and `en_PI` are jokes.
#[must_use]
pub fn country(locale: &str) -> Option<&str> {
    let region = locale
        .split(['_', '-'])
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let real =
        !matches!((language(locale), region), ("es", "LA") | ("ar", "AR") | ("en", "UD" | "PI"));
    real.then_some(region)
}

/// The languages of a hint as places in [`LANGUAGES`], the visitor's first; English as well where
/// an author wrote, and where no other is known.
pub(super) fn languages(hint: &Hint<'_>, company: Company) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut add = |code: &str| {
        let index = LANGUAGES.iter().position(|known: &Language| known.code == code);
        found.extend(index.filter(|index| !found.contains(index)));
    };
    for locale in hint.locales {
        add(&language(locale.as_str()).to_lowercase());
    }
    if company == Company::Author {
        add("en");
    }
    if found.is_empty() {
        found.extend(LANGUAGES.iter().position(|known| known.code == "en"));
    }
    found
}

/// The sign that a locale puts before decimals; none where both are usual.
fn point(locale: &str) -> Option<char> {
    let country = country(locale);
    match language(locale) {
        "en" if country == Some("ZA") => None,
        "es" => match country {
            Some("MX" | "US" | "GT" | "HN" | "SV" | "NI" | "PA" | "DO" | "PR" | "PE" | "CU") => {
                Some('.')
            }
            Some(_) => Some(','),
            None => None,
        },
        "de" if matches!(country, Some("CH" | "LI")) => Some('.'),
        "it" if country == Some("CH") => Some('.'),
        "ar" => None,
        "en" | "hi" | "th" | "ja" | "zh" | "ko" | "he" | "bn" | "ta" | "ur" | "ms" | "fil"
        | "tl" => Some('.'),
        _ => Some(','),
    }
}

/// The sign before decimals: what the first locale that knows says.
pub(super) fn decimal_point(hint: &Hint<'_>) -> Option<char> {
    hint.locales.iter().find_map(|locale| point(locale.as_str()))
}

/// Whether the first locale counts hours to twelve when it writes them.
pub(super) fn counts_to_twelve(hint: &Hint<'_>) -> bool {
    let Some(locale) = hint.locales.first().map(crate::words::name::Locale::as_str) else {
        return true;
    };
    match language(locale) {
        "en" | "hi" | "ar" | "ko" | "ur" | "bn" | "fil" | "tl" => true,
        "es" => {
            country(locale).is_some_and(|country| !matches!(country, "ES" | "AR" | "CL" | "UY"))
        }
        _ => false,
    }
}

/// What stands first where day, month and year are written in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// 24/12/2026
    Day,
    /// 12/24/2026
    Month,
    /// 2026/12/24
    Year,
}

/// The order of a date: the first locale that knows decides, the country before the language. English
/// is written both ways, so that English without a country knows nothing.
pub(super) fn date_order(hint: &Hint<'_>) -> Option<Order> {
    hint.locales.iter().find_map(|locale| {
        let locale = locale.as_str();
        let country = country(locale);
        let english = || country.or(hint.country).and_then(english_order);
        match language(locale) {
            "en" => english(),
            "ja" | "zh" | "ko" | "hu" | "lt" | "mn" => Some(Order::Year),
            "fil" | "tl" => Some(Order::Month),
            "es" if matches!(country, Some("US" | "PR" | "PA")) => Some(Order::Month),
            "fr" if country == Some("CA") => None,
            _ => Some(Order::Day),
        }
    })
}

fn english_order(country: &str) -> Option<Order> {
    match country {
        "US" | "PH" | "PR" | "GU" | "AS" | "VI" | "UM" | "MH" | "FM" | "PW" | "MP" | "BZ" => {
            Some(Order::Month)
        }
        "CA" | "ZA" => None,
        _ => Some(Order::Day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_told_from_what_only_looks_like_one() {
        assert_eq!(country("pt_BR"), Some("BR"));
        assert_eq!(country("zh-Hant-TW"), Some("TW"));
        for none in ["en", "es_LA", "ar_AR", "en_UD", ""] {
            assert_eq!(country(none), None, "{none}");
        }
        assert_eq!((language("pt_BR"), language("de")), ("pt", "de"));
    }
}
