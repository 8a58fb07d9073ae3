//! Portuguese, of Brazil and Portugal.

use crate::pattern::answer::compose::tens;
use crate::pattern::answer::language::{
    Calendar, Clock, Denial, Language, Money, Nouns, Numbers, Places, Talk,
};

pub(super) const PORTUGUESE: Language = Language {
    code: "pt",
    numbers: NUMBERS,
    calendar: CALENDAR,
    clock: CLOCK,
    money: Money {
        currency: "real, reais, euro, euros, dólar, dólares, pila, pilas, conto, contos, paus, \
            libra, \
            libras, kwanza, kwanzas, meticais",
        cents: "centavo, centavos, cêntimo, cêntimos",
    },
    talk: TALK,
    denial: DENIAL,
    places: PLACES,
    nouns: Nouns {
        count: "criança, bebê, bebês, menor, menores, idoso, idosos, pessoas, pessoa, gente, \
            adultos, adulto, crianças, peças, peça, unidades, unidade, \
            lugares, ingressos, bilhetes, no total, ao todo, anos, convidados, vezes, noites, quartos, \
            somos, seremos, quantidade, número, de nós, x",
        money: "orçamento, preço, valor, no total, cada, cada um, por pessoa, no máximo, custa, \
            custam, \
            gastar",
        email: "email, e mail, mail, correio, endereço, escreve, contato, contacto",
        phone: "telefone, número, celular, telemóvel, tel, cel, whatsapp, zap, ligar, liga, \
            contato, \
            contacto, fone",
        url: "site, página, link, url, endereço, website, web",
        when: "data, hora, horário, dia, o, do, para, desde, até, por volta, horas, em ponto, \
            mais ou \
            menos, aniversário, nasci, nascimento, chego, pode ser, melhor, lá",
        duration: "dura, demora, leva, umas, uns, mais ou menos, no total, até, pelo menos, no \
            máximo, \
            durante, cerca de, em torno de",
    },
};

const NUMBERS: Numbers = Numbers {
    words: &[
        (0, "zero"),
        (2, "dois, duas, um par, um par de, par de, ambos"),
        (3, "três"),
        (4, "quatro"),
        (5, "cinco"),
        (6, "seis, meia dúzia"),
        (7, "sete"),
        (8, "oito"),
        (9, "nove"),
        (10, "dez"),
        (11, "onze"),
        (12, "doze"),
        (13, "treze"),
        (14, "catorze, quatorze"),
        (15, "quinze"),
        (16, "dezesseis, dezasseis"),
        (17, "dezessete, dezassete"),
        (18, "dezoito"),
        (19, "dezenove, dezanove"),
        (100, "cem, cento"),
        (200, "duzentos, duzentas"),
        (300, "trezentos, trezentas"),
        (400, "quatrocentos, quatrocentas"),
        (500, "quinhentos, quinhentas"),
        (600, "seiscentos, seiscentas"),
        (700, "setecentos, setecentas"),
        (800, "oitocentos, oitocentas"),
        (900, "novecentos, novecentas"),
    ],
    composed: || tens(&TENS, " e ", &UNITS),
    one: "um, uma",
    articles: "",
    scales: &[
        (12, "dúzia, dúzias"),
        (1_000, "mil, milhar, milhares"),
        (1_000_000, "milhão, milhões"),
        (1_000_000_000, "bilhão, bilhões"),
    ],
    glued: &[],
    and: "e",
    minus: "menos",
    point: "vírgula, ponto",
    half: "meio, meia, metade",
    and_half: "e meio, e meia",
    either: "ao, à, às, ou, a, e, até",
    short_tail: false,
    halves: &[],
    quarters: &[],
};

const TENS: [&str; 8] = [
    "vinte",
    "trinta",
    "quarenta",
    "cinquenta, cinqüenta",
    "sessenta",
    "setenta",
    "oitenta",
    "noventa",
];
const UNITS: [&str; 9] =
    ["um, uma", "dois, duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"];

const CALENDAR: Calendar = Calendar {
    months: [
        "janeiro, jan",
        "fevereiro, fev",
        "março, mar",
        "abril, abr",
        "maio, mai",
        "junho, jun",
        "julho, jul",
        "agosto, ago",
        "setembro, set",
        "outubro, out",
        "novembro, nov",
        "dezembro, dez",
    ],
    weekdays: [
        "segunda, segunda feira, seg, 2ª feira",
        "terça, terça feira, ter",
        "quarta, quarta feira, qua",
        "quinta, quinta feira, qui",
        "sexta, sexta feira, sex",
        "sábado, sáb",
        "domingo, dom",
    ],
    in_brackets: [""; 7],
    days: &[
        (0, "hoje, hoje mesmo"),
        (1, "amanhã"),
        (2, "depois de amanhã"),
        (-1, "ontem"),
        (-2, "anteontem"),
    ],
    now: "agora, agora mesmo, já, imediatamente, o quanto antes, o mais rápido possível",
    ordinal: "o, a",
    the: "o, dia, o dia, no dia, para o dia, pro dia, em",
    of: "de, do, do ano de",
    year: "",
    units: [
        "segundo, segundos, seg, s",
        "minuto, minutos, min, mins, m",
        "hora, horas, h, hs, hrs",
        "dia, dias, d",
        "semana, semanas",
        "mês, meses",
        "ano, anos",
    ],
    spans: &[
        (900, "um quarto de hora, quarto de hora"),
        (1_800, "meia hora, meia horinha"),
        (43_200, "meio dia, meio período"),
        (1_296_000, "quinzena, uma quinzena"),
    ],
    ahead: [
        "em, daqui a, dentro de, daqui",
        "a partir de hoje, a partir de agora, mais tarde, depois",
    ],
    ago: ["há, faz", "atrás, antes"],
    next_week: ["", "da próxima semana, da semana que vem"],
    coming: ["próxima, próximo, na próxima, no próximo", "que vem, próxima, próximo"],
    this: ["esta, este, nesta, neste, essa, esse, nessa, nesse", "desta semana"],
    shift: [
        "toda, todas as, todo, todos os, cada, antes de, antes da, antes do, depois de, depois \
            da, depois do, após, após a, após o, desde, desde a, última, último, véspera de",
        "passada, passado, retrasada, retrasado, anterior, da semana passada, do mês passado, do \
            ano passado, do próximo mês, do mês que vem, do próximo ano, do ano que vem",
    ],
    later: &[],
    beyond: "depois de, depois da, depois do, a partir de, a partir da, após",
};

