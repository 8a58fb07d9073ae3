//! French.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "Oui",
        OwnWord::No => "Non",
        OwnWord::Done => "Terminé",
        OwnWord::More => "Autre chose ?",
        OwnWord::YesOrNo => "Répondez par oui ou par non, s'il vous plaît.",
        OwnWord::Choose => "Choisissez une de ces réponses, s'il vous plaît.",
        OwnWord::Whole => "Envoyez un nombre entier, par exemple 3.",
        OwnWord::Number => "Envoyez un nombre, par exemple 3 ou 2,5.",
        OwnWord::Money => "Envoyez un montant, par exemple 20.",
        OwnWord::Email => "Cela ne ressemble pas à une adresse e-mail.",
        OwnWord::Phone => "Cela ne ressemble pas à un numéro de téléphone.",
        OwnWord::Link => "Cela ne ressemble pas à un lien.",
        OwnWord::Date => "Envoyez une date, par exemple 24 décembre.",
        OwnWord::Time => "Envoyez une heure, par exemple 9:30.",
        OwnWord::DateTime => "Envoyez une date et une heure, par exemple demain à 9:30.",
        OwnWord::Duration => "Envoyez une durée, par exemple 2 heures.",
        OwnWord::Location => "Envoyez un lieu, s'il vous plaît.",
        OwnWord::Image => "Envoyez une image, s'il vous plaît.",
        OwnWord::File => "Envoyez un fichier, s'il vous plaît.",
        OwnWord::Words => "Répondez avec des mots, s'il vous plaît.",
        OwnWord::Apology => {
            "Désolé, quelque chose n'a pas marché de notre côté. Veuillez réessayer."
        }
    }
}
