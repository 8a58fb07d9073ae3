//! English.

use crate::pattern::answer::compose::tens;
use crate::pattern::answer::language::{
    Calendar, Clock, Denial, Language, Money, Nouns, Numbers, Places, Talk,
};

pub(super) const ENGLISH: Language = Language {
    code: "en",
    numbers: NUMBERS,
    calendar: CALENDAR,
    clock: CLOCK,
    money: Money {
        currency: "dollar, dollars, dolars, bucks, buck, euro, euros, pound, pounds, quid, \
            sterling, \
            pounds sterling, rupee, rupees, yen, yuan, baht, franc, francs, peso, pesos, real, reais, \
            rand, dirham, dirhams, riyal, riyals, us dollars, singapore dollars",
        cents: "cent, cents, pence",
    },
    talk: TALK,
    denial: DENIAL,
    places: PLACES,
    nouns: Nouns {
        count: "child, kid, baby, babies, infant, infants, toddler, toddlers, teens, seniors, \
            men, women, ladies, people, persons, person, guests, guest, adults, adult, kids, \
            children, pieces, piece, \
            pcs, items, item, times, tickets, ticket, seats, seat, of us, of them, total, in total, \
            altogether, years old, years, yrs, old, y o, nights, rooms, x, number, quantity, qty, \
            amount, units, unit, pax, ppl, party of, of those, of these",
        money: "budget, price, amount, total, in total, each, per person, max, maximum, cash, \
            cost, \
            costs, spend, pay, worth, roughly",
        email: "email, e mail, mail, address, id, write, reach, contact",
        phone: "phone, number, tel, telephone, cell, mobile, cellphone, whatsapp, call, reach, \
            contact, no, text, nr, home, work",
        url: "website, site, link, url, page, homepage, address, web, here, here is, see, visit",
        when: "date, time, day, the, on, of, from, by, around, about, sometime, hours, clock, \
            sharp, \
            exactly, latest, earliest, birthday, born, was, works, fine, good, best, perfect, \
            possible, come, be there, arrive, starting, start",
        duration: "long, takes, take, lasts, last, stay, around, about, roughly, approximately, \
            approx, total, in total, only, up to, at least, at most",
    },
};

const NUMBERS: Numbers = Numbers {
    words: &[
        (0, "zero, nil, nought"),
        (2, "two, a couple, a couple of, couple, both"),
        (3, "three"),
        (4, "four"),
        (5, "five"),
        (6, "six, half a dozen"),
        (7, "seven"),
        (8, "eight"),
        (9, "nine"),
        (10, "ten"),
        (11, "eleven"),
        (12, "twelve"),
        (13, "thirteen"),
        (14, "fourteen"),
        (15, "fifteen"),
        (16, "sixteen"),
        (17, "seventeen"),
        (18, "eighteen"),
        (19, "nineteen"),
    ],
    composed: || tens(&TENS, " ", &UNITS),
    one: "one",
    articles: "a, an",
    scales: &[
        (12, "dozen, dozens"),
        (100, "hundred, hundreds"),
        (1_000, "thousand, thousands, k, grand"),
        (100_000, "lakh, lakhs"),
        (1_000_000, "million, millions, mio"),
        (10_000_000, "crore, crores"),
        (1_000_000_000, "billion, billions, bn"),
    ],
    glued: &[],
    and: "and",
    minus: "minus, negative",
    point: "point",
    half: "half, a half, one half",
    and_half: "and a half, and half, and one half",
    either: "or, to, and, till, until",
    short_tail: false,
    halves: &[],
    quarters: &[],
};

