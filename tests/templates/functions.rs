//! Our own functions and filters: values, hostile arguments, and what they cost.

use std::cell::Cell;
use std::rc::Rc;

use saywhen::limits::TEMPLATE_TICKS_MAX;
use saywhen::template::around::Die;
use saywhen::template::render::Scope;
use saywhen::template::vocabulary::{FILTERS, FUNCTIONS, TESTS};
use saywhen::words::name::Value;
use serde_json::json;

use crate::stage::{budget, speaking, stage};

/// A die that shows 0, 1, 2 … whatever its sides.
#[derive(Default)]
struct Counting(Cell<usize>);

impl Die for Counting {
    fn roll(&self, _: usize) -> usize {
        self.0.replace(self.0.get() + 1)
    }
}

/// Variables, with dice.
struct Turn {
    vars: Value,
    die: Rc<Counting>,
}

impl Turn {
    fn new() -> Self {
        let vars = json!({
            "list": ["a", "b", "c"], "one": ["a"], "empty": [], "n": 2, "price": 1234.5, "text": "1.10",
            "day": "2026-12-24", "now": "2026-12-24T18:30:00Z", "at": "18:30", "tel": "+33612345678",
            "here": {"lat": 48.8566, "lon": 2.3522, "title": ""}, "map": {"a": 1}, "yes": true,
            "nothing": null, "long": "Ä".repeat(30_000), "many": vec!["x"; 900],
        });
        Self { vars, die: Rc::default() }
    }
}

impl Scope for Turn {
    fn get(&self, root: &str) -> Option<Value> {
        self.vars.get(root).cloned()
    }

    fn die(&self) -> Option<Rc<dyn Die>> {
        Some(self.die.clone())
    }
}

/// The text, or the code and words of the fault, and the ticks spent.
fn render(text: &str, locale: &str) -> (String, u32) {
    let stage = speaking(locale, &[], &[text], &[]);
    assert_eq!(stage.told(), Vec::<String>::new(), "{text}");
    let mut left = budget();
    let shown = stage.templates.render(stage.texts[0], &Turn::new(), &mut left);
    let spent = TEMPLATE_TICKS_MAX - left.ticks;
    (shown.unwrap_or_else(|fault| format!("{}: {}", fault.code, fault.text)), spent)
}

fn shows(locale: &str, cases: &[(&str, &str)]) {
    for (text, shown) in cases {
        assert_eq!(render(text, locale).0, *shown, "{text}");
    }
}

#[test]
fn pick_takes_an_item_by_the_turns_dice() {
    let three = "{{ pick(from=list) }}{{ pick(from=[\"x\", \"y\"]) }}{{ pick(from=one) }}";
    shows(
        "en",
        &[
            (three, "aya"),
            ("{% for i in list %}{{ pick(from=list) }}{% endfor %}", "abc"),
            ("{% set p = pick(from=[{\"k\": 1}]) %}{{ p.k }}", "1"),
            (
                "{{ pick(from=empty) }}",
                "T517: \"pick(from=empty)\" cannot be worked out: the list is empty",
            ),
        ],
    );
    for wrong in ["n", "text", "map", "nothing"] {
        let (fault, _) = render(&format!("{{{{ pick(from={wrong}) }}}}"), "en");
        assert!(fault.starts_with("T517"), "{wrong}: {fault}");
    }
    assert_eq!(render("{{ pick(from=nowhere) }}", "en").0, "V601: nothing has set \"nowhere\"");
}

#[test]
fn plural_takes_the_form_that_the_language_asks_for() {
    let polish = "{% for n in [1, 2, 5, 22, 0.5] %}{{ plural(n=n, one=\"plik\", few=\"pliki\", many=\"plików\", \
         other=\"pliku\") }} {% endfor %}";
    shows("pl", &[(polish, "plik pliki plików pliki pliku ")]);
    let english = "{% for n in [0, 1, 2, \"1\", -1] %}{{ plural(n=n, one=\"egg\", other=\"eggs\") }} {% endfor %}";
    shows("en", &[(english, "eggs egg eggs egg egg ")]);
    shows(
        "fr",
        &[
            ("{{ plural(n=0, one=\"œuf\", other=\"œufs\") }}", "œuf"),
            ("{{ plural(n=n, one=1, other=[2]) }}", "[2]"),
            ("{{ plural(n=n, many=\"m\", other=\"o\") }}", "o"),
        ],
    );
    for wrong in ["list", "day", "nothing", "yes", "long"] {
        let text = format!("{{{{ plural(n={wrong}, other=\"x\") }}}}");
        let (fault, _) = render(&text, "en");
        assert!(fault.starts_with("T517"), "{wrong}: {fault}");
        assert!(!fault.contains('Ä'), "{fault}");
    }
}

