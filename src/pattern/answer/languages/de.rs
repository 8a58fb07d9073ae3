//! German.

use crate::pattern::answer::compose::table;
use crate::pattern::answer::language::{
    Calendar, Clock, Denial, Language, Money, Nouns, Numbers, Places, Talk,
};

pub(super) const GERMAN: Language = Language {
    code: "de",
    numbers: NUMBERS,
    calendar: CALENDAR,
    clock: CLOCK,
    money: Money {
        currency: "euro, euros, eur, dollar, franken, stutz, pfund, mark, fr, us dollar",
        cents: "cent, cents, rappen",
    },
    talk: TALK,
    denial: DENIAL,
    places: PLACES,
    nouns: Nouns {
        count: "baby, babys, kleinkind, kleinkinder, jugendliche, personen, person, leute, \
            gäste, erwachsene, erwachsener, kinder, kind, stück, stücke, \
            stk, mann, jahre, jahre alt, insgesamt, plätze, karten, tickets, mal, nächte, zimmer, \
            anzahl, portionen, portion, zu, von uns, exemplare, x",
        money: "budget, preis, insgesamt, jeweils, pro person, maximal, kostet, kosten, ausgeben, \
            betrag, ungefähr, höchstens",
        email: "email, e mail, mail, adresse, mailadresse, emailadresse, schreiben, erreichbar, \
            lautet",
        phone: "telefon, telefonnummer, nummer, handy, handynummer, tel, mobil, whatsapp, \
            erreichbar, \
            anrufen, lautet, rufnummer",
        url: "website, webseite, seite, link, url, adresse, homepage, internetseite, lautet",
        when: "datum, uhrzeit, zeit, tag, der, den, dem, am, vom, ab, bis, gegen, circa, etwa, \
            ungefähr, \
            punkt, genau, geburtstag, geboren, uhr, passt, ginge, geht, gut, spätestens, \
                frühestens",
        duration: "dauert, dauer, lang, lange, etwa, ungefähr, circa, insgesamt, bis zu, \
            mindestens, \
            höchstens, rund",
    },
};

const NUMBERS: Numbers = Numbers {
    words: &[
        (0, "null"),
        (1, "eins"),
        (2, "zwei, zwo, ein paar, zu zweit, beide, beides"),
        (3, "drei, zu dritt"),
        (4, "vier, zu viert"),
        (5, "fünf, fuenf, zu fünft"),
        (6, "sechs, ein halbes dutzend, halbes dutzend, zu sechst"),
        (7, "sieben"),
        (8, "acht"),
        (9, "neun"),
        (10, "zehn"),
        (11, "elf"),
        (12, "zwölf, zwoelf"),
        (13, "dreizehn"),
        (14, "vierzehn"),
        (15, "fünfzehn, fuenfzehn"),
        (16, "sechzehn"),
        (17, "siebzehn"),
        (18, "achtzehn"),
        (19, "neunzehn"),
    ],
    composed: || table(&TENS, &UNITS, |ten, unit| format!("{unit}und{ten}")),
    one: "ein, eine, einen, einer, einem, eines, ne, nen",
    articles: "",
    scales: &[
        (12, "dutzend"),
        (100, "hundert"),
        (1_000, "tausend, tsd"),
        (1_000_000, "million, millionen, mio"),
        (1_000_000_000, "milliarde, milliarden, mrd"),
    ],
    glued: &[(1_000, "tausend"), (100, "hundert")],
    and: "und",
    minus: "minus",
    point: "komma",
    half: "halb, halbe, halber, halbes, ein halb, eine halbe, ein halbes",
    and_half: "und ein halb, einhalb, und eine halbe",
    either: "oder, bis, und, bzw",
    short_tail: false,
    halves: &[
        (3, "anderthalb, eineinhalb, einundeinhalb"),
        (5, "zweieinhalb"),
        (7, "dreieinhalb"),
        (9, "viereinhalb"),
        (11, "fünfeinhalb"),
    ],
    quarters: &[],
};

const TENS: [&str; 8] = [
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig, fuenfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
];
const UNITS: [&str; 9] =
    ["ein", "zwei, zwo", "drei", "vier", "fünf, fuenf", "sechs", "sieben", "acht", "neun"];

