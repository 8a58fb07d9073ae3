//! Chinese.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "是",
        OwnWord::No => "否",
        OwnWord::Done => "完成",
        OwnWord::More => "还有别的吗?",
        OwnWord::YesOrNo => "请回答“是”或“否”。",
        OwnWord::Choose => "请从中选择一项。",
        OwnWord::Whole => "请发送一个整数,例如 3。",
        OwnWord::Number => "请发送一个数字,例如 3 或 2.5。",
        OwnWord::Money => "请发送一个金额,例如 20。",
        OwnWord::Email => "这看起来不像电子邮件地址。",
        OwnWord::Phone => "这看起来不像电话号码。",
        OwnWord::Link => "这看起来不像链接。",
        OwnWord::Date => "请发送一个日期,例如 12月24日。",
        OwnWord::Time => "请发送一个时间,例如 9:30。",
        OwnWord::DateTime => "请发送日期和时间,例如明天 9:30。",
        OwnWord::Duration => "请发送一段时长,例如 2小时。",
        OwnWord::Location => "请发送一个位置。",
        OwnWord::Image => "请发送一张图片。",
        OwnWord::File => "请发送一个文件。",
        OwnWord::Words => "请用文字回答。",
        OwnWord::Apology => "抱歉,我们这边出了点问题。请再试一次。",
    }
}
