//! Languages of texts as the libraries name them.

use icu_locale_core::Locale as Icu;
use pure_rust_locales::Locale as Posix;

use crate::words::name::Locale;

/// Languages whose main country is not called as they are.
const COUNTRIES: [(&str, &str); 22] = [
    ("ar", "EG"),
    ("bn", "BD"),
    ("ca", "ES"),
    ("cs", "CZ"),
    ("da", "DK"),
    ("el", "GR"),
    ("en", "US"),
    ("et", "EE"),
    ("fa", "IR"),
    ("he", "IL"),
    ("hi", "IN"),
    ("ja", "JP"),
    ("ko", "KR"),
    ("nb", "NO"),
    ("sl", "SI"),
    ("sq", "AL"),
    ("sr", "RS"),
    ("sv", "SE"),
    ("uk", "UA"),
    ("ur", "PK"),
    ("vi", "VN"),
    ("zh", "CN"),
];

/// For rules of grammar; a language that nobody knows has none.
pub(super) fn icu(locale: &Locale) -> Icu {
    Icu::try_from_str(&locale.as_str().replace('_', "-")).unwrap_or(Icu::UNKNOWN)
}

/// For signs and names; a language that nobody knows is written as computers do.
pub(super) fn posix(locale: &Locale) -> Posix {
    let name = locale.as_str().replace('-', "_");
    let language = name.split('_').next().unwrap_or_default();
    let country = COUNTRIES.iter().find(|(known, _)| *known == language);
    let country = country.map_or_else(|| language.to_uppercase(), |(_, country)| (*country).into());
    let known = |name: &str| Posix::try_from(name).ok();
    known(&name).or_else(|| known(&format!("{language}_{country}"))).unwrap_or(Posix::POSIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_found_with_and_without_their_country() {
        let posix = |name: &str| posix(&Locale::new(name)).to_string();
        for (ours, theirs) in [
            ("en", "en_US"),
            ("en_GB", "en_GB"),
            ("fr", "fr_FR"),
            ("fr-CH", "fr_CH"),
            ("pt_BR", "pt_BR"),
            ("de_US", "de_DE"),
            ("ja", "ja_JP"),
            ("xx", "POSIX"),
            ("", "POSIX"),
        ] {
            assert_eq!(posix(ours), theirs, "{ours}");
        }
        assert_eq!(icu(&Locale::new("pt_BR")).to_string(), "pt-BR");
        assert_eq!(icu(&Locale::new("no language")).to_string(), "und");
    }

    #[test]
    fn every_country_of_ours_is_one_of_theirs() {
        for (language, country) in COUNTRIES {
            assert!(
                Posix::try_from(format!("{language}_{country}").as_str()).is_ok(),
                "{language}"
            );
        }
    }
}
