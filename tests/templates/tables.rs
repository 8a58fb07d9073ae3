//! Tables in templates: shared by all renders, however long they are.

use std::cell::RefCell;

use indexmap::IndexMap;
use saywhen::limits::{LOOP_ITEMS_MAX, TEMPLATE_TICKS_MAX};
use saywhen::template::render::Scope;
use saywhen::template::tables::Tables;
use saywhen::words::name::Value;
use serde_json::json;

use crate::stage::{budget, stage};

const NOTE: &str = "what people say of it, which is more than fits into a short text";

/// Tables and nothing else; remembers what else is asked for.
struct Bot {
    tables: Tables,
    asked: RefCell<Vec<String>>,
}

impl Bot {
    /// A list of so many rows, and the same as a map.
    fn with(rows: usize) -> Self {
        let row = |n: usize| json!({"name": format!("row {n}"), "price": n, "tags": ["a", "b"], "note": NOTE});
        let map: Value = (0..rows).map(|n| (format!("k{n}"), row(n))).collect();
        let list: Value = (0..rows).map(row).collect();
        let all = [("rows".to_owned(), list), ("map".to_owned(), map)];
        Self { tables: Tables::new(&IndexMap::from(all)), asked: RefCell::default() }
    }
}

impl Scope for Bot {
    fn get(&self, root: &str) -> Option<Value> {
        self.asked.borrow_mut().push(root.to_owned());
        (root == "key").then(|| "k4".into())
    }

    fn tables(&self) -> Option<&Tables> {
        Some(&self.tables)
    }
}

fn render(bot: &Bot, text: &str) -> (String, u32) {
    let stage = stage(&[], &[text], &[]);
    assert_eq!(stage.told(), Vec::<String>::new(), "{text}");
    let mut left = budget();
    let shown = stage.templates.render(stage.texts[0], bot, &mut left);
    let shown = shown.unwrap_or_else(|fault| format!("{}: {}", fault.code, fault.text));
    (shown, TEMPLATE_TICKS_MAX - left.ticks)
}

#[test]
fn a_row_costs_the_same_out_of_five_and_out_of_five_thousand() {
    let (short, long) = (Bot::with(5), Bot::with(5_000));
    for (text, shown) in [
        ("{{ data.rows[3].name }}", "row 3"),
        ("{{ data.map.k4.price + 1 }}", "5"),
        ("{{ data.map[key].name }}!", "row 4!"),
        ("{% set p = data.rows[-1] %}{{ p.tags | join_and }}", "a and b"),
        ("{% for p in data.rows[1:3] %}{{ p.price }}{% endfor %}", "12"),
        ("{% set p = data.rows | first %}{{ p.name }}", "row 0"),
        ("{% set p = pick(from=data.rows) %}{{ p.name }}", "row 0"),
        ("{% if data.rows and data.map %}yes{% endif %}", "yes"),
        ("{{ data.rows is defined }} {{ data.rows | length > 4 }}", "true true"),
        ("{{ data.map | get(key=\"k2\") | get(key=\"name\") }}", "row 2"),
        ("{% if data.nowhere is defined %}no{% else %}none{% endif %}", "none"),
    ] {
        let ((few, cheap), (many, dear)) = (render(&short, text), render(&long, text));
        assert_eq!((few.as_str(), many.as_str()), (shown, shown), "{text}");
        assert!(dear <= cheap + 5_000 / 64, "{text}: {cheap} and {dear} ticks");
    }
    for bot in [short, long] {
        assert!(bot.asked.borrow().iter().all(|root| root == "key"), "{:?}", bot.asked);
    }
}

#[test]
fn what_goes_through_a_long_table_is_counted_and_ends() {
    let (some, long) = (Bot::with(LOOP_ITEMS_MAX), Bot::with(5_000));
    let all = "{% for p in data.rows %}{% if loop.last %}{{ p.name }}{% endif %}{% endfor %}";
    assert_eq!(render(&some, all).0, "row 999");
    for text in [
        all,
        "{{ [p for p in data.rows if p.price > 3] | length }}",
        "{{ data.rows }}",
        "{{ data }}!",
        "{% set copy = data.rows %}",
        "{{ data.rows | json_encode }}",
        "{{ data.rows ~ \"\" }}",
        "{% if data.rows == data.rows %}{% endif %}",
    ] {
        let (shown, _) = render(&long, text);
        assert!(shown.starts_with("T516"), "{text}: {shown}");
    }
    let (_, spent) = render(&long, "{% set all = data.rows | sort(attribute=\"price\") | first %}");
    assert!((5_000..6_000).contains(&spent), "{spent}");
}

#[test]
fn of_a_long_table_only_what_can_be_kept_is_copied() {
    let long = Bot::with(5_000);
    let stage =
        stage(&[], &["{{ data.rows }}"], &["data.rows", "data.rows[2:4]", "data.rows[7].name"]);
    let eval = |n: usize| stage.templates.eval(stage.exprs[n], &long, &mut budget());
    let fault = eval(0).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.place.unwrap().col), ("V608", 1));
    let value = stage.templates.value(stage.texts[0], &long, &mut budget());
    assert_eq!(value.unwrap_err().code, "V608");
    assert_eq!(eval(1).unwrap()[1]["name"], "row 3");
    assert_eq!(eval(2).unwrap(), "row 7");
    assert!(stage.templates.holds(stage.exprs[0], &long, &mut budget()).unwrap());
    let list = |n: usize, max| stage.templates.list(stage.exprs[n], &long, &mut budget(), max);
    assert_eq!(list(0, 3).unwrap().as_array().unwrap().len(), 3);
    assert_eq!(list(1, 50).unwrap().as_array().unwrap().len(), 2);
    assert_eq!(list(2, 50).unwrap(), "row 7");
}

#[test]
fn what_is_not_there_is_told_with_its_place() {
    let bot = Bot::with(5);
    for (text, path) in [
        ("{{ data.nowhere }}", "data.nowhere"),
        ("{{ data.map.k9 }}", "data.map.k9"),
        ("{{ data.map.k9.name | upper }}", "data.map.k9.name"),
    ] {
        assert_eq!(render(&bot, text).0, format!("V601: nothing has set \"{path}\""), "{text}");
    }
    assert!(render(&bot, "{{ data.rows[9].name | upper }}").0.starts_with("V601"));
    assert_eq!(render(&bot, "{{ data.rows[9].name or \"none\" }}").0, "none");
}