const CALENDAR: Calendar = Calendar {
    months: [
        "januar, jänner, jan, jän",
        "februar, feber, feb",
        "märz, maerz, mär, mrz",
        "april, apr",
        "mai",
        "juni, jun",
        "juli, jul",
        "august, aug",
        "september, sept, sep",
        "oktober, okt",
        "november, nov",
        "dezember, dez",
    ],
    weekdays: [
        "montag, mo, montags",
        "dienstag, di, dienstags",
        "mittwoch, mi, mittwochs",
        "donnerstag, do, donnerstags",
        "freitag, fr, freitags",
        "samstag, sa, sonnabend, samstags",
        "sonntag, so, sonntags",
    ],
    in_brackets: [""; 7],
    days: &[
        (0, "heute, heut"),
        (1, "morgen"),
        (2, "übermorgen, uebermorgen"),
        (-1, "gestern"),
        (-2, "vorgestern"),
    ],
    now: "jetzt, sofort, gleich, jetzt gleich, so schnell wie möglich, schnellstmöglich",
    ordinal: "ter, ten, te",
    the: "am, der, den, dem, zum, ab dem",
    of: "des",
    year: "",
    units: [
        "sekunde, sekunden, sek, s",
        "minute, minuten, min, m",
        "stunde, stunden, std, stdn, h",
        "tag, tage, tagen, d",
        "woche, wochen, wo",
        "monat, monate, monaten",
        "jahr, jahre, jahren",
    ],
    spans: &[
        (900, "eine viertelstunde, viertelstunde, eine viertel stunde, viertel stunde"),
        (
            1_800,
            "eine halbe stunde, halbe stunde, ne halbe stunde, einer halben stunde, halben stunde",
        ),
        (
            2_700,
            "eine dreiviertelstunde, dreiviertelstunde, eine dreiviertel stunde, dreiviertel \
                stunde",
        ),
        (43_200, "einen halben tag, ein halber tag, halber tag, halben tag"),
    ],
    ahead: ["in, binnen", "später, ab heute, ab jetzt"],
    ago: ["vor", "zuvor, früher, her"],
    next_week: [
        "nächsten, nächster, nächste, nächstes, naechsten, nächste woche",
        "nächster woche, nächste woche, in der nächsten woche, der nächsten woche",
    ],
    coming: ["kommenden, kommender, kommende, am kommenden", ""],
    this: ["diesen, dieser, diese, diesem", "dieser woche, diese woche"],
    shift: [
        "irgendein, irgendeinen, irgendeinem, manchen, alle, letzten, letzter, letzte, letztes, \
            letztem, vergangenen, vergangener, vorigen, voriger, \
            vorige, übernächsten, übernächster, übernächste, jeden, jeder, jede, vor, nach, \
            seit, tag nach, tag vor",
        "letzter woche, letzte woche, vergangener woche, vergangene woche, voriger woche, vorige \
            woche, übernächster woche, übernächste woche, der übernächsten woche, in der \
            übernächsten woche, der letzten woche, letzten jahres, letztes jahr, vorigen jahres, \
            vergangenen jahres, nächsten jahres, nächstes jahr, kommenden jahres, nächsten \
            monats, des nächsten monats, kommenden monats, des kommenden monats, letzten monats, \
            nächsten monat",
    ],
    later: &[
        (7, "in acht tagen, in 8 tagen, über eine woche"),
        (14, "in vierzehn tagen, in 14 tagen"),
    ],
    beyond: "ab, nach, von",
};

const CLOCK: Clock = Clock {
    parts: [
        "morgens, vormittags, am morgen, am vormittag, vormittag, früh, in der früh, frühmorgens, \
            früh morgens, am frühen morgen",
        "nachmittags, am nachmittag, nachmittag, mittags, am mittag",
        "abends, am abend, abend",
        "nachts, in der nacht, nacht",
    ],
    tonight: "heute abend, heut abend",
    noon: "mittag, zu mittag, zwölf uhr mittags",
    midnight: "mitternacht, um mitternacht",
    hour: ["um, gegen, ab, ca, circa, so um, so gegen, nach, vor, bis", "uhr, h"],
    names: &[],
    from: &[],
    before: &[
        (-30, "halb"),
        (15, "viertel nach"),
        (-15, "viertel vor, dreiviertel, drei viertel"),
        (-25, "fünf nach halb, 5 nach halb, fuenf nach halb"),
        (-35, "fünf vor halb, 5 vor halb, fuenf vor halb"),
    ],
    behind: &[],
    past: "nach, minuten nach, min nach",
    to: "vor, minuten vor, min vor",
    plus: "",
    less: "",
};

