//! French.

use crate::pattern::answer::compose::{phrases, tens};
use crate::pattern::answer::language::{
    Calendar, Clock, Denial, Language, Money, Nouns, Numbers, Places, Talk,
};

pub(super) const FRENCH: Language = Language {
    code: "fr",
    numbers: NUMBERS,
    calendar: CALENDAR,
    clock: CLOCK,
    money: Money {
        currency: "euro, euros, dollar, dollars, franc, francs, balles, livre, livres, dirham, \
            dirhams, francs suisses, francs cfa, fcfa, cfa, dinars, dinar",
        cents: "centime, centimes, cent, cents",
    },
    talk: TALK,
    denial: DENIAL,
    places: PLACES,
    nouns: Nouns {
        count: "bébé, bébés, ado, ados, personnes, personne, pers, gens, adultes, adulte, \
            enfants, enfant, pièces, pièce, \
            unités, places, billets, au total, en tout, ans, couverts, fois, nuits, chambres, nombre, \
            convives, invités, serons, d entre nous, x",
        money: "budget, prix, au total, en tout, chacun, par personne, maximum, max, coûte, \
            coûtent, \
            dépenser, montant, environ",
        email: "email, e mail, mail, courriel, adresse, écrire, contact, mon adresse est",
        phone: "téléphone, numéro, portable, tél, mobile, whatsapp, appeler, appelez moi, joindre",
        url: "site, site web, page, lien, url, adresse, web, internet",
        when: "date, heure, jour, le, du, pour, vers, à partir de, environ, pile, heures, \
            anniversaire, \
            né, née, possible, mieux, plutôt, dès, jusqu à, arrive, viens",
        duration: "dure, environ, au total, en tout, pendant, jusqu à, au moins, au plus, durée, \
            prend",
    },
};

const NUMBERS: Numbers = Numbers {
    words: &[
        (0, "zéro"),
        (2, "deux, une paire de, les deux"),
        (3, "trois"),
        (4, "quatre"),
        (5, "cinq"),
        (6, "six, une demi douzaine, une demi douzaine de"),
        (7, "sept"),
        (8, "huit"),
        (9, "neuf"),
        (10, "dix, dizaine, une dizaine, une dizaine de"),
        (11, "onze"),
        (12, "douze"),
        (13, "treize"),
        (14, "quatorze"),
        (15, "quinze, une quinzaine, une quinzaine de"),
        (16, "seize"),
        (17, "dix sept"),
        (18, "dix huit"),
        (19, "dix neuf"),
        (20, "vingt, une vingtaine, une vingtaine de"),
        (80, "quatre vingt, quatre vingts, octante, huitante"),
    ],
    composed,
    one: "un, une",
    articles: "",
    scales: &[
        (12, "douzaine, douzaines"),
        (100, "cent, cents, centaine, centaines"),
        (1_000, "mille, millier, milliers"),
        (1_000_000, "million, millions"),
        (1_000_000_000, "milliard, milliards"),
    ],
    glued: &[],
    and: "et",
    minus: "moins",
    point: "virgule",
    half: "demi, un demi, demie, une demie, la moitié",
    and_half: "et demi, et demie",
    either: "au, et le, au plus tard, ou, à, et, jusqu à",
    short_tail: false,
    halves: &[],
    quarters: &[],
};

const TEENS: [&str; 10] = [
    "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit",
    "dix neuf",
];
const UNITS: [&str; 9] =
    ["un, une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"];
const TENS: [&str; 8] =
    ["vingt", "trente", "quarante", "cinquante", "soixante", "septante", "huitante", "nonante"];

