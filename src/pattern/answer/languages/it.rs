//! Italian.

use crate::pattern::answer::compose::table;
use crate::pattern::answer::language::{
    Calendar, Clock, Denial, Language, Money, Nouns, Numbers, Places, Talk,
};

pub(super) const ITALIAN: Language = Language {
    code: "it",
    numbers: NUMBERS,
    calendar: CALENDAR,
    clock: CLOCK,
    money: Money {
        currency: "euro, euri, dollaro, dollari, franco, franchi, sterlina, sterline, lire, \
            eurini",
        cents: "centesimo, centesimi, cent",
    },
    talk: TALK,
    denial: DENIAL,
    places: PLACES,
    nouns: Nouns {
        count: "bimbo, bimbi, bambina, bambine, neonato, neonati, ragazzi, persone, persona, \
            adulti, adulto, bambini, bambino, pezzi, pezzo, unità, posti, \
            biglietti, in totale, in tutto, anni, ospiti, coperti, volte, notti, camere, siamo, saremo, \
            numero, quantità, di noi, gente, x",
        money: "budget, prezzo, in totale, in tutto, ciascuno, a persona, massimo, al massimo, \
            costa, \
            costano, spendere, importo",
        email: "email, e mail, mail, posta, indirizzo, elettronica, scrivimi, contatto",
        phone: "telefono, numero, cellulare, tel, cell, whatsapp, chiamami, chiamare, contatto",
        url: "sito, sito web, pagina, link, url, indirizzo, web",
        when: "data, ora, orario, giorno, il, del, per, da, dal, verso, circa, ore, in punto, \
            compleanno, nato, nata, possibile, meglio, arrivo, entro, dopo",
        duration: "dura, ci vuole, ci vogliono, circa, in totale, fino a, almeno, al massimo, \
            per, \
            durata",
    },
};

const NUMBERS: Numbers = Numbers {
    words: &[
        (0, "zero"),
        (2, "due, un paio, un paio di, paio di, entrambi"),
        (3, "tre"),
        (4, "quattro"),
        (5, "cinque"),
        (6, "sei, mezza dozzina"),
        (7, "sette"),
        (8, "otto"),
        (9, "nove"),
        (10, "dieci, una decina, una decina di"),
        (11, "undici"),
        (12, "dodici"),
        (13, "tredici"),
        (14, "quattordici"),
        (15, "quindici, una quindicina, una quindicina di"),
        (16, "sedici"),
        (17, "diciassette"),
        (18, "diciotto"),
        (19, "diciannove"),
        (20, "una ventina, una ventina di"),
    ],
    composed: || table(&TENS, &UNITS, elided),
    one: "un, uno, una",
    articles: "",
    scales: &[
        (12, "dozzina, dozzine, dozzina di"),
        (100, "cento, centinaio"),
        (1_000, "mille, mila, migliaio"),
        (1_000_000, "milione, milioni"),
        (1_000_000_000, "miliardo, miliardi"),
    ],
    glued: &[(1_000, "mila, mille"), (100, "cento")],
    and: "e",
    minus: "meno",
    point: "virgola",
    half: "mezzo, mezza, metà",
    and_half: "e mezzo, e mezza",
    either: "al, all, o, a, e, oppure, fino a",
    short_tail: false,
    halves: &[],
    quarters: &[],
};

const TENS: [&str; 8] =
    ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];
const UNITS: [&str; 9] =
    ["uno, un, una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"];

/// "venti" and "uno" are "ventuno": one of two vowels goes.
fn elided(ten: &str, unit: &str) -> String {
    let stem = if unit.starts_with(['u', 'o']) { ten.trim_end_matches(['i', 'a']) } else { ten };
    format!("{stem}{unit}")
}

const CALENDAR: Calendar = Calendar {
    months: [
        "gennaio, gen, genn",
        "febbraio, feb, febbr",
        "marzo, mar",
        "aprile, apr",
        "maggio, mag, magg",
        "giugno, giu",
        "luglio, lug",
        "agosto, ago",
        "settembre, set, sett",
        "ottobre, ott",
        "novembre, nov",
        "dicembre, dic",
    ],
    weekdays: [
        "lunedì, lun",
        "martedì, mar",
        "mercoledì, mer",
        "giovedì, gio",
        "venerdì, ven",
        "sabato, sab",
        "domenica, dom",
    ],
    in_brackets: [""; 7],
    days: &[
        (0, "oggi, quest oggi"),
        (1, "domani"),
        (2, "dopodomani, dopo domani"),
        (-1, "ieri"),
        (-2, "l altro ieri, altro ieri, ieri l altro, avantieri"),
    ],
    now: "adesso, ora, subito, immediatamente, appena possibile, il prima possibile",
    ordinal: "o, mo",
    the: "il, l, giorno, il giorno, per il, dal, del",
    of: "di, del, dell anno",
    year: "",
    units: [
        "secondo, secondi, sec, s",
        "minuto, minuti, min, m",
        "ora, ore, h",
        "giorno, giorni, gg, g",
        "settimana, settimane, sett",
        "mese, mesi",
        "anno, anni",
    ],
    spans: &[
        (900, "un quarto d ora, quarto d ora"),
        (1_800, "mezz ora, mezzora, mezza ora, una mezz ora, una mezzora"),
        (2_700, "tre quarti d ora"),
        (43_200, "mezza giornata"),
        (86_400, "una giornata"),
        (1_296_000, "quindicina di giorni"),
    ],
    ahead: ["tra, fra, entro", "da oggi, da adesso, dopo, più tardi"],
    ago: ["", "fa, prima, or sono"],
    next_week: ["", "della prossima settimana, della settimana prossima"],
    coming: ["prossimo, il prossimo, prossima, la prossima", "prossimo, prossima, che viene"],
    this: ["questo, questa", "di questa settimana"],
    shift: [
        "ogni, tutti i, tutte le, prima di, prima del, dopo, dopo il, scorso, ultimo, l ultimo, \
            vigilia di",
        "scorso, scorsa, passato, passata, della settimana scorsa, della scorsa settimana, della \
            settimana passata, del mese scorso, dello scorso mese, dell anno scorso, dello \
            scorso anno, del mese prossimo, del prossimo mese, dell anno prossimo, del prossimo \
            anno",
    ],
    later: &[(7, "a otto")],
    beyond: "da, dopo, a partire da",
};

