//! The checked model: what files mean once nothing is wrong with them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use saywhen::flow::check::everything;
use saywhen::flow::model::ask::{Choices, GiveUp};
use saywhen::flow::model::button::Tap;
use saywhen::flow::model::set::{Assigned, Given};
use saywhen::flow::model::{Checked, Step, StepKind};
use saywhen::source::diagnostic::render_all;
use saywhen::source::{Source, Sources};
use saywhen::words::way::Way;

fn sources(files: &[(&str, &str)]) -> Sources {
    let source =
        |(path, text): &(&str, &str)| Source { path: (*path).into(), text: (*text).into() };
    Sources::new(files.iter().map(source).collect())
}

fn flow(text: &str) -> Checked {
    let sources = sources(&[("flows/a.yaml", text)]);
    let (checked, told) = everything(&sources);
    let checked = checked.map(|(checked, _)| checked);
    checked.unwrap_or_else(|| panic!("{}", render_all(&told, &sources, false)))
}

fn codes(files: &[(&str, &str)]) -> Vec<String> {
    let (_, told) = everything(&sources(files));
    told.iter().map(|d| d.code.to_string()).collect()
}

fn names(steps: &[Step]) -> Vec<String> {
    steps.iter().map(|step| step.key.step.to_string()).collect()
}

const FALLBACK: &str = "fallback:\n  when: any message\n  say: Sorry?\n";

