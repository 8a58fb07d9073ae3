//! Every filter, function and test that authors may use, with its arguments. Load checks, "did you
//! mean" and the reference read the same tables.

/// A word that authors may use in an expression.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// As they write it.
    pub name: &'static str,
    /// The names of its arguments; one that may be left out ends in `?`.
    pub takes: &'static [&'static str],
    /// One line for people.
    pub doc: &'static str,
    /// What it goes through before it begins.
    pub(super) reads: Reads,
}

/// What a filter of Tera's goes through; a counter of ours stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// Nothing worth counting, or it counts for itself.
    Little,
    /// All letters of a text; a list only as a whole.
    Letters,
    /// All letters, or all items.
    Everything,
}

impl Word {
    /// Its arguments: the name, and whether it must be given.
    pub fn arguments(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let one = |name: &&'static str| match name.strip_suffix('?') {
            Some(name) => (name, false),
            None => (*name, true),
        };
        self.takes.iter().map(one)
    }
}

const fn word(name: &'static str, takes: &'static [&'static str], doc: &'static str) -> Word {
    Word { name, takes, doc, reads: Reads::Little }
}

const fn long(name: &'static str, takes: &'static [&'static str], doc: &'static str) -> Word {
    Word { name, takes, doc, reads: Reads::Everything }
}

const fn letters(name: &'static str, doc: &'static str) -> Word {
    Word { name, takes: &[], doc, reads: Reads::Letters }
}

/// Filters, behind `|`.
pub const FILTERS: &[Word] = &[
    word("abs", &[], "a number without its sign"),
    long("capitalize", &[], "the first letter large, the others small"),
    word(
        "date",
        &["format"],
        "a date or time, as `format` says: %d.%m.%Y %H:%M, on the visitor's clock",
    ),
    word("default", &["value", "boolean?"], "another value where nothing is set"),
    word("first", &[], "the first item of a list"),
    word("float", &[], "a number from a text"),
    word("fold", &[], "a text as triggers compare it: small letters, no accents"),
    word("get", &["key", "default?"], "one value of a map"),
    word("group_by", &["attribute"], "lists by the value of an attribute"),
    word("indent", &["width?", "first?"], "a text further to the right"),
    word("int", &["base?"], "a whole number from a text"),
    word("join", &["sep?"], "the items of a list as one text"),
    word("join_and", &[], "the items of a list as people list them: a, b and c"),
    word("json_encode", &[], "a value as JSON"),
    long("keys", &[], "the names in a map"),
    word("last", &[], "the last item of a list"),
    letters("length", "how many letters, items or entries"),
    long("lower", &[], "small letters"),
    word("money", &["currency"], "an amount of money: €1,234.50"),
    word("nth", &["n"], "an item of a list, counted from 0"),
    long("pairs", &[], "names and values of a map"),
    word("phone", &[], "a telephone number in groups"),
    word("pluralize", &["singular?", "plural?"], "an ending for a number, in English"),
    word("plus", &["days?", "hours?"], "a date or time so much later, on the visitor's clock"),
    word("replace", &["from", "to"], "a text with other words in it"),
    long("reverse", &[], "a list or text from its end"),
    word("round", &["method?", "precision?"], "a rounded number"),
    long("sort", &["attribute?"], "a list in order"),
    long("split", &["pat"], "a text cut into a list"),
    word("str", &[], "a value as a text"),
    long("title", &[], "every word with a large first letter"),
    long("trim", &["pat?"], "a text without spaces around it"),
    long("trim_end", &["pat?"], "a text without spaces behind it"),
    long("trim_start", &["pat?"], "a text without spaces before it"),
    word("truncate", &["length", "end?"], "a text cut with … so that it fits"),
    word("unique", &[], "each item of a list once"),
    long("upper", &[], "large letters"),
    word("urlencode", &[], "a text as part of a link"),
    long("values", &[], "the values of a map"),
    long("wordcount", &[], "how many words"),
];

/// Functions.
pub const FUNCTIONS: &[Word] = &[
    word("distance", &["from", "lat", "lon"], "kilometres from a location to a place"),
    word("open_now", &["at?"], "whether it is open, by `hours` or the calendar of that name"),
    word("opens_at", &["at?"], "when it opens next; empty if it never does"),
    word("pick", &["from"], "an item of a list, by chance"),
    word(
        "plural",
        &["n", "zero?", "one?", "two?", "few?", "many?", "other"],
        "the word for a number, by the rules of the bot's language",
    ),
    word("range", &["start?", "end", "step_by?"], "numbers in order, without the end"),
    word("tr", &["text"], "a sentence as `locales/` has it in the visitor's language"),
];

/// Tests, behind `is`.
pub const TESTS: &[Word] = &[
    word("array", &[], "a list"),
    word("bool", &[], "true or false"),
    word("containing", &["pat"], "a text, list or map with that in it"),
    word("defined", &[], "something has set it"),
    word("divisible_by", &["divisor"], "divides without a rest"),
    word("ending_with", &["pat"], "a text with that end"),
    word("even", &[], "0, 2, 4 …"),
    word("float", &[], "a number with a fraction"),
    word("integer", &[], "a whole number"),
    word("iterable", &[], "something that `for` can go through"),
    word("map", &[], "a map"),
    word("none", &[], "nothing"),
    word("number", &[], "a number"),
    word("odd", &[], "1, 3, 5 …"),
    word("starting_with", &["pat"], "a text with that beginning"),
    word("string", &[], "a text"),
    word("undefined", &[], "nothing has set it"),
];

/// Finds a word by its name.
pub(super) fn find(words: &'static [Word], name: &str) -> Option<&'static Word> {
    words.iter().find(|word| word.name == name)
}

/// What a filter goes through.
pub(super) fn reads(filter: &str) -> Reads {
    find(FILTERS, filter).map_or(Reads::Little, |word| word.reads)
}
