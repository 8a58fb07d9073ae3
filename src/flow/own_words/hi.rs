//! Hindi.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "हाँ",
        OwnWord::No => "नहीं",
        OwnWord::Done => "हो गया",
        OwnWord::More => "और कुछ?",
        OwnWord::YesOrNo => "कृपया हाँ या नहीं में जवाब दें।",
        OwnWord::Choose => "कृपया इनमें से एक चुनें।",
        OwnWord::Whole => "कृपया एक पूर्ण संख्या भेजें, जैसे 3।",
        OwnWord::Number => "कृपया एक संख्या भेजें, जैसे 3 या 2.5।",
        OwnWord::Money => "कृपया एक राशि भेजें, जैसे 20।",
        OwnWord::Email => "यह ईमेल पता नहीं लगता।",
        OwnWord::Phone => "यह फ़ोन नंबर नहीं लगता।",
        OwnWord::Link => "यह लिंक नहीं लगता।",
        OwnWord::Date => "कृपया एक तारीख भेजें, जैसे 24 दिसंबर।",
        OwnWord::Time => "कृपया एक समय भेजें, जैसे 9:30।",
        OwnWord::DateTime => "कृपया तारीख और समय भेजें, जैसे कल 9:30 बजे।",
        OwnWord::Duration => "कृपया एक अवधि भेजें, जैसे 2 घंटे।",
        OwnWord::Location => "कृपया एक जगह भेजें।",
        OwnWord::Image => "कृपया एक तस्वीर भेजें।",
        OwnWord::File => "कृपया एक फ़ाइल भेजें।",
        OwnWord::Words => "कृपया शब्दों में जवाब दें।",
        OwnWord::Apology => "माफ़ कीजिए, हमारी ओर से कुछ गड़बड़ हो गई। कृपया फिर से कोशिश करें।",
    }
}
