//! Portuguese.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "Sim",
        OwnWord::No => "Não",
        OwnWord::Done => "Pronto",
        OwnWord::More => "Mais alguma coisa?",
        OwnWord::YesOrNo => "Responda sim ou não, por favor.",
        OwnWord::Choose => "Escolha uma destas opções, por favor.",
        OwnWord::Whole => "Envie um número inteiro, por exemplo 3.",
        OwnWord::Number => "Envie um número, por exemplo 3 ou 2,5.",
        OwnWord::Money => "Envie um valor, por exemplo 20.",
        OwnWord::Email => "Isso não parece um endereço de e-mail.",
        OwnWord::Phone => "Isso não parece um número de telefone.",
        OwnWord::Link => "Isso não parece um link.",
        OwnWord::Date => "Envie uma data, por exemplo 24 de dezembro.",
        OwnWord::Time => "Envie um horário, por exemplo 9:30.",
        OwnWord::DateTime => "Envie uma data e um horário, por exemplo amanhã às 9:30.",
        OwnWord::Duration => "Envie uma duração, por exemplo 2 horas.",
        OwnWord::Location => "Envie um local, por favor.",
        OwnWord::Image => "Envie uma imagem, por favor.",
        OwnWord::File => "Envie um arquivo, por favor.",
        OwnWord::Words => "Responda com palavras, por favor.",
        OwnWord::Apology => "Desculpe, algo deu errado do nosso lado. Tente novamente.",
    }
}