#[test]
fn a_single_file_is_a_bot() {
    let files = [("hello.yaml", "hello:\n  when: any message\n  say: got it, thanks!\n")];
    let (checked, told) = everything(&sources(&files));
    assert_eq!(checked.unwrap().0.flows.len(), 1);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn the_short_form_equals_the_long_form() {
    let short = flow("a:\n  when: hi\n  if: chat.misses > 1\n  say: Hello\n  replies: {More: a}\n");
    let long = flow(
        "a:\n  when: [hi]\n  if: chat.misses > 1\n  steps:\n    - replies: {More: a}\n      note: x\n      say: 'Hello' # said\n",
    );
    assert_eq!(names(&short.flows[0].steps), names(&long.flows[0].steps));
    assert!(short.flows[0].condition.is_some() && short.flows[0].steps[0].condition.is_none());
    let bare = flow("a:\n  when: hi\n  steps: Hello\n");
    let listed = flow("a:\n  when: hi\n  steps:\n    - say: Hello\n");
    assert_eq!(names(&bare.flows[0].steps), names(&listed.flows[0].steps));
}

#[test]
fn steps_are_named_by_id_variable_or_digest() {
    let bot = flow(
        "a:\n  when: hi\n  steps:\n    - Hello\n    - Hello\n    - id: what\n      ask: What?\n      save: thing\n    - ask: How many?\n      save: count\n    - ask: A?\n      save: twice\n    - ask: B?\n      save: twice\n",
    );
    let names = names(&bot.flows[0].steps);
    assert!(names[0].starts_with("say~") && names[0].len() == 12, "{names:?}");
    assert!(names[0][4..].chars().all(|c| c.is_ascii_lowercase() || ('2'..='7').contains(&c)));
    assert_eq!(names[1], format!("{}.2", names[0]));
    assert_eq!(names[2..4], ["what", "count"]);
    assert!(names[4].starts_with("ask~") && names[5].starts_with("ask~") && names[4] != names[5]);
}

#[test]
fn a_digest_sees_the_conditions_of_a_block_but_not_the_steps_in_it() {
    let block = |cond: &str, text: &str| {
        let text = format!(
            "a:\n  when: hi\n  steps:\n    - if: chat.misses\n      then: [{text}]\n      elif: [{{if: {cond}, then: [{text}]}}]\n"
        );
        names(&flow(&text).flows[0].steps)
    };
    assert_eq!(block("user.name", "x"), block("user.name", "y"));
    assert_ne!(block("user.name", "x"), block("user.locale", "x"));
}

#[test]
fn plain_numbers_are_numbers_and_everything_else_is_text() {
    let bot = flow(
        "a:\n  when: hi\n  set: {a: 3, b: 2.5, c: 0123, d: 1.10, e: yes, f: ~, g: \"3\", h: 1e3}\n",
    );
    let StepKind::Set(assigns) = &bot.flows[0].steps[0].kind else { panic!() };
    let numbers: Vec<_> = assigns
        .iter()
        .filter(|assign| matches!(assign.value, Assigned::Given(Given::Value(_))))
        .map(|assign| assign.slot.name.to_string())
        .collect();
    assert_eq!(numbers, ["a", "b"]);
    assert_eq!(assigns.len(), 8);
}

#[test]
fn words_of_yaml_stay_text() {
    let bot = flow("a:\n  when: [yes please, no thanks]\n  steps: [yes, no, on, 0123, 1.10, ~]\n");
    assert!(bot.flows[0].steps.iter().all(|step| matches!(step.kind, StepKind::Say(_))));
    assert_eq!(bot.flows[0].steps.len(), 6);
}

#[test]
fn end_ends_unless_it_is_quoted() {
    let bot = flow("a:\n  when: hi\n  steps:\n    - 'end'\n    - end\n");
    assert!(matches!(bot.flows[0].steps[0].kind, StepKind::Say(_)));
    assert!(matches!(&bot.flows[0].steps[1].kind, StepKind::Goto(goto) if goto.to == Way::End));
    let bot = flow("a:\n  when: hi\n  goto: end\n");
    assert!(matches!(&bot.flows[0].steps[0].kind, StepKind::Goto(goto) if goto.to == Way::End));
}

#[test]
fn buttons_lead_to_flows_steps_links_telephones_and_payloads() {
    let bot = flow(
        "a:\n  when: {payload: BUY/<id>}\n  steps:\n    - id: top\n      say: Hi\n      buttons:\n        - {label: A, goto: .top, set: {size: L, count: 2}}\n        - {label: B, link: 'https://x.test/{{ user.name }}', height: tall}\n        - C: tel:+49123\n    - end\n    - id: more\n      say: Yo\n      buttons: [{label: D, payload: 'BUY/{{ user.name }}'}, {label: E, phone: '+49'}]\n    - goto: a.more\n",
    );
    let taps = |step: usize| match &bot.flows[0].steps[step].kind {
        StepKind::Say(say) => say.buttons.iter().map(|button| button.tap.clone()).collect(),
        _ => Vec::new(),
    };
    let first = taps(0);
    let Tap::Go { to, set } = &first[0] else { panic!() };
    assert_eq!((to.to_string(), set.len()), ("a.top".into(), 2));
    assert!(matches!(&first[1], Tap::Link { height: Some(h), .. } if h == "tall"));
    assert!(matches!(first[2], Tap::Phone(_)));
    assert!(matches!(taps(2)[..], [Tap::Payload(_), Tap::Phone(_)]));
}

#[test]
fn choices_come_in_three_forms() {
    for choices in [
        "[Small, Large]",
        "{Small: [little, s], Large: big}",
        "[{label: Small, value: S, goto: a}, {label: Large, synonyms: [big]}]",
    ] {
        let text =
            format!("a:\n  when: hi\n  ask: Size?\n  save: user.size\n  choices: {choices}\n");
        let bot = flow(&text);
        let step = &bot.flows[0].steps[0];
        let StepKind::Ask(ask) = &step.kind else { panic!() };
        let Choices::Written(written) = &ask.choices else { panic!("{choices}") };
        assert_eq!(written.len(), 2, "{choices}");
        assert_eq!(step.key.step.as_str(), "user.size");
    }
}

#[test]
fn giving_up_leads_somewhere_or_runs_steps() {
    let give_up = |value: &str| {
        let text = format!("a:\n  when: hi\n  ask: Size?\n  tries: 2\n  give_up: {value}\n");
        let mut flow = flow(&text);
        let StepKind::Ask(ask) = flow.flows.remove(0).steps.remove(0).kind else { panic!() };
        ask.give_up.unwrap()
    };
    assert!(matches!(give_up("a"), GiveUp::Goto(_)));
    assert!(matches!(give_up("end"), GiveUp::Goto(Way::End)));
    assert!(matches!(give_up("[Never mind, end]"), GiveUp::Steps(steps) if steps.len() == 2));
    assert!(matches!(give_up("{say: Never mind}"), GiveUp::Steps(steps) if steps.len() == 1));
}

#[test]
fn settings_have_their_defaults() {
    let bot = flow("a:\n  when: hi\n  say: Hi\n");
    assert_eq!(bot.settings.locales[0].as_str(), "en");
    assert_eq!(bot.settings.steps_max, 100);
    assert!(bot.settings.cancel_words.is_empty());
}

#[test]
fn the_example_settings_are_taken() {
    let settings = "name: Pizza Palace\nlocales: [en, fr]\ntimezone: Europe/Paris\ngreeting: Hi {{ user.first_name }}! I am a bot.\nstart: a\nice_breakers: {What?: a}\nmenu:\n  Order: a\n  Website: https://pizza.example.com\ncommands: {help: {label: What I can do, goto: a}}\nreplies: {main: {Order: a, More: a.top}}\ntyping: 40 chars/s\ncancel: {words: [cancel, stop], say: \"Okay, dropped.\"}\nexpires: 2h\nsynonyms: {pizza: [pizzas, pie]}\npersonas: {ana: {name: Ana}}\nvariables: {user.plan: {type: text, choices: [free, gold], default: free}}\nenv: [SHOP_URL]\nsecrets: [SHOP_KEY]\nhttp: {timeout: 5s}\nafter_24h: drop\non_error: a\nchannels: [messenger]\nmoved: {lunch.size: a.top}\nlimits: {steps_per_message: 50}\n";
    let flows = "a:\n  when: any message\n  steps:\n    - id: top\n      say: '{{ user.plan }} {{ env.SHOP_URL }}'\n      replies: main\n";
    let files = [("bot.yaml", settings), ("flows/a.yaml", flows)];
    let sources = sources(&files);
    let (checked, told) = everything(&sources);
    assert!(told.is_empty(), "{}", render_all(&told, &sources, false));
    let (checked, _) = checked.unwrap();
    assert_eq!(checked.settings.cancel_words.len(), 2);
    assert_eq!(checked.settings.moved[0].1.to_string(), "a.top");
    assert_eq!(checked.settings.variables.len(), 1);
    let StepKind::Say(say) = &checked.flows[0].steps[0].kind else { panic!() };
    assert_eq!(say.replies.len(), 2);
}

#[test]
fn a_channel_that_nobody_knows_is_told() {
    let text = "channels: [messenger, instagram, whatsapp]\n";
    assert_eq!(codes(&[("bot.yaml", text)]), ["K205"]);
}

#[test]
fn accounts_of_instagram_belong_to_one_page_each_of_a_bot_that_answers_there() {
    let page = |id: &str, account: &str| format!("  \"{id}\": {{token_env: T{id}{account}}}\n");
    let told = |channels: &str, pages: &[String]| {
        let mut told =
            codes(&[("bot.yaml", &format!("channels: [{channels}]\npages:\n{}", pages.concat()))]);
        // There is no flow.
        told.retain(|code| code != "W408");
        told
    };
    let both = "messenger, instagram";
    let own = page("1", ", instagram: \"178\"");
    assert_eq!(told(both, &[own.clone(), page("2", "")]), [""; 0]);
    assert_eq!(told(both, &[own.clone(), page("2", ", instagram: \"178\"")]), ["K205"]);
    assert_eq!(told(both, &[page("1", ", instagram: shop")]), ["K205"]);
    assert_eq!(told("messenger", &[own]), ["K205"]);
    assert_eq!(told(both, &[page("1", "")]), ["K204"]);
}

#[test]
fn a_file_that_cannot_be_read_makes_no_other_file_wrong() {
    let told = codes(&[
        ("flows/a.yaml", "a:\n  when: hi\n  goto: other\n"),
        ("flows/b.yaml", "other:\n\tsay: hi\n"),
    ]);
    assert!(!told.is_empty() && told.iter().all(|code| code.starts_with('Y')), "{told:?}");
}

#[test]
fn one_cause_makes_one_message() {
    let text = format!(
        "{FALLBACK}a:\n  when: hi\n  steps:\n    - ask: Size?\n      svae: size\n    - You said {{{{ size }}}}\n"
    );
    assert_eq!(codes(&[("flows/a.yaml", &text)]), ["K201"]);
}

/// Uses much of the language, and nothing in it is wrong.
const RIGHT: &str = r#"
start:
  when: [{event: get_started}, hello, {exact: hi}]
  steps:
    - Hi {{ user.first_name or "there" }}!
    - say:
        - Welcome to the shop.
        - "What would you like?"
      replies: {Order: order, Status: {label: x}}
"#;

const ORDER: &str = r#"
order:
  when:
    - order
    - {regex: '^buy (?<count>\d+)$', numbers: [count]}
  if: not chat.closed or user.vip
  examples: [I want to order]
  not_examples: no order
  interrupts: no
  priority: high
  title: Ordering
  note: the heart of it
  expires: 1h 30m
  on_error: sorry
  steps:
    - ask: Which size?
      save: size
      choices: {Small: [little], Large: big}
      retry: [Small or large?, Please tap one.]
      tries: 2
      give_up:
        - Never mind.
        - goto: sorry
    - ask: Your address?
      save: user.email
      type: email
      retry: Like ada@example.com
    - ask: Sure?
      save: sure
      type: yes_no
      shown: no
    - if: sure
      then:
        - set: {chat.closed: yes, user.vip: 1}
        - set: [total = 2 * 3, note_to_self = "x"]
      elif:
        - if: size == "Large"
          then: Large it was
        - {if: size == "Small", then: [Small it was, end]}
      else: end
    - id: done
      if: total
      note: only with a total
      image: https://www.facebook.com/done.png
      buttons:
        - {label: Again, goto: order, set: {size: Small}}
        - {label: Shop, link: "https://shop.test/{{ total }}", height: tall, extensions: true}
        - {label: Status, payload: "STATUS/{{ total }}", if: total > 3}
status:
  when: {payload: STATUS/<id>}
  say: {template: status, with: {number: "{{ id }}", kind: 3}}
  buttons: {Call: tel:+491234, Write: mailto:a@b.test, Back to it: order.done}
sorry:
  say: Sorry, {{ error.text }} went wrong in {{ flow.previous }}.
outside:
  external: true
  goto: order
  with: {size: Large}
fallback:
  when: any message
  if: chat.misses >= 3
  goto: sorry
fallback_2:
  when: any message
  say: "Sorry, what is “{{ event.text }}”?"
"#;

#[test]
fn a_right_bot_gives_no_message() {
    let start = RIGHT.replace(", Status: {label: x}", "");
    let template = "{% for i in [1, 2] %}{{ i }}{% endfor %}{{ number }} {{ kind }}\n";
    let files = [
        ("flows/start.yaml", start.as_str()),
        ("flows/deep/order.yaml", ORDER),
        ("templates/sub/status.tera", template),
    ];
    let sources = sources(&files);
    let (bot, told) = everything(&sources);
    assert!(told.is_empty(), "{}", render_all(&told, &sources, false));
    assert_eq!(bot.unwrap().0.flows.len(), 7);
}

#[test]
fn reads_that_nothing_sets_are_told_unless_they_have_a_way_out() {
    let told = |steps: &str| {
        let text = format!("{FALLBACK}a:\n  when: hi\n  steps:\n{steps}");
        codes(&[("flows/a.yaml", &text)])
    };
    assert_eq!(told("    - '{{ x }}'\n"), ["V601"]);
    assert_eq!(told("    - if: x > 1\n      say: Hi\n"), ["V601"]);
    assert_eq!(told("    - set: y = x + 1\n"), ["V601"]);
    assert_eq!(told("    - '{{ user.x }} {{ chat.x }} {{ event.x }}'\n"), ["V601"; 3]);
    assert_eq!(told("    - if: user.name == Ada\n      say: Hi\n"), ["T507"]);
    assert_eq!(told("    - '{{ data.menu }}'\n"), ["V601"]);
    for right in [
        "    - '{{ x or \"none\" }}'\n",
        "    - \"{{ x or \\\"none\\\" }}\"\n",
        "    - '{% if x is defined %}{{ x or 1 }}{% endif %}'\n",
        "    - '{% for x in [1] %}{{ x }}{{ loop.index }}{% endfor %}'\n",
        "    - '{% set x = 1 %}{{ x }}'\n",
        "    - '{{ user.first_name }} {{ event.text }} {{ now }} {{ today }} {{ bot.name }}'\n",
        "    - say: '{{ x }}'\n      buttons: [{label: A, goto: a, set: {x: 1}}]\n",
        "    - goto: a\n      with: {x: 1}\n      if: x\n",
        "    - ask: What?\n      save: x\n    - 'You said {{ x }}'\n",
    ] {
        assert!(told(right).is_empty(), "{right}: {:?}", told(right));
    }
}

#[test]
fn every_language_of_a_text_is_looked_at() {
    let told = |step: &str| {
        let settings = "locales: [en, fr]\n";
        let text = format!("{FALLBACK}a:\n  when: hi\n  {step}\n");
        codes(&[("bot.yaml", settings), ("flows/a.yaml", &text)])
    };
    assert_eq!(told("say: {en: Hi, fr: '{{ nobody }}'}"), ["V601"]);
    assert_eq!(told("say: {en: [Hi, Bye], fr: ['{{ nobody }}']}"), ["V601"]);
    assert_eq!(told("say: {en: Hi, fr: '{{ x'}"), ["T501"]);
    assert_eq!(told("say: {en: Hi, fr: {x: y}}"), ["K205"]);
    assert_eq!(told("say: {en: Hi, de: Hallo}"), ["K201"]);
    assert_eq!(told("expires: {en: 2h, fr: 3h}\n  ask: What?"), ["K205"]);
    assert_eq!(told("set: {en: Hi, fr: Salut}"), [""; 0]);
    let long = "x".repeat(641);
    let buttons = "buttons: {A: a}";
    assert_eq!(told(&format!("say: {{en: Hi, fr: {long}}}\n  {buttons}")), ["M705"]);
}

#[test]
fn nothing_gets_lost_unseen() {
    for flow in ["say: []", "images: []", "steps: []", "set: []", "ask: {}", "say: {with: {}}"] {
        let text = format!("{FALLBACK}a:\n  when: hi\n  {flow}\n");
        let told = codes(&[("flows/a.yaml", &text)]);
        assert_eq!(told.len(), 1, "{flow}: {told:?}");
    }
}

mod mutations {
    use proptest::prelude::*;

    use super::*;

    /// What authors may type anywhere.
    const SCRAPS: &[&str] = &[
        "",
        " ",
        "\n",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "{{",
        "}}",
        "#",
        "say",
        "goto: ",
        "~",
        "|",
        "é",
        "🐎",
        "id: a\n",
        "when: ",
        "if: ",
        "then: ",
        ".",
        "0",
        "\t",
        "..",
        "<",
        "(",
        "=",
        "end",
        "choices: ",
        "any message",
        "steps:\n",
        "&a",
        "*a",
        "!x",
        "---\n",
        "x: ",
    ];

    fn mutated(text: &str, changes: &[(prop::sample::Index, usize, usize)]) -> String {
        let mut letters: Vec<String> = text.chars().map(String::from).collect();
        for (at, length, scrap) in changes {
            let at = at.index(letters.len() + 1);
            let end = (at + length).min(letters.len());
            letters.splice(at..end, [SCRAPS[scrap % SCRAPS.len()].to_owned()]);
        }
        letters.concat()
    }

    proptest! {
        #[test]
        fn never_panic(
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, 0_usize..64), 1..6),
            settings in any::<bool>(),
        ) {
            let flows = mutated(ORDER, &changes);
            let bot = mutated("start: order\nreplies: {main: {A: order}}\ncancel: {words: [no]}\nmoved: {a.b: order.done}\n", &changes);
            let mut files = vec![("flows/a.yaml", flows.as_str()), ("templates/status.tera", "x")];
            if settings {
                files.push(("bot.yaml", &bot));
            }
            let sources = sources(&files);
            let (bot, told) = everything(&sources);
            let (again, told_again) = everything(&sources);
            prop_assert_eq!(&told, &told_again);
            prop_assert_eq!(bot.is_some(), again.is_some());
            prop_assert_eq!(bot.is_some(), !saywhen::source::diagnostic::any_error(&told));
            for span in told.iter().filter_map(|one| one.span) {
                prop_assert!(sources.get(span.source).is_some() && span.start <= span.end);
            }
        }
    }
}

