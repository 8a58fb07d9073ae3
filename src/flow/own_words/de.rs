//! German.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "Ja",
        OwnWord::No => "Nein",
        OwnWord::Done => "Fertig",
        OwnWord::More => "Sonst noch etwas?",
        OwnWord::YesOrNo => "Bitte antworten Sie mit Ja oder Nein.",
        OwnWord::Choose => "Bitte wählen Sie eines davon.",
        OwnWord::Whole => "Bitte senden Sie eine ganze Zahl, zum Beispiel 3.",
        OwnWord::Number => "Bitte senden Sie eine Zahl, zum Beispiel 3 oder 2,5.",
        OwnWord::Money => "Bitte senden Sie einen Betrag, zum Beispiel 20.",
        OwnWord::Email => "Das sieht nicht wie eine E-Mail-Adresse aus.",
        OwnWord::Phone => "Das sieht nicht wie eine Telefonnummer aus.",
        OwnWord::Link => "Das sieht nicht wie ein Link aus.",
        OwnWord::Date => "Bitte senden Sie ein Datum, zum Beispiel 24. Dezember.",
        OwnWord::Time => "Bitte senden Sie eine Uhrzeit, zum Beispiel 9:30.",
        OwnWord::DateTime => "Bitte senden Sie Tag und Uhrzeit, zum Beispiel morgen um 9:30.",
        OwnWord::Duration => "Bitte senden Sie eine Dauer, zum Beispiel 2 Stunden.",
        OwnWord::Location => "Bitte senden Sie einen Ort.",
        OwnWord::Image => "Bitte senden Sie ein Bild.",
        OwnWord::File => "Bitte senden Sie eine Datei.",
        OwnWord::Words => "Bitte antworten Sie mit Worten.",
        OwnWord::Apology => {
            "Entschuldigung, bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal."
        }
    }
}
