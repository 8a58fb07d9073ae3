//! Yes and no in languages of which nothing else is known.

use crate::pattern::answer::language::{Language, Talk, UNKNOWN};

pub(super) const OTHERS: Language = Language {
    talk: Talk {
        yes: "да, конечно, ага, так, tak, oczywiście, jasne, jawel, jazeker, zeker, natuurlijk, evet, \
            tabii, tamam, igen, kyllä, joo, jah, ano, áno, ναι, כן, בטח, 네, 예, 응, 그래요, 좋아요, vâng, \
            dạ, có, đúng, iya, oo, opo, ndiyo, হ্যাঁ, ஆம், بله, آره, جی ہاں, так, da, sigur, ja visst, jo",
        weak_yes: "ja, ya, хорошо, ок, dobrze, goed, oké",
        no: "нет, не, неа, ні, nie, nee, nej, nei, hayır, nem, ei, ne, όχι, לא, 아니요, 아니오, 아뇨, 아니, \
            không, tidak, tak nak, hindi po, hapana, না, இல்லை, نخیر, خیر, جی نہیں, nu, niet, nu mersi",
        weak_no: "",
        unsure: "не знаю, nie wiem, weet niet, bilmiyorum, 모르겠어요, không biết, tidak tahu, может быть",
        done: "",
        filler: "пожалуйста, спасибо, proszę, dziękuję, alstublieft, graag, bedankt, teşekkürler, \
            lütfen, kiitos, tak, tack, takk, 감사합니다, cảm ơn, terima kasih, po",
    },
    ..UNKNOWN
};