const TALK: Talk = Talk {
    yes: "ja, jo, joa, jawohl, jep, jup, jap, jaa, ja bitte, ja gerne, ja gern, gerne, gern, \
        klar, \
        na klar, aber klar, natürlich, selbstverständlich, sicher, auf jeden fall, genau, unbedingt, \
        warum nicht, kein problem, passt, einverstanden, in ordnung, doch, ja klar, freilich, \
        sehr gerne, sehr gern, aber sicher, logo, stimmt, jawoll, mach ich, ja sicher, ja genau",
    weak_yes: "ok, okay, oke, richtig, korrekt, wahr, gut, super, perfekt, toll, j, bitte, alles \
        klar",
    no: "nein, nee, ne, nö, nein danke, nicht, auf keinen fall, keinesfalls, niemals, nie, \
        lieber nicht, \
        eher nicht, noch nicht, jetzt nicht, heute nicht, gar nicht, überhaupt nicht, nicht wirklich, \
        natürlich nicht, bestimmt nicht, sicher nicht, ich nicht, kein interesse, nein nein, danke nein, \
        nope, nichts, ich glaube nicht, nicht nötig",
    weak_no: "falsch, n, keine, kein, keinen, keins, unwahr",
    unsure: "weiß nicht, ich weiß nicht, weiss nicht, weiß ich nicht, keine ahnung, vielleicht, \
        nicht sicher, ich bin nicht sicher, bin nicht sicher, bin mir nicht sicher, ich bin mir nicht \
        sicher, kommt drauf an, kommt darauf an, jein, egal, ist mir egal, mir egal, ja und nein, \
        ja oder nein, weder noch, eventuell, unsicher",
    done: "fertig, das wars, das war s, das ist alles, das war alles, mehr nicht, nichts mehr, \
        ende, \
        ich bin fertig, bin fertig, das wäre alles, das wäre es, das wärs, nein, nein danke, keine mehr, \
        sonst nichts, genug, stop, stopp",
    filler: "ab, aber, ach, alle, also, am, an, auch, bei, bin, bis, bitte, brauche, brauchen, \
        dann, \
        danke, danke schön, dankeschön, das, dass, dem, den, der, die, doch, du, eher, ein, eine, einem, \
        einen, einer, eigentlich, er, es, etwa, für, fuer, genau, gerne, gern, geht, ginge, glaube, \
        guten abend, guten morgen, guten tag, habe, haben, hab, hallo, hätte, hätten, hi, hm, ich, ihr, \
        im, in, ist, ja, kommen, lieber, mal, mehr nicht, mein, meine, meiner, meinen, mich, mir, mit, \
        möchte, möchten, moin, na, nach, naja, nehme, nehmen, noch, nur, oder so, ok, okay, passt, ruhig, \
        s, schon, sehr, sein, servus, sie, sind, so, sollte, tisch, um, und, uns, unsere, unser, von, \
        vielleicht, wäre, wären, war, wahrscheinlich, werden, wird, will, wir, wohl, wollen, würde, \
        würden, zu, zum, zur, äh, ähm, vielen dank, lautet, bräuchte, bräuchten",
};

const DENIAL: Denial = Denial {
    before: "länger als, kürzer als, zwischen, \
            \
            mehr als, weniger als, ich und, mich und, meine frau und, mein mann und, plus, \
        nicht, kein, keine, keinen, keiner, keinem, keins, ohne, außer, ausser, nie, \
        niemals, weder, statt, anstatt, anstelle von, bis auf, hasse",
    behind: "nicht, nein, ist zu, sind zu, wäre zu, ist schlecht, kann ich nicht, auf keinen \
        fall, unmöglich, ausgeschlossen, bin ich nicht, können wir nicht",
    granted: "nicht nur, nicht mehr als, nicht weniger als, nicht später als, warum nicht, wieso \
        nicht, mehr nicht, kein problem, gar kein problem, keine sorge, nicht schlecht, nicht \
        vergessen, nicht wahr, ohne probleme, ohne zweifel, sondern, aber, lieber",
};

const PLACES: Places = Places {
    words: [
        "erste, erster, ersten, erstes, erstere, ersteres",
        "zweite, zweiter, zweiten, zweites",
        "dritte, dritter, dritten, drittes",
        "vierte, vierter, vierten, viertes",
        "fünfte, fünfter, fünften, fünftes",
        "sechste, sechster, sechsten, sechstes",
        "siebte, siebter, siebten, siebtes",
        "achte, achter, achten, achtes",
        "neunte, neunter, neunten, neuntes",
        "zehnte, zehnter, zehnten, zehntes",
    ],
    last: "letzte, letzter, letzten, letztes, letztere, letzteres",
    around: ["nummer, nr, option, möglichkeit, punkt", "te, ter, ten, tes"],
    nouns: "option, möglichkeit, antwort, auswahl, variante, vorschlag, punkt, von oben, in der \
        liste, auf der liste, das, davon, es",
};
