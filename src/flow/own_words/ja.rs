//! Japanese.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "はい",
        OwnWord::No => "いいえ",
        OwnWord::Done => "完了",
        OwnWord::More => "ほかにありますか?",
        OwnWord::YesOrNo => "「はい」か「いいえ」でお答えください。",
        OwnWord::Choose => "この中からお選びください。",
        OwnWord::Whole => "3 のような整数を送ってください。",
        OwnWord::Number => "3 や 2.5 のような数を送ってください。",
        OwnWord::Money => "20 のような金額を送ってください。",
        OwnWord::Email => "メールアドレスではないようです。",
        OwnWord::Phone => "電話番号ではないようです。",
        OwnWord::Link => "リンクではないようです。",
        OwnWord::Date => "12月24日 のような日付を送ってください。",
        OwnWord::Time => "9:30 のような時刻を送ってください。",
        OwnWord::DateTime => "明日 9:30 のような日時を送ってください。",
        OwnWord::Duration => "2時間 のような長さを送ってください。",
        OwnWord::Location => "場所を送ってください。",
        OwnWord::Image => "写真を送ってください。",
        OwnWord::File => "ファイルを送ってください。",
        OwnWord::Words => "言葉でお答えください。",
        OwnWord::Apology => "申し訳ありません、こちらで問題が起きました。もう一度お試しください。",
    }
}
