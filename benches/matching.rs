//! What it costs to find the rules that a message is for, from ten rules to a hundred thousand.
//!
//! `cargo bench --bench matching`. Figures mean something only beside the floor of the same run: one
//! scan of the same messages for one literal of each rule.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark"
)]

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use saywhen::pattern::fold::Message;
use saywhen::pattern::payload::PayloadPattern;
use saywhen::pattern::payloads::PayloadIndex;
use saywhen::pattern::prefilter::Prefilter;
use saywhen::pattern::rule::Rule;
use saywhen::pattern::synonyms::Synonyms;

/// Rules of a bot, one row each.
const RULES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];
/// Messages of one round: for rules of all kinds, nearly for one, and for none.
const MESSAGES: usize = 256;
/// How long one figure is measured, and how often; the best counts.
const ROUND: Duration = Duration::from_millis(200);
const ROUNDS: usize = 5;

const COMMON: [&str; 16] = [
    "what", "are", "your", "please", "tell", "me", "about", "the", "can", "you", "have", "today",
    "where", "is", "my", "order",
];

/// Rules of a bot, as it keeps them, and what a floor looks for.
struct Bot {
    rules: Vec<Rule>,
    prefilter: Prefilter,
    payloads: Vec<PayloadPattern>,
    index: PayloadIndex,
    floor: AhoCorasick,
}

/// A word of its own for each number, of four syllables.
fn word(number: usize) -> String {
    const STARTS: [&str; 16] =
        ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "st"];
    const ENDS: [&str; 8] = ["a", "e", "i", "o", "u", "an", "el", "or"];
    // An odd factor deals all numbers below 2^28 out anew, so that neighbours have little in common.
    let mut rest = number.wrapping_mul(1_299_709) % (1 << 28);
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(STARTS[rest % 16]);
        word.push_str(ENDS[rest / 16 % 8]);
        rest /= 128;
    }
    word
}

/// Rules of all kinds, as bots mix them: mostly words.
fn rule(number: usize) -> Rule {
    let (own, no) = (word(number), Synonyms::new());
    let common = COMMON[number % COMMON.len()];
    let made = match number % 10 {
        0..=3 => Rule::words(&format!("{common} {own}"), &no),
        4 => Rule::words(&own, &no),
        5 => Rule::starts(&format!("{own} {common}"), &no),
        6 => Rule::exact(&format!("{common} {own}"), &no),
        7 => Rule::like(&own, None, &no),
        8 => Rule::regex(&format!(r"\b{own}s? #?(?<id>\d+)"), &["id".into()]),
        _ => Rule::all(&[&own, common], &no),
    };
    made.unwrap()
}

fn bot(count: usize) -> Bot {
    let rules: Vec<Rule> = (0..count).map(rule).collect();
    let patterns = (0..count).map(|number| match number % 2 {
        0 => format!("{}/<id:number>", word(number)),
        _ => format!("BUY/{}", word(number)),
    });
    let payloads: Vec<_> =
        patterns.map(|pattern| PayloadPattern::parse(&pattern).unwrap()).collect();
    let words: Vec<_> = (0..count).map(word).collect();
    Bot {
        prefilter: Prefilter::new(&rules),
        index: PayloadIndex::new(&payloads),
        floor: AhoCorasick::new(words).unwrap(),
        rules,
        payloads,
    }
}

/// What visitors type: a third is for a rule of any kind, a third nearly for one, a third for none.
fn messages(count: usize) -> Vec<String> {
    let text = |n: usize| {
        let number = n.wrapping_mul(7_919) % count;
        let (own, common) = (word(number), COMMON[number % COMMON.len()]);
        match n % 6 {
            0 => format!("Hello, {common} {own}, please? Thank you"),
            1 => format!("{own} {common} 77"),
            2 => format!("can you tell me about {own}x today"),
            3 => format!("{} is what I have, {common}", own.get(1..).unwrap()),
            4 => format!("What are {common} and the {}?", COMMON[n % COMMON.len()]),
            _ => "Where is my parcel? I have been waiting for it since Monday".to_owned(),
        }
    };
    (0..MESSAGES).map(text).collect()
}