#[test]
fn a_text_among_steps_that_was_meant_as_a_step_is_told() {
    let meant = [
        "handover",
        "retry",
        "goto",
        "ask",
        "call",
        "if",
        "images",
        "goto menu",
        "goto .size",
        "goto end",
        "call menu",
        "end all",
        "handover page_inbox",
        "set total = 3",
        "set user.cart += item",
        "wait 2s",
        "later 20h",
        "image cat.jpg",
        "file https://shop.example.com/a",
        "say Hello",
        "say Hi!",
        "ask What size?",
        "untag vip",
        "cancel_later reminder",
    ];
    for step in meant {
        assert!(told_as_a_step(step), "{step}");
    }
}

/// Whether a bare text among steps is told as a step that lacks something.
fn told_as_a_step(step: &str) -> bool {
    let text = format!("menu:\n  when: menu\n  steps:\n    - {step}\n{FALLBACK}");
    codes(&[("flows/a.yaml", &text)]).contains(&"K212".to_owned())
}

#[test]
fn an_honest_text_among_steps_is_not_told() {
    let honest = [
        "Handover",
        "handover!",
        "\"handover\"",
        "say: handover",
        "call us at 555",
        "call nobody",
        "end of story",
        "end",
        "seen",
        "goto the menu",
        "image of a cat",
        "file under B",
        "say hello to our cook",
        "say STOP to end this",
        "say STOP",
        "say Hi to Ana",
        "say Yes or No",
        "ask me anything",
        "ask Ana",
        "wait 5 minutes",
        "wait a moment",
        "later today",
        "set a date",
        "set a == b",
        "\"goto menu\"",
        "Goto menu",
        "back in a moment",
        "return to sender",
        "log in first",
        "tag along",
        "once upon a time",
        "raw fish",
        "product of Italy",
    ];
    for step in honest {
        assert!(!told_as_a_step(step), "{step}");
    }
}
