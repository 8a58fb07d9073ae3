//! Whether a 2xx is Graph's word that it has the message. A proxy or a captive portal may answer
//! 200 too; a line may break in the middle of Graph's own answer.

use serde_json::Value;

use crate::words::name::Mid;

/// How Graph's own answers begin, white space aside.
const BEGINNINGS: [&str; 6] = [
    r#"{"recipient_id""#,
    r#"{"message_id""#,
    r#"{"recipient""#,
    r#"{"attachment_id""#,
    r#"{"success""#,
    r#"{"result""#,
];

/// An answer that is not Graph's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Foreign;

/// The message's id, if it has one, where the body is, or begins as, Graph's.
pub(super) fn read(json: Option<&Value>, body: &[u8]) -> Result<Option<Mid>, Foreign> {
    match json {
        Some(json) => whole(json),
        None => broken(&String::from_utf8_lossy(body)),
    }
}

fn whole(json: &Value) -> Result<Option<Mid>, Foreign> {
    const KEYS: [&str; 6] =
        ["recipient_id", "message_id", "recipient", "attachment_id", "success", "result"];
    let answer = json.as_object().ok_or(Foreign)?;
    if !KEYS.iter().any(|key| answer.contains_key(*key)) {
        return Err(Foreign);
    }
    // Samples of opt-in requests have it inside `recipient`.
    let inner = answer.get("recipient").and_then(|recipient| recipient.get("message_id"));
    Ok(answer.get("message_id").or(inner).and_then(Value::as_str).map(Mid::from))
}

fn broken(text: &str) -> Result<Option<Mid>, Foreign> {
    let solid: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let begins = |beginning: &&str| {
        solid.starts_with(beginning) || (solid.len() > 2 && beginning.starts_with(&solid))
    };
    if !BEGINNINGS.iter().any(begins) {
        return Err(Foreign);
    }
    let rest = solid.split_once(r#""message_id":""#).map(|(_, rest)| rest);
    Ok(rest.and_then(|rest| rest.split_once('"')).map(|(mid, _)| Mid::from(mid)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Result<Option<String>, Foreign> {
        let json = serde_json::from_str(body).ok();
        let mid = read(json.as_ref(), body.as_bytes())?;
        Ok(mid.map(|mid| mid.as_str().to_owned()))
    }

    #[test]
    fn graphs_own_answers_count() {
        let some = |mid: &str| Ok(Some(mid.to_owned()));
        assert_eq!(of(r#"{"recipient_id":"1","message_id":"m_1"}"#), some("m_1"));
        assert_eq!(of(r#"{"recipient":{"id":"1","message_id":"m_2"}}"#), some("m_2"));
        assert_eq!(of(r#"{"recipient_id":"1"}"#), Ok(None));
        assert_eq!(of(r#"{"success":true}"#), Ok(None));
    }

    #[test]
    fn a_broken_beginning_of_graphs_counts() {
        assert_eq!(of(r#"{"recipient_id":"20"#), Ok(None));
        assert_eq!(of(r#"{ "recip"#), Ok(None));
        let late = r#"{"recipient_id":"2","message_id":"m_3","attach"#;
        assert_eq!(of(late), Ok(Some("m_3".to_owned())));
    }

    #[test]
    fn anything_else_does_not() {
        for body in
            ["", "{", "{\"", "ok", "<html>captive portal</html>", "[]", "{}", "null", r#"{"a":1}"#]
        {
            assert_eq!(of(body), Err(Foreign), "{body}");
        }
    }
}
