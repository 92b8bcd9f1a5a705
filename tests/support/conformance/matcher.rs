//! The strings of a recording that stand for more than themselves.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::json::Json;

static UUID: LazyLock<Regex> =
    LazyLock::new(|| full("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", true));
static DATETIME: LazyLock<Regex> =
    LazyLock::new(|| full(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", true));

/// What a recorded string such as `<int>` lets the answer be.
pub enum Matcher<'a> {
    Any,
    Str,
    Int,
    Uuid,
    Datetime,
    Pattern(&'a str),
}

impl Matcher<'_> {
    /// `None` for a string that stands for itself.
    pub fn of(text: &str) -> Option<Matcher<'_>> {
        Some(match text {
            "<any>" => Matcher::Any,
            "<str>" => Matcher::Str,
            "<int>" => Matcher::Int,
            "<uuid>" => Matcher::Uuid,
            "<datetime>" => Matcher::Datetime,
            _ => Matcher::Pattern(pattern(text)?),
        })
    }

    /// Whether `value` is such a thing; a pattern has to match all of it.
    pub fn accepts(&self, value: &Json, base: &str) -> bool {
        match (self, value) {
            (Matcher::Any, _) => true,
            (Matcher::Int, Json::Number(number)) => number.is_integer(),
            (Matcher::Str, Json::String(_)) => true,
            (Matcher::Uuid, Json::String(text)) => UUID.is_match(text),
            (Matcher::Datetime, Json::String(text)) => DATETIME.is_match(text),
            (Matcher::Pattern(pattern), Json::String(text)) => {
                let pattern = pattern.replace("${base}", &regex::escape(base));
                full(&pattern, true).is_match(text)
            }
            _ => false,
        }
    }

    /// JSON's name of the type that it accepts, unless that is free.
    pub fn kind(&self) -> Option<&'static str> {
        match self {
            Matcher::Any => None,
            Matcher::Int => Some("number"),
            _ => Some("string"),
        }
    }
}

/// Whether a header is what `<re:…>` says; `None` for a string that stands for itself.
pub fn header_matches(want: &str, got: Option<&str>) -> Option<bool> {
    let pattern = full(pattern(want)?, false);
    Some(got.is_some_and(|value| pattern.is_match(value)))
}

fn pattern(text: &str) -> Option<&str> {
    text.strip_prefix("<re:")?.strip_suffix('>')
}

fn full(pattern: &str, dot_matches_new_line: bool) -> Regex {
    RegexBuilder::new(&format!(r"\A(?:{pattern})\z"))
        .dot_matches_new_line(dot_matches_new_line)
        .build()
        .unwrap_or_else(|error| panic!("the pattern `{pattern}` of a case: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matchers() {
        let base = "http://testserver";
        let table = [
            ("<any>", "null", true),
            ("<str>", r#""""#, true),
            ("<str>", "1", false),
            ("<int>", "12345678901234567890123", true),
            ("<int>", "1.0", false),
            ("<int>", "true", false),
            ("<int>", r#""1""#, false),
            ("<uuid>", r#""5e1f2a34-0000-4000-8000-0123456789ab""#, true),
            ("<uuid>", r#""5E1F2A34-0000-4000-8000-0123456789AB""#, false),
            ("<uuid>", r#""5e1f2a34-0000-4000-8000-0123456789ab\n""#, false),
            ("<datetime>", r#""2024-01-02T03:04:05Z""#, true),
            ("<datetime>", r#""2024-01-02T03:04:05.000001Z""#, true),
            ("<datetime>", r#""2024-01-02T03:04:05.001Z""#, false),
            ("<datetime>", r#""2024-01-02T03:04:05+00:00""#, false),
            ("<re:a|b.+>", r#""b\nc""#, true),
            ("<re:a|b.+>", r#""ab""#, false),
            (r"<re:${base}/\?a=[^&]+>", r#""http://testserver/?a=1""#, true),
            (r"<re:${base}/\?a=[^&]+>", r#""http://testserver/?a=1&b""#, false),
            ("<re:1>", "1", false),
        ];
        for (want, got, accepted) in table {
            let value = Json::parse(got.as_bytes()).expect("valid JSON");
            let matcher = Matcher::of(want).expect("a matcher");
            assert_eq!(matcher.accepts(&value, base), accepted, "{want} {got}");
        }
    }

    #[test]
    fn other_strings_stand_for_themselves() {
        for text in ["<b>", "<car/>", "<integer>", "", "re:a"] {
            assert!(Matcher::of(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_dot_in_a_header_pattern_does_not_match_a_line_end() {
        assert_eq!(header_matches("<re:3.>", Some("36")), Some(true));
        assert_eq!(header_matches("<re:3.>", Some("3\n")), Some(false));
        assert_eq!(header_matches("<re:3.>", None), Some(false));
        assert_eq!(header_matches("36", Some("36")), None);
    }
}