#[test]
fn money_is_written_as_the_language_writes_it() {
    shows(
        "en",
        &[
            ("{{ price | money(currency=\"EUR\") }}", "€1,234.50"),
            ("{{ text | money(currency='usd') }}", "$1.10"),
            ("{{ (price * n) | money(currency=\"JPY\") }}", "¥2,469"),
            ("{% set c = \"GBP\" %}{{ 26 | money(currency=c) }}", "£26.00"),
        ],
    );
    shows("fr", &[("{{ price | money(currency=\"EUR\") }}", "1 234,50 €")]);
    for wrong in ["list", "day", "nothing", "yes", "long", "map"] {
        let (fault, _) = render(&format!("{{{{ {wrong} | money(currency=\"EUR\") }}}}"), "en");
        assert!(fault.starts_with("T517"), "{wrong}: {fault}");
    }
    let (fault, _) = render("{{ price | money(currency=text) }}", "en");
    assert_eq!(
        fault,
        "T517: \"money(currency=text)\" cannot be worked out: there is no such currency"
    );
}

#[test]
fn dates_are_written_and_reckoned_with() {
    shows(
        "de",
        &[
            ("{{ day | date(format=\"%A, %-d. %B\") }}", "Donnerstag, 24. Dezember"),
            ("{{ now | date(format=\"%d.%m.%Y %H:%M\") }}", "24.12.2026 18:30"),
            ("{{ at | date(format=\"%-H Uhr\") }}", "18 Uhr"),
            ("{{ day | plus(days=8) | date(format=\"%d.%m.\") }}", "01.01."),
            ("{{ day | plus(days=-1, hours=6) }}", "2026-12-23T06:00:00"),
            ("{{ now | plus(hours=n) }}", "2026-12-24T20:30:00+00:00"),
            ("{{ at | plus(hours=8) }} {{ day | plus }}", "02:30 2026-12-24"),
        ],
    );
    let far = "{{ day | plus(days=99999999999) }}";
    for wrong in [
        far,
        "{{ list | date(format=\"%d\") }}",
        "{{ long | plus(days=1) }}",
        "{{ day | plus(days=1.5) }}",
        "{{ day | plus(days=text) }}",
        "{{ at | date(format=\"%d\") }}",
        "{{ day | date(format=long) }}",
    ] {
        let (fault, _) = render(wrong, "en");
        assert!(fault.starts_with("T517"), "{wrong}: {fault}");
    }
}

#[test]
fn words_numbers_and_places() {
    shows(
        "es",
        &[
            (
                "{{ list | join_and }} {{ [\"pan\", \"iglesia\"] | join_and }}",
                "a, b y c pan e iglesia",
            ),
            ("[{{ empty | join_and }}] {{ [n, 2.0, text] | join_and }}", "[] 2, 2 y 1.10"),
            ("{{ tel | phone }} {{ \"112\" | phone }} {{ n | phone }}", "+33 6 12 34 56 78 112 2"),
            ("{{ \"Ünïted  Caférs!\" | fold }}", "ünïted  caférs!"),
            ("{{ distance(from=here, lat=51.5074, lon=-0.1278) | round }} km", "344 km"),
            ("{{ distance(from=\"48.1,11.5\", lat=48.1, lon=\"11.5\") }}", "0"),
            ("{{ \"👨‍👩‍👧‍👦 family\" | truncate(length=13) }}", "👨‍👩‍👧‍👦…"),
            ("{{ \"a b&c\" | urlencode }}", "a%20b%26c"),
        ],
    );
    for wrong in [
        "{{ text | join_and }}",
        "{{ distance(from=text, lat=1, lon=2) }}",
        "{{ distance(from=here, lat=n * 46, lon=2) }}",
        "{{ distance(from=here, lat=list, lon=2) }}",
        "{{ list | fold }}",
        "{{ \"x\" | truncate(length=-1) }}",
    ] {
        let (fault, _) = render(wrong, "en");
        assert!(fault.starts_with("T517"), "{wrong}: {fault}");
    }
}

#[test]
fn what_is_no_place_is_told_without_what_somebody_typed() {
    for (call, why) in [
        (
            "distance(from=text, lat=1, lon=2)",
            ": only the answer of a location question is a place",
        ),
        ("distance(from=map, lat=1, lon=2)", ": only the answer of a location question is a place"),
        ("distance(from=here, lat=n * 46, lon=2)", ": there is no such place on earth"),
    ] {
        let told = format!("T517: \"{call}\" cannot be worked out{why}");
        assert_eq!(render(&format!("{{{{ {call} }}}}"), "en").0, told);
    }
}

