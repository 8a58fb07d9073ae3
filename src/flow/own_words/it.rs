//! Italian.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "Sì",
        OwnWord::No => "No",
        OwnWord::Done => "Fatto",
        OwnWord::More => "Altro?",
        OwnWord::YesOrNo => "Risponda sì o no, per favore.",
        OwnWord::Choose => "Scelga una di queste risposte, per favore.",
        OwnWord::Whole => "Invii un numero intero, per esempio 3.",
        OwnWord::Number => "Invii un numero, per esempio 3 o 2,5.",
        OwnWord::Money => "Invii un importo, per esempio 20.",
        OwnWord::Email => "Non sembra un indirizzo e-mail.",
        OwnWord::Phone => "Non sembra un numero di telefono.",
        OwnWord::Link => "Non sembra un link.",
        OwnWord::Date => "Invii una data, per esempio 24 dicembre.",
        OwnWord::Time => "Invii un orario, per esempio 9:30.",
        OwnWord::DateTime => "Invii una data e un orario, per esempio domani alle 9:30.",
        OwnWord::Duration => "Invii una durata, per esempio 2 ore.",
        OwnWord::Location => "Invii una posizione, per favore.",
        OwnWord::Image => "Invii un'immagine, per favore.",
        OwnWord::File => "Invii un file, per favore.",
        OwnWord::Words => "Risponda a parole, per favore.",
        OwnWord::Apology => "Ci scusi, qualcosa è andato storto da parte nostra. Riprovi.",
    }
}