/// 21 is "vingt et un", 71 "soixante et onze", 81 "quatre-vingt-un", 91 "quatre-vingt-onze".
fn composed() -> Vec<(i64, String)> {
    let mut numbers = tens(&TENS, " ", &UNITS);
    for (ten, word) in (2_i64..).zip(TENS) {
        let number = ten.saturating_mul(10).saturating_add(1);
        numbers.extend(phrases("un, une").map(|one| (number, format!("{word} et {one}"))));
    }
    numbers.push((71, "soixante et onze".into()));
    for (more, word) in (0_i64..).zip(TEENS) {
        numbers.push((more.saturating_add(70), format!("soixante {word}")));
        numbers.push((more.saturating_add(90), format!("quatre vingt {word}")));
    }
    for (more, words) in (1_i64..).zip(UNITS) {
        let number = more.saturating_add(80);
        numbers.extend(phrases(words).map(|word| (number, format!("quatre vingt {word}"))));
    }
    numbers
}

const CALENDAR: Calendar = Calendar {
    months: [
        "janvier, janv, jan",
        "février, févr, fév",
        "mars",
        "avril, avr",
        "mai",
        "juin",
        "juillet, juil",
        "août",
        "septembre, sept, sep",
        "octobre, oct",
        "novembre, nov",
        "décembre, déc",
    ],
    weekdays: [
        "lundi, lun",
        "mardi",
        "mercredi, mer",
        "jeudi, jeu",
        "vendredi, ven",
        "samedi, sam",
        "dimanche, dim",
    ],
    in_brackets: [""; 7],
    days: &[
        (0, "aujourd hui, aujourdhui, ajd, auj, ce jour"),
        (1, "demain"),
        (2, "après demain"),
        (-1, "hier"),
        (-2, "avant hier"),
    ],
    now: "maintenant, tout de suite, immédiatement, dès que possible, au plus vite",
    ordinal: "er, ère, e, ème",
    the: "le, pour le, du",
    of: "de, d",
    year: "",
    units: [
        "seconde, secondes, sec, s",
        "minute, minutes, min, mins, mn, m",
        "heure, heures, h",
        "jour, jours, j",
        "semaine, semaines, sem",
        "mois",
        "an, ans, année, années",
    ],
    spans: &[
        (900, "un quart d heure, quart d heure"),
        (1_800, "une demi heure, demi heure, une demie heure, demie heure"),
        (2_700, "trois quarts d heure, 3 quarts d heure"),
        (43_200, "une demi journée, demi journée"),
        (86_400, "une journée, la journée"),
        (1_296_000, "quinzaine, une quinzaine, quinze jours"),
    ],
    ahead: ["dans, d ici, sous", "plus tard, à partir d aujourd hui"],
    ago: ["il y a, y a", "plus tôt, avant"],
    next_week: ["", "prochain, de la semaine prochaine"],
    coming: ["", "qui vient, à venir"],
    this: ["ce", "de cette semaine, ci"],
    shift: [
        "chaque, tous les, toutes les, avant, avant le, après, après le, depuis, depuis le, \
            lendemain du, lendemain de, veille du, veille de, dernier",
        "dernier, dernière, passé, passée, d avant, d après, de la semaine dernière, de la \
            semaine passée, de l an dernier, de l année dernière, de l an prochain, de l année \
            prochaine, du mois prochain, du mois dernier, l année prochaine",
    ],
    later: &[(7, "en huit"), (14, "en quinze")],
    beyond: "après, après le, à partir de, à partir du, à compter de",
};

const CLOCK: Clock = Clock {
    parts: [
        "du matin, le matin, au matin, matin, am",
        "de l après midi, l après midi, après midi, cet après midi, pm",
        "du soir, le soir, au soir, soir",
        "de la nuit, la nuit, cette nuit",
    ],
    tonight: "ce soir",
    noon: "midi, à midi",
    midnight: "minuit, à minuit",
    hour: ["à, vers, dès, pour, jusqu à, avant, après", "heures, heure, h, heures pile"],
    names: &[],
    from: &[],
    before: &[],
    behind: &[
        (30, "et demie, et demi"),
        (15, "et quart, et un quart, un quart"),
        (-15, "moins le quart, moins quart, moins un quart"),
    ],
    past: "",
    to: "",
    plus: "et",
    less: "moins",
};