const CLOCK: Clock = Clock {
    parts: [
        "am, a m, da manhã, de manhã, pela manhã, da madrugada, de madrugada",
        "pm, p m, da tarde, à tarde, de tarde, pela tarde",
        "",
        "da noite, à noite, de noite, pela noite",
    ],
    tonight: "hoje à noite, esta noite, hoje de noite",
    noon: "meio dia, ao meio dia",
    midnight: "meia noite, à meia noite",
    hour: [
        "às, à, as, a partir das, das, até às, pelas, por volta das, lá pelas, depois das, para \
            as, \
            pras, antes das",
        "horas, hora, h, hs, hrs, em ponto",
    ],
    names: &[],
    from: &[],
    before: &[
        (-15, "quinze para as, quinze para a, 15 para as, um quarto para as"),
        (-10, "dez para as, dez pras, 10 para as"),
        (-5, "cinco para as, cinco pras, 5 para as"),
        (-20, "vinte para as, 20 para as"),
    ],
    behind: &[(30, "e meia, e meio"), (15, "e um quarto, e quinze"), (-15, "menos um quarto")],
    past: "",
    to: "para as, pras, para a",
    plus: "e",
    less: "menos",
};

const TALK: Talk = Talk {
    yes: "sim, simm, claro, claro que sim, com certeza, lógico, óbvio, isso, isso mesmo, isso aí, \
        pode ser, pode, quero, quero sim, sim por favor, por favor sim, beleza, blz, bora, aceito, \
        sem dúvida, por que não, porque não, com prazer, positivo, uhum, aham, é, sem problema, \
        de acordo, tudo bem, claro sim, evidentemente, fechado, combinado",
    weak_yes: "ok, okay, certo, correto, exato, exatamente, perfeito, verdadeiro, bom, ótimo, s, \
        tá, \
        tá bom, tá bem, está bem, está certo, pronto",
    no: "não, nao, n não, não obrigado, não obrigada, nunca, jamais, de jeito nenhum, de modo \
        algum, \
        claro que não, com certeza não, agora não, hoje não, ainda não, não quero, não precisa, \
        negativo, nem pensar, melhor não, de forma alguma, acho que não, nada disso, num quero",
    weak_no: "falso, errado, n, nada, nenhum",
    unsure: "não sei, sei lá, talvez, não tenho certeza, depende, quem sabe, sim e não, tanto \
        faz, \
        não faço ideia, sem ideia, sim ou não, pode ser que sim, não importa",
    done: "pronto, é só, é só isso, só isso, é tudo, nada mais, terminei, acabou, acabei, fim, \
        chega, \
        não, não obrigado, não obrigada, mais nada, isso é tudo, completo, suficiente",
    filler: "a, acho, acho que, ao, aos, as, às, até, bem, boa, boa noite, boa tarde, bom, bom \
        dia, com, \
        como, da, de, do, dos, e, é, ela, ele, em, então, esse, essa, está, este, esta, eu, favor, gente, \
        gostaria, hum, isso, já, lá, mais ou menos, máximo, me, mesa, mesa para, meu, minha, minhas, \
        muito obrigado, muito obrigada, na, nas, nos, nós, nossa, nosso, o, obg, obrigada, obrigado, oi, \
        olá, os, ou, para, pra, pro, pf, pfv, pois, por, por favor, porfavor, precisamos, preciso, que, \
        quer, queria, queremos, quero, se, ser, será, seria, seriam, serão, só, somente, sou, são, \
        somos, sim, tem, tenho, temos, tipo, uma, um, umas, uns, vamos, vou, apenas, ok, cerca de",
};

const DENIAL: Denial = Denial {
    before: "entre, \
            mais de, mais que, menos de, menos que, eu e, minha esposa e, meu marido e, mais, \
        não, nao, nem, nunca, sem, exceto, menos, tirando, salvo, em vez de, ao invés de, \
        nada de, nenhum, nenhuma, jamais, num quero, odeio",
    behind: "não, nao, impossível, é demais, é muito, são muitos, excluído, nem pensar",
    granted: "não mais de, não mais que, não mais do que, não menos de, não só, não apenas, por \
        que não, porque não, não tem problema, não se preocupe, não esqueça, sem problema, sem \
        problemas, sem dúvida, sem falta, pelo menos, ao menos, mais ou menos, não espera, não \
        desculpa, não melhor, mas, e sim",
};

const PLACES: Places = Places {
    words: [
        "primeiro, primeira",
        "segundo, segunda",
        "terceiro, terceira",
        "quarto, quarta",
        "quinto, quinta",
        "sexto, sexta",
        "sétimo, sétima",
        "oitavo, oitava",
        "nono, nona",
        "décimo, décima",
    ],
    last: "último, última",
    around: ["número, opção, a opção", "o, a, ro, ra"],
    nouns: "opção, resposta, alternativa, botão, da lista, de cima",
};
