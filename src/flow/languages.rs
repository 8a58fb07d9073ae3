//! Languages by their names and codes.

/// Names in English and their own, and the two letters.
const NAMES: [(&str, &str); 24] = [
    ("english", "en"),
    ("french", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("german", "de"),
    ("deutsch", "de"),
    ("spanish", "es"),
    ("español", "es"),
    ("espanol", "es"),
    ("italian", "it"),
    ("italiano", "it"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("portugues", "pt"),
    ("arabic", "ar"),
    ("hindi", "hi"),
    ("japanese", "ja"),
    ("thai", "th"),
    ("chinese", "zh"),
    ("dutch", "nl"),
    ("polish", "pl"),
    ("turkish", "tr"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
];

/// The two letters of a language by its name.
pub(super) fn code_of(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    NAMES.iter().find(|(long, _)| *long == name).map(|(_, code)| *code)
}

/// The one of a bot's languages that a code stands for: exactly that one, else its base language
/// (`fr_CA` speaks `fr`).
pub fn nearest<'l>(word: &str, known: impl IntoIterator<Item = &'l str>) -> Option<&'l str> {
    let plain = |code: &str| code.replace('-', "_").to_lowercase();
    let word = plain(word);
    let base = word.split('_').next().unwrap_or_default();
    let mut of_base = None;
    for code in known {
        let own = plain(code);
        if own == word {
            return Some(code);
        }
        if own == base {
            of_base = Some(code);
        }
    }
    of_base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_speaks_itself_or_its_base_language() {
        let known = ["en", "fr", "pt_BR"];
        assert_eq!(nearest("fr", known), Some("fr"));
        assert_eq!(nearest("fr-CA", known), Some("fr"));
        assert_eq!(nearest("PT-br", known), Some("pt_BR"));
        assert_eq!(nearest("pt", known), None);
        assert_eq!(nearest("", known), None);
    }
}
