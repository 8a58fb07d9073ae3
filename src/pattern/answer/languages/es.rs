//! Spanish.

use crate::pattern::answer::compose::tens;
use crate::pattern::answer::language::{
    Calendar, Clock, Denial, Language, Money, Nouns, Numbers, Places, Talk,
};

pub(super) const SPANISH: Language = Language {
    code: "es",
    numbers: NUMBERS,
    calendar: CALENDAR,
    clock: CLOCK,
    money: Money {
        currency: "euro, euros, dólar, dólares, peso, pesos, soles, sol, bolívares, quetzales, \
            lempiras, colones, guaraníes, pavos, libras, pesos mexicanos, pesos argentinos, \
                mangos, lucas",
        cents: "céntimo, céntimos, centavo, centavos",
    },
    talk: TALK,
    denial: DENIAL,
    places: PLACES,
    nouns: Nouns {
        count: "niño, niña, niñas, bebé, bebés, menor, menores, mayor, mayores, personas, \
            persona, gente, adultos, adulto, niños, piezas, pieza, unidades, unidad, \
            entradas, boletos, en total, años, comensales, veces, noches, habitaciones, somos, seremos, \
            cantidad, número, nosotros, invitados, de nosotros, x",
        money: "presupuesto, precio, en total, cada uno, por persona, máximo, cuesta, cuestan, \
            gastar, \
            valor, importe",
        email: "correo, email, e mail, mail, electrónico, dirección, mi correo es, escríbeme, \
            contacto",
        phone: "teléfono, número, celular, móvil, tel, cel, whatsapp, llámame, llamar, contacto",
        url: "web, sitio, página, enlace, link, url, dirección, sitio web, página web",
        when: "fecha, hora, día, el, del, para, desde, hasta, sobre, alrededor, horas, en punto, \
            aproximadamente, cumpleaños, nací, nacimiento, llego, vamos, puede ser, mejor, más o \
                menos",
        duration: "dura, tarda, unas, unos, aproximadamente, en total, hasta, al menos, como \
            máximo, \
            durante, más o menos",
    },
};

const NUMBERS: Numbers = Numbers {
    words: &[
        (0, "cero"),
        (2, "dos, un par, un par de, par de, ambos"),
        (3, "tres"),
        (4, "cuatro"),
        (5, "cinco"),
        (6, "seis, media docena"),
        (7, "siete"),
        (8, "ocho"),
        (9, "nueve"),
        (10, "diez"),
        (11, "once"),
        (12, "doce"),
        (13, "trece"),
        (14, "catorce"),
        (15, "quince"),
        (16, "dieciséis, diez y seis"),
        (17, "diecisiete, diez y siete"),
        (18, "dieciocho, diez y ocho"),
        (19, "diecinueve, diez y nueve"),
        (20, "veinte"),
        (21, "veintiuno, veintiún, veintiuna"),
        (22, "veintidós"),
        (23, "veintitrés"),
        (24, "veinticuatro"),
        (25, "veinticinco"),
        (26, "veintiséis"),
        (27, "veintisiete"),
        (28, "veintiocho"),
        (29, "veintinueve"),
        (100, "cien, ciento"),
        (200, "doscientos, doscientas"),
        (300, "trescientos, trescientas"),
        (400, "cuatrocientos, cuatrocientas"),
        (500, "quinientos, quinientas"),
        (600, "seiscientos, seiscientas"),
        (700, "setecientos, setecientas"),
        (800, "ochocientos, ochocientas"),
        (900, "novecientos, novecientas"),
    ],
    composed: || tens(&TENS, " y ", &UNITS),
    one: "un, una, uno",
    articles: "",
    scales: &[(12, "docena, docenas"), (1_000, "mil, miles"), (1_000_000, "millón, millones")],
    glued: &[],
    and: "",
    minus: "menos",
    point: "coma, punto",
    half: "medio, media",
    and_half: "y medio, y media",
    either: "al, o, u, a, y, ó, hasta",
    short_tail: false,
    halves: &[],
    quarters: &[],
};