const TALK: Talk = Talk {
    yes: "oui, ouais, ouaip, ouai, oui merci, oui s il vous plaît, oui svp, bien sûr, bien sur, \
        évidemment, certainement, absolument, tout à fait, volontiers, avec plaisir, d accord, dac, \
        pourquoi pas, carrément, sans problème, pas de problème, pas de souci, ça marche, ça me va, \
        mais oui, si si, affirmatif, yep, je veux bien, entendu, c est ça",
    weak_yes: "ok, okay, exact, exactement, correct, parfait, vrai, bien, bon, super, si, o, \
        nickel",
    no: "non, nan, non merci, pas du tout, jamais, pas maintenant, pas aujourd hui, pas encore, \
        pas \
        vraiment, certainement pas, surtout pas, bien sûr que non, aucunement, absolument pas, négatif, \
        pas question, hors de question, nope, je ne veux pas, je crois pas, mais non, plutôt non",
    weak_no: "faux, n, rien, aucun, aucune",
    unsure: "je ne sais pas, je sais pas, sais pas, chais pas, peut être, pas sûr, pas sûre, je \
        ne suis \
        pas sûr, je ne suis pas sûre, ça dépend, aucune idée, oui et non, oui ou non, peu importe, \
        ça m est égal, comme vous voulez",
    done: "fini, terminé, c est tout, ce sera tout, rien d autre, j ai fini, c est bon, stop, \
        fin, non, \
        non merci, rien de plus, voilà, c est terminé, plus rien",
    filler: "à, ai, alors, au, aux, avec, avons, bien, bon, bonjour, bonsoir, ben, bah, c, ça, \
        ce, c est, \
        cela, cordialement, d, dans, de, des, donc, du, elle, en, encore, environ, est, et, euh, fait, \
        faut, il, il faut, je, j, juste, l, la, le, les, ma, mais, merci, merci beaucoup, me, m, mes, \
        moi, mon, nous, notre, ok, on, ou, oui, par, pas plus, peu près, plaît, plutôt, pour, prendrai, \
        prends, prendre, que, qu, s, salut, sera, seront, serait, seulement, s il te plaît, s il vous \
        plaît, soit, sommes, stp, suis, sur, svp, table, te, tu, un, une, vais, veux, voudrais, \
        voudrait, voudrions, vous, y, aura, voici, voilà, et demi, est de, désire, souhaite, \
            aimerais",
};

const DENIAL: Denial = Denial {
    before: "entre, \
            au dessus de, en dessous de, au delà de, \
            plus de, moins de, moi et, ma femme et, mon mari et, plus, pas, sans, sauf, \
        excepté, hormis, ni, aucun, aucune, jamais, plutôt que, au lieu \
        de, à part, autre que, déteste",
    behind: "pas, ne, n est pas, c est trop, est trop, sont trop, impossible, non, exclu",
    granted: "pas plus de, pas plus tard que, pas moins de, pourquoi pas, pas seulement, pas de \
        problème, pas de souci, pas de soucis, pas mal, pas mal de, n importe, n oubliez pas, n \
        oublie pas, sans faute, sans problème, sans souci, sans doute, mais",
};

const PLACES: Places = Places {
    words: [
        "premier, première",
        "deuxième, second, seconde",
        "troisième",
        "quatrième",
        "cinquième",
        "sixième",
        "septième",
        "huitième",
        "neuvième",
        "dixième",
    ],
    last: "dernier, dernière, tout dernier, toute dernière",
    around: ["numéro, n, no, option, choix", "er, ère, re, e, ème, eme, nd, nde"],
    nouns: "option, choix, réponse, proposition, possibilité, bouton, de la liste, en partant du \
        haut, celui, celle",
};