#[test]
fn every_call_is_counted_and_long_values_cost_more() {
    for (text, least, most) in [
        ("{{ pick(from=list) }}!", 1, 2),
        ("{{ plural(n=n, other=\"x\") }}!", 1, 2),
        ("{{ price | money(currency=\"EUR\") }}!", 1, 2),
        ("{{ day | date(format=\"%d\") }}!", 1, 2),
        ("{{ day | plus(days=1) }}!", 1, 2),
        ("{{ tel | phone }}!", 1, 2),
        ("{{ distance(from=here, lat=1, lon=2) }}!", 1, 2),
        ("{{ list | join_and }}!", 4, 5),
        ("{{ many | join_and | length }}!", 900, 1_000),
        ("{{ long | fold | length }}!", 900, 2_000),
        ("{{ long | phone | length }}!", 900, 2_000),
        ("{{ long | truncate(length=9) }}!", 900, 1_000),
    ] {
        let (shown, spent) = render(text, "en");
        assert!(!shown.starts_with('T') && !shown.starts_with('V'), "{text}: {shown}");
        assert!((least..=most).contains(&spent), "{text}: {spent}");
    }
    let often = "{% for a in many %}{% for b in many %}{{ n | money(currency=\"EUR\") }}{{ pick(from=list) }}{% endfor %}{% endfor %}";
    assert!(render(often, "en").0.starts_with("T516"));
}

#[test]
fn wrong_calls_are_told_at_load() {
    for (text, told) in [
        ("{{ a | truncate(lenght=3) }}", "T502 1:17 \"truncate\" takes no \"lenght\" | lenght"),
        ("{{ a | truncate }}", "T502 1:8 \"truncate\" needs length=… | truncate"),
        ("{{ plural(n=a) }}", "T502 1:4 \"plural\" needs other=… | plural"),
        ("{{ distance(lat=1) }}", "T502 1:4 \"distance\" needs from=…, lon=… | distance"),
        ("{{ distance(from=\"Paris\", lat=1, lon=2) }}", "T502 1:19 \"Paris\" is no place | Paris"),
        ("{{ distance(from=a, lat=-91.5, lon=2) }}", "T502 1:25 \"-91.5\" is no latitude | -91.5"),
        (
            "{{ distance(from=a, lat=1, lon=\"east\") }}",
            "T502 1:33 \"east\" is no longitude | east",
        ),
        ("{{ a | upper(x=1) }}", "T502 1:14 \"upper\" takes no \"x\" | x"),
        ("{{ a is containing(a=1) }}", "T502 1:20 \"containing\" takes no \"a\" | a"),
        ("{{ a is divisible_by }}", "T502 1:9 \"divisible_by\" needs divisor=… | divisible_by"),
        (
            "{{ a | monney(currency=\"EUR\") }}",
            "T502 1:8 I don't know the filter \"monney\" | monney",
        ),
        ("{{ pik(from=a) }}", "T502 1:4 I don't know the function \"pik\" | pik"),
        ("{{ a | money(currency=\"EURO\") }}", "T502 1:24 There is no currency \"EURO\" | EURO"),
        ("{{ a | date(format='%Q') }}", "T502 1:21 \"%Q\" is no format of a date or time | %Q"),
        ("{{ open_now() }}", "T502 1:4 \"open_now\" needs `hours:` in bot.yaml | open_now"),
        ("{{ pick(a) }}", "T500 1:9 What is handed over in ( ) needs a name | a"),
        (
            "{% filter truncat(length=1) %}x{% endfilter %}",
            "T502 1:11 I don't know the filter \"truncat\" | truncat",
        ),
        (
            "{% filter truncate %}x{% endfilter %}",
            "T502 1:11 \"truncate\" needs length=… | truncate",
        ),
    ] {
        assert_eq!(stage(&[], &[text], &[]).told(), [told], "{text}");
    }
}

#[test]
fn every_word_of_the_vocabulary_can_be_called() {
    let given = |takes: &[&str]| {
        let one = |name: &&str| match name.trim_end_matches('?') {
            "currency" => "currency=\"EUR\"".to_owned(),
            name => format!("{name}=a"),
        };
        let all: Vec<_> = takes.iter().map(one).collect();
        if all.is_empty() { String::new() } else { format!("({})", all.join(", ")) }
    };
    let filters = FILTERS.iter().map(|it| format!("{{{{ a | {}{} }}}}", it.name, given(it.takes)));
    let functions = FUNCTIONS.iter().map(|it| format!("{{{{ {}{} }}}}", it.name, given(it.takes)));
    let tests = TESTS.iter().map(|it| format!("{{{{ a is {}{} }}}}", it.name, given(it.takes)));
    let calls: Vec<String> = filters.chain(functions).chain(tests).collect();
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    assert_eq!(stage(&[], &calls, &[]).told(), Vec::<String>::new());
    for words in [FILTERS, FUNCTIONS, TESTS] {
        assert!(words.is_sorted_by_key(|word| word.name), "in the order of the alphabet");
        assert!(words.iter().all(|word| !word.doc.is_empty()));
    }
}