/// Twenties are one word.
const TENS: [&str; 8] =
    ["", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const UNITS: [&str; 9] =
    ["uno, un, una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"];

const CALENDAR: Calendar = Calendar {
    months: [
        "enero, ene",
        "febrero, feb",
        "marzo, mar",
        "abril, abr",
        "mayo, may",
        "junio, jun",
        "julio, jul",
        "agosto, ago",
        "septiembre, setiembre, sep, sept, set",
        "octubre, oct",
        "noviembre, nov",
        "diciembre, dic",
    ],
    weekdays: [
        "lunes, lun",
        "martes, mar",
        "miércoles, mié",
        "jueves, jue",
        "viernes, vie",
        "sábado, sáb",
        "domingo, dom",
    ],
    in_brackets: [""; 7],
    days: &[
        (0, "hoy, hoy mismo"),
        (1, "mañana, el día de mañana"),
        (2, "pasado mañana"),
        (-1, "ayer"),
        (-2, "anteayer, antier, antes de ayer"),
    ],
    now: "ahora, ahora mismo, ya, ya mismo, lo antes posible, cuanto antes, ahorita",
    ordinal: "o, ero",
    the: "el, el día, día, para el",
    of: "de, del, del año",
    year: "",
    units: [
        "segundo, segundos, seg, s",
        "minuto, minutos, min, mins, m",
        "hora, horas, h, hs, hrs",
        "día, días, d",
        "semana, semanas, sem",
        "mes, meses",
        "año, años",
    ],
    spans: &[
        (900, "un cuarto de hora, cuarto de hora"),
        (1_800, "media hora"),
        (2_700, "tres cuartos de hora"),
        (43_200, "medio día"),
        (1_296_000, "quincena, una quincena"),
    ],
    ahead: ["en, dentro de, de aquí a", "a partir de hoy, a partir de ahora, más tarde, después"],
    ago: ["hace", "atrás, antes"],
    next_week: ["", "de la próxima semana, de la semana que viene, de la semana próxima"],
    coming: [
        "próximo, el próximo, este próximo, próxima",
        "que viene, próximo, que entra, próximo que viene",
    ],
    this: ["este, esta", "de esta semana"],
    shift: [
        "último, todos los, cada, antes de, antes del, antes de el, después de, después del, \
            después de el, desde, desde el, tras, tras el, pasado, pasado el, víspera de, \
            víspera del",
        "pasado, pasada, anterior, de la semana pasada, del mes pasado, del año pasado, del \
            próximo mes, del mes que viene, del mes próximo, del próximo año, del año que viene, \
            del año próximo",
    ],
    later: &[(7, "en ocho, en ocho días")],
    beyond: "desde, desde el, después de, después del, a partir de, a partir del",
};

const CLOCK: Clock = Clock {
    parts: [
        "am, a m, de la mañana, por la mañana, en la mañana, de la madrugada, de madrugada",
        "pm, p m, de la tarde, por la tarde, en la tarde, del mediodía",
        "",
        "de la noche, por la noche, en la noche",
    ],
    tonight: "esta noche, hoy en la noche, hoy por la noche",
    noon: "mediodía, medio día, al mediodía, las doce del mediodía",
    midnight: "medianoche, media noche, a medianoche",
    hour: [
        "a las, a la, desde las, sobre las, hacia las, alrededor de las, para las, hasta las, \
            tipo, a eso de las, después de las",
        "horas, hora, h, hs, hrs, en punto",
    ],
    names: &[],
    from: &[],
    before: &[
        (-15, "cuarto para las, un cuarto para las, cuarto para la"),
        (-10, "diez para las"),
        (-5, "cinco para las"),
    ],
    behind: &[
        (30, "y media"),
        (15, "y cuarto, y quarto"),
        (-15, "menos cuarto, menos un cuarto"),
        (-20, "menos veinte"),
    ],
    past: "",
    to: "para las, para la",
    plus: "y, con",
    less: "menos",
};

const TALK: Talk = Talk {
    yes: "sí, sip, claro, claro que sí, por supuesto, desde luego, cómo no, seguro, sí por favor, \
        de acuerdo, sin duda, obvio, ciertamente, afirmativo, así es, por favor que sí, dale, simón, \
        con gusto, me encantaría, sí claro, está bien, órale, sale, sí quiero",
    weak_yes: "vale, ok, okay, okey, bueno, correcto, exacto, perfecto, genial, bien, ya, \
        verdadero, \
        listo, va, s, y",
    no: "no, nop, nel, no gracias, para nada, en absoluto, de ninguna manera, nunca, jamás, \
        claro que \
        no, por supuesto que no, ahora no, hoy no, todavía no, aún no, no quiero, no por ahora, \
        que va, ni hablar, negativo, mejor no, tampoco, creo que no",
    weak_no: "falso, incorrecto, n, nada",
    unsure: "no sé, no lo sé, no estoy seguro, no estoy segura, tal vez, quizás, quizá, a lo \
        mejor, \
        puede ser, depende, sí y no, ni idea, no tengo idea, me da igual, es igual, sí o no",
    done: "listo, ya está, eso es todo, es todo, nada más, terminado, terminé, fin, ya, no más, \
        no, \
        no gracias, sería todo, ya terminé, completo, suficiente",
    filler: "a, al, algo, aproximadamente, así, bien, bueno, buenas, con, creo, creo que, \
        cuando, de, \
        del, el, ella, en, eh, es, eso, esta, este, estoy, favor, gracias, muchas gracias, ha, hola, \
        la, las, le, lo, los, me, mi, mis, mío, muy, necesito, nos, nosotros, nuestro, o, oye, para, \
        perdón, por, por favor, porfa, porfavor, pues, que, quería, quisiera, quiero, queremos, se, \
        sería, serían, sí, solo, solamente, son, somos, soy, su, sus, tengo, tenemos, tu, un, una, \
        unas, unos, uno, y, yo, ya, mesa, mesa para, más o menos, máximo, porfis, ok, okay, \
            vale, claro",
};

const DENIAL: Denial = Denial {
    before: "entre, \
            más de, menos de, más que, yo y, mi esposa y, mi mujer y, mi marido y, mi esposo y, \
        más, no, ni, nunca, sin, excepto, salvo, menos, tampoco, en vez de, en lugar de, nada \
        de, ningún, ninguna, odio",
    behind: "no, tampoco, imposible, es demasiado, son demasiados, son demasiadas, es mucho, \
        excluido",
    granted: "no más de, no menos de, no solo, no sólo, no solamente, por qué no, porque no, \
        cómo no, al menos, por lo menos, más o menos, no importa, no se preocupe, no te \
        preocupes, no hay problema, no olvides, sin problema, sin duda, sin falta, no mejor, no \
        perdón, no espera, sino, pero",
};

const PLACES: Places = Places {
    words: [
        "primero, primera, primer",
        "segundo, segunda",
        "tercero, tercera, tercer",
        "cuarto, cuarta",
        "quinto, quinta",
        "sexto, sexta",
        "séptimo, séptima",
        "octavo, octava",
        "noveno, novena",
        "décimo, décima",
    ],
    last: "último, última",
    around: ["número, opción, la opción", "o, a, ro, ra, er, do, da, to, ta, ero, era"],
    nouns: "opción, respuesta, alternativa, botón, de la lista, de arriba, por favor",
};
