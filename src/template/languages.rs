//! One text in several languages, and which of them a visitor reads.

use crate::words::name::Locale;

/// The version for a visitor's locale: exactly that one, its language, any of its language, or the
/// first, which is the bot's own.
pub(super) fn pick<'v, T>(versions: &'v [(Locale, T)], locale: Option<&str>) -> Option<&'v T> {
    let (own, wanted) = (versions.first(), locale.map(plain));
    let language = wanted.as_deref().map(language);
    let find = |fits: &dyn Fn(&str) -> bool| {
        versions.iter().find(|(locale, _)| fits(&plain(locale.as_str())))
    };
    let exact = wanted.as_deref().and_then(|wanted| find(&|locale| locale == wanted));
    let whole = || language.and_then(|wanted| find(&|locale| locale == wanted));
    let any = || language.and_then(|wanted| find(&|locale| self::language(locale) == wanted));
    exact.or_else(whole).or_else(any).or(own).map(|(_, version)| version)
}

/// `pt-BR` and `pt_BR` are one locale.
fn plain(locale: &str) -> String {
    locale.replace('-', "_").to_lowercase()
}

fn language(locale: &str) -> &str {
    locale.split('_').next().unwrap_or(locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_language_is_picked() {
        let locales = ["en", "pt_BR", "pt", "fr_CA"].map(Locale::from);
        let versions: Vec<_> = locales.into_iter().zip(0..).collect();
        let pick = |locale| pick(&versions, locale).copied();
        assert_eq!(pick(Some("pt_BR")), Some(1));
        assert_eq!(pick(Some("pt-br")), Some(1));
        assert_eq!(pick(Some("pt_PT")), Some(2));
        assert_eq!(pick(Some("fr_FR")), Some(3));
        assert_eq!(pick(Some("fr")), Some(3));
        assert_eq!(pick(Some("de")), Some(0));
        assert_eq!(pick(None), Some(0));
    }
}