const CLOCK: Clock = Clock {
    parts: [
        "di mattina, del mattino, la mattina, mattina, di mattino, al mattino, stamattina, am",
        "di pomeriggio, del pomeriggio, pomeriggio, il pomeriggio, nel pomeriggio, pm",
        "di sera, della sera, la sera, sera, in serata",
        "di notte, della notte, notte",
    ],
    tonight: "stasera, questa sera, stanotte",
    noon: "mezzogiorno, a mezzogiorno, mezzodì",
    midnight: "mezzanotte, a mezzanotte",
    hour: [
        "alle, all, alle ore, ore, verso le, intorno alle, dalle, per le, dopo le, prima delle, \
            fino alle, circa alle",
        "ore, h, in punto",
    ],
    names: &[],
    from: &[],
    before: &[(-15, "un quarto alle, un quarto all")],
    behind: &[
        (30, "e mezza, e mezzo"),
        (15, "e un quarto, e quarto"),
        (45, "e tre quarti"),
        (-15, "meno un quarto, meno quarto"),
    ],
    past: "",
    to: "alle",
    plus: "e",
    less: "meno",
};

const TALK: Talk = Talk {
    yes: "sì, si sì, certo, certamente, certo che sì, sicuro, sicuramente, sì grazie, sì certo, \
        assolutamente, assolutamente sì, senz altro, senza dubbio, volentieri, d accordo, va bene, \
        perché no, come no, esatto, ovvio, ovviamente, naturalmente, con piacere, nessun problema, \
        affermativo, ok va bene, dai, magari sì, ci sto, certo grazie",
    weak_yes: "si, ok, okay, giusto, corretto, perfetto, vero, bene, ottimo, s, esattamente, \
        benissimo",
    no: "no, no grazie, noo, mai, per niente, assolutamente no, certo che no, per nulla, non ora, \
        non adesso, non oggi, non ancora, non proprio, negativo, nemmeno per sogno, neanche, macché, \
        non voglio, meglio di no, direi di no, credo di no, no no, non mi interessa, nient \
            affatto",
    weak_no: "falso, sbagliato, n, niente, nessuno",
    unsure: "non so, non lo so, boh, forse, non sono sicuro, non sono sicura, dipende, chissà, \
        sì e no, \
        nessuna idea, non ne ho idea, è uguale, mi è indifferente, fa lo stesso, sì o no",
    done: "fatto, finito, basta, basta così, è tutto, questo è tutto, nient altro, niente altro, \
        ho \
        finito, fine, no, no grazie, a posto, a posto così, tutto qui, nulla più, sono a posto",
    filler: "a, ad, ai, al, alla, allora, anche, avrei, bene, beh, buongiorno, buonasera, c, \
        che, ci, \
        ciao, circa, come, con, credo, d, da, dai, davvero, dei, del, della, delle, di, diciamo, dovrebbe, \
        e, ed, è, ecco, ehm, favore, gli, grazie, grazie mille, ha, ho, i, il, in, io, l, la, le, lei, lo, \
        ma, me, mi, mia, mio, miei, mie, nel, noi, nostra, nostro, o, ok, okay, per, per favore, perfavore, \
        pf, piacere, poi, prego, quindi, saremmo, sarebbe, sarebbero, sarà, saranno, scusa, se, si, sì, \
        siamo, solo, soltanto, sono, su, tavolo, tavolo per, ti, tipo, tutto, tutti, un, una, uno, va, \
        vi, voglio, vogliamo, vorrei, vorremmo, abbiamo, bisogno, serve, servono, prendo, \
            prendiamo",
};

const DENIAL: Denial = Denial {
    before: "più di, meno di, io e, mia moglie e, mio marito e, più, non, no, mai, né, senza, \
        tranne, eccetto, salvo, meno, a parte, invece di, anziché, \
        piuttosto che, nessun, nessuna, niente, neanche, nemmeno, fuorché, odio",
    behind: "no, non, impossibile, è troppo, sono troppi, sono troppe, escluso, neanche",
    granted: "non più di, non meno di, non solo, perché no, come no, non c è problema, non \
        importa, non preoccuparti, non dimenticare, senza problemi, senza dubbio, senz altro, \
        più o meno, a meno, no aspetta, no scusa, no meglio, ma, bensì",
};

const PLACES: Places = Places {
    words: [
        "primo, prima",
        "secondo, seconda",
        "terzo, terza",
        "quarto, quarta",
        "quinto, quinta",
        "sesto, sesta",
        "settimo, settima",
        "ottavo, ottava",
        "nono, nona",
        "decimo, decima",
    ],
    last: "ultimo, ultima, l ultimo, l ultima",
    around: ["numero, opzione, l opzione", "o, a"],
    nouns: "opzione, scelta, risposta, alternativa, pulsante, della lista, in alto",
};