fn taps(count: usize) -> Vec<String> {
    let text = |n: usize| match n % 3 {
        0 => format!("{}/{n}", word(n.wrapping_mul(7_919) % count)),
        1 => format!("BUY/{}", word(n.wrapping_mul(7_919) % count)),
        _ => format!("SELL/{n}"),
    };
    (0..MESSAGES).map(text).collect()
}

/// Nanoseconds for each of the texts, the best of some rounds, and what was found in one round.
fn measure(texts: &[String], mut find: impl FnMut(&str) -> usize) -> (f64, usize) {
    let mut found = 0;
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let (start, mut passes) = (Instant::now(), 0_u32);
        while start.elapsed() < ROUND {
            found = texts.iter().map(|text| find(black_box(text))).sum();
            passes += 1;
        }
        let each = start.elapsed().as_nanos() as f64 / f64::from(passes) / texts.len() as f64;
        best = best.min(each);
    }
    (best, found)
}

/// Bytes of memory that this process has now.
fn resident() -> f64 {
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0_u32);
    f64::from(pages) * 4_096.0
}

/// The exponent with which a cost grows: the slope of its logarithms.
fn exponent(points: &[(usize, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> =
        points.iter().map(|(count, cost)| ((*count as f64).ln(), cost.ln())).collect();
    let many = logs.len() as f64;
    let (x, y) = logs.iter().fold((0.0, 0.0), |(x, y), log| (x + log.0 / many, y + log.1 / many));
    let above: f64 = logs.iter().map(|log| (log.0 - x) * (log.1 - y)).sum();
    above / logs.iter().map(|log| (log.0 - x).powi(2)).sum::<f64>()
}

fn main() {
    println!("ns for each message; `fold` is part of `message`, and the same whatever the rules");
    println!(
        "{:>8} {:>9} {:>9} {:>9} {:>7} {:>9} {:>9} {:>10} {:>9}",
        "rules", "message", "fold", "floor", "ratio", "tap", "hits", "build ms", "MiB"
    );
    let mut points = Vec::new();
    for count in RULES {
        let (before, start) = (resident(), Instant::now());
        let bot = bot(count);
        let (built, grown) = (start.elapsed(), (resident() - before) / 1_048_576.0);
        let (texts, taps) = (messages(count), taps(count));
        let (message, hits) = measure(&texts, |text| {
            let message = Message::new(text);
            let candidates = bot.prefilter.candidates(&message).into_iter();
            candidates.filter(|at| bot.rules[*at].find(&message).is_some()).count()
        });
        let (fold, _) = measure(&texts, |text| Message::new(text).folded.text.len());
        let (floor, _) = measure(&texts, |text| bot.floor.find_iter(text).count());
        let (tap, _) = measure(&taps, |text| {
            let candidates = bot.index.candidates(text).into_iter();
            candidates.filter(|at| bot.payloads[*at].matches(text).is_some()).count()
        });
        println!(
            "{count:>8} {message:>9.0} {fold:>9.0} {floor:>9.0} {:>7.1} {tap:>9.0} {hits:>9} {:>10.1} {grown:>9.1}",
            message / floor,
            built.as_secs_f64() * 1_000.0
        );
        points.push((count, message, floor));
    }
    let slope = |from: usize, to: usize, of: fn(&(usize, f64, f64)) -> f64| {
        let part = points.iter().filter(|(count, ..)| (from..=to).contains(count));
        exponent(&part.map(|point| (point.0, of(point))).collect::<Vec<_>>())
    };
    for (from, to) in [(100, 10_000), (10, 100_000)] {
        println!(
            "growth exponent {from} to {to}: {:.2}, of the floor {:.2}",
            slope(from, to, |point| point.1),
            slope(from, to, |point| point.2)
        );
    }
}
