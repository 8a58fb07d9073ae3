//! stub
/// len
#[must_use]
pub fn len(t: &str) -> usize {
    t.encode_utf16().count()
}
/// cut
#[must_use]
pub fn cut(t: &str, _m: usize) -> String {
    t.to_owned()
}
/// split
#[must_use]
pub fn split(t: &str, _m: usize) -> Vec<String> {
    vec![t.to_owned()]
}
