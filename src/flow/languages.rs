//! Names of languages, where authors write them instead of their two letters.

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
