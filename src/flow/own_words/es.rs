//! Spanish.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "Sí",
        OwnWord::No => "No",
        OwnWord::Done => "Listo",
        OwnWord::More => "¿Algo más?",
        OwnWord::YesOrNo => "Responda sí o no, por favor.",
        OwnWord::Choose => "Elija una de estas opciones, por favor.",
        OwnWord::Whole => "Envíe un número entero, por ejemplo 3.",
        OwnWord::Number => "Envíe un número, por ejemplo 3 o 2,5.",
        OwnWord::Money => "Envíe un importe, por ejemplo 20.",
        OwnWord::Email => "Eso no parece una dirección de correo electrónico.",
        OwnWord::Phone => "Eso no parece un número de teléfono.",
        OwnWord::Link => "Eso no parece un enlace.",
        OwnWord::Date => "Envíe una fecha, por ejemplo 24 de diciembre.",
        OwnWord::Time => "Envíe una hora, por ejemplo 9:30.",
        OwnWord::DateTime => "Envíe una fecha y una hora, por ejemplo mañana a las 9:30.",
        OwnWord::Duration => "Envíe una duración, por ejemplo 2 horas.",
        OwnWord::Location => "Envíe una ubicación, por favor.",
        OwnWord::Image => "Envíe una imagen, por favor.",
        OwnWord::File => "Envíe un archivo, por favor.",
        OwnWord::Words => "Responda con palabras, por favor.",
        OwnWord::Apology => "Lo sentimos, algo ha fallado por nuestra parte. Inténtelo de nuevo.",
    }
}
