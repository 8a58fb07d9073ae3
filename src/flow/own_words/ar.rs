//! Arabic.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "نعم",
        OwnWord::No => "لا",
        OwnWord::Done => "انتهيت",
        OwnWord::More => "هل تريد شيئًا آخر؟",
        OwnWord::YesOrNo => "يرجى الإجابة بنعم أو لا.",
        OwnWord::Choose => "يرجى اختيار واحد من هذه.",
        OwnWord::Whole => "يرجى إرسال عدد صحيح، مثل 3.",
        OwnWord::Number => "يرجى إرسال رقم، مثل 3 أو 2.5.",
        OwnWord::Money => "يرجى إرسال مبلغ، مثل 20.",
        OwnWord::Email => "لا يبدو هذا عنوان بريد إلكتروني.",
        OwnWord::Phone => "لا يبدو هذا رقم هاتف.",
        OwnWord::Link => "لا يبدو هذا رابطًا.",
        OwnWord::Date => "يرجى إرسال تاريخ، مثل 24 ديسمبر.",
        OwnWord::Time => "يرجى إرسال وقت، مثل 9:30.",
        OwnWord::DateTime => "يرجى إرسال تاريخ ووقت، مثل غدًا الساعة 9:30.",
        OwnWord::Duration => "يرجى إرسال مدة، مثل ساعتين.",
        OwnWord::Location => "يرجى إرسال موقع.",
        OwnWord::Image => "يرجى إرسال صورة.",
        OwnWord::File => "يرجى إرسال ملف.",
        OwnWord::Words => "يرجى الإجابة بكلمات.",
        OwnWord::Apology => "عذرًا، حدث خطأ من جانبنا. يرجى المحاولة مرة أخرى.",
    }
}