const TENS: [&str; 8] =
    ["twenty", "thirty", "forty, fourty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const UNITS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

const CALENDAR: Calendar = Calendar {
    months: [
        "january, jan",
        "february, feb",
        "march, mar",
        "april, apr",
        "may",
        "june, jun",
        "july, jul",
        "august, aug",
        "september, sep, sept",
        "october, oct",
        "november, nov",
        "december, dec",
    ],
    weekdays: [
        "monday, mon, mondays",
        "tuesday, tue, tues, tuesdays",
        "wednesday, wed, weds, wednesdays",
        "thursday, thu, thur, thurs, thursdays",
        "friday, fri, fridays",
        "saturday, sat, saturdays",
        "sunday, sun, sundays",
    ],
    in_brackets: [""; 7],
    days: &[
        (0, "today, 2day"),
        (1, "tomorrow, tmrw, tomorow, tommorow, tommorrow, tmr, tmw, 2morrow"),
        (2, "day after tomorrow, the day after tomorrow, overmorrow"),
        (-1, "yesterday"),
        (-2, "day before yesterday, the day before yesterday"),
    ],
    now: "now, right now, asap, immediately, straight away, right away, as soon as possible",
    ordinal: "st, nd, rd, th",
    the: "the, on the",
    of: "of",
    year: "",
    units: [
        "second, seconds, sec, secs, s",
        "minute, minutes, min, mins, m",
        "hour, hours, hr, hrs, h",
        "day, days, d",
        "week, weeks, wk, wks, w",
        "month, months, mth, mths",
        "year, years, yr, yrs, y",
    ],
    spans: &[
        (900, "quarter of an hour, a quarter of an hour, quarter hour, a quarter hour"),
        (1_800, "half an hour, half hour, a half hour, a half an hour"),
        (2_700, "three quarters of an hour"),
        (43_200, "half a day, half day, a half day"),
        (1_209_600, "fortnight, a fortnight"),
    ],
    ahead: ["in, within, after", "from now, from today, later, hence, ahead, time"],
    ago: ["", "ago, before, earlier, back"],
    next_week: ["next week, next week on, next", "next week, of next week, the week after"],
    coming: ["coming, this coming, the coming", ""],
    this: ["this", "this week, of this week"],
    shift: [
        "ago, \
            any, some, most, all, week of, the week of, last, past, previous, every, each, every \
            other, before, after, since, next, day before, \
            day after",
        "after next, before last, last week, last month, of last month, last year, of last year, \
            next month, of next month, next year, of next year, after that, before that, gone",
    ],
    later: &[(7, "week")],
    beyond: "from, after, following",
};

const CLOCK: Clock = Clock {
    parts: [
        "am, a m, morning, in the morning, this morning, in the am",
        "pm, p m, afternoon, in the afternoon, this afternoon, in the pm",
        "evening, in the evening, this evening",
        "night, at night",
    ],
    tonight: "tonight, 2nite, tonite",
    noon: "noon, midday, noontime",
    midnight: "midnight",
    hour: ["at, around, about, by, until, till, from", "o clock, oclock, hrs, h"],
    names: &[],
    from: &[],
    before: &[
        (30, "half past, half after, half"),
        (15, "quarter past, a quarter past, quarter after, a quarter after"),
        (-15, "quarter to, a quarter to, quarter of, a quarter of, quarter till, quarter before"),
    ],
    behind: &[],
    past: "past, after, minutes past, minutes after",
    to: "to, before, till, til, minutes to, minutes before, minutes till",
    plus: "",
    less: "",
};

const TALK: Talk = Talk {
    yes: "yes, yeah, yea, yep, yup, yess, yas, yes please, yes pls, sure, sure thing, of course, \
        absolutely, definitely, certainly, indeed, affirmative, totally, by all means, why not, i do, \
        i would, i am, i will, i have, we do, we are, we will, please do, sounds good, sounds great, \
        go ahead, go for it, let s do it, lets do it, no problem, not a problem, no worries, no doubt, \
        that s right, thats right, that is right, that s correct, thats correct, that is correct, \
        you bet, for sure, without a doubt, aye, yeah sure, it is, love to, i d love to, yessir, \
        uh huh, mhm, mm hmm, all right, alright, very well, with pleasure, gladly, okey dokey",
    weak_yes: "y, ya, ye, k, kk, ok, okay, okey, oki, right, correct, true, good, great, \
        perfect, fine, \
        cool, nice, exactly, agreed, please, deal, do it, yeh, confirm, confirmed, accept, \
            positive, si",
    no: "no, nope, nah, naw, no thanks, no thank you, no thx, no way, not really, not now, not \
        today, \
        not yet, never, negative, certainly not, absolutely not, definitely not, of course not, \
        not at all, i don t, i dont, i do not, i m not, im not, i am not, i won t, i wont, i haven t, \
        i d rather not, rather not, please don t, don t, dont, do not, no i don t, no i do not, \
        hell no, no more, nothing, not interested, not for me, not this time, by no means, noo, nop, \
        we don t, we dont, we do not, it isn t, it is not, it s not, its not, i think not, i \
            guess not",
    weak_no: "n, false, wrong, incorrect, nay, none, decline",
    unsure: "not sure, i m not sure, im not sure, i am not sure, maybe, perhaps, don t know, \
        dont know, \
        i don t know, i dont know, i do not know, do not know, no idea, who knows, not certain, \
        yes and no, yes or no, it depends, depends, idk, dunno, i have no idea, can t say, cant say, \
        don t care, dont care, i don t care, i dont care, whatever, either, don t mind, dont mind, \
        i don t mind, i dont mind, no preference, not no, not yes, sure not, unsure",
    done: "done, i m done, im done, that s all, thats all, that is all, that s it, thats it, \
        that is it, \
        that will be all, finished, finish, i m finished, im finished, nothing else, nothing more, \
        no more, that s everything, thats everything, all done, complete, end, ready, enough, no, \
        no thanks, no thank you, nope, that ll be all, nothing",
    filler: "a, about, actually, all, also, am, an, and, are, around, at, be, but, can, could, \
        d, do, er, \
        erm, er, for, get, give, go, going, gonna, guess, have, hello, hey, hi, hm, hmm, i, id, ill, im, \
        in, is, it, its, ive, just, let, like, ll, m, make, maybe, me, my, need, now, of, oh, ok, on, okay, \
        one, ones, only, or so, our, please, pls, plz, probably, really, s, say, should, so, some, take, \
        tell, thank, thanks, that, thats, the, then, there, think, this, thx, to, try, ty, uh, uhm, um, \
        ur, us, ve, want, wanna, we, well, will, with, would, you, your, yours, mine, let s, lets, cheers, \
        good, great, sir, madam, dear, bro, man, buddy, kindly, exactly, answer, re, \
            approximately",
};

const DENIAL: Denial = Denial {
    before: "longer than, shorter than, between, \
            under, over, above, below, \
            more than, less than, fewer than, me and, myself and, my wife and, my husband and, \
        my partner and, my family and, plus, not, no, never, without, except, except for, nor, \
        neither, none of, don t, dont, do \
        not, doesn t, didn t, isn t, aren t, won t, wont, can t, cant, cannot, couldn t, wouldn \
        t, shouldn t, hate, dislike, instead of, rather than, other than, apart from, aside \
        from, besides, any day but, every day but, any other day but, anything but, everything but, everyone \
        but, all but, any but, any time but, anytime but, allergic to",
    behind: "plus, \
            is not, isn t, is no, does not, doesn t, doesnt, don t, dont, didn t, won t, wont, \
        will not, can t, cant, cannot, are not, aren t, was not, wasn t, not possible, not good, \
        not ok, not okay, not work, not an option, no good, no way, is impossible, impossible, \
        is too, are too, is bad, is out, excluded",
    granted: "not only, no more than, not more than, no later than, not later than, no earlier \
        than, no less than, not less than, no fewer than, no matter, why not, not bad, don t \
        worry, dont worry, don t forget, dont forget, can t wait, cant wait, no wait, no sorry, \
        no actually, no make it, no i, no it s, no its, no we, no that s, oh no, but, instead",
};

const PLACES: Places = Places {
    words: [
        "first, 1st",
        "second, 2nd",
        "third",
        "fourth, forth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
    ],
    last: "last, very last, final, bottom",
    around: ["number, no, nr, option, choice, answer, item", "st, nd, rd, th"],
    nouns: "option, choice, answer, item, entry, pick, on the list, from the list, of the list, \
        button, from above",
};
