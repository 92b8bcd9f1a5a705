//! Compares the JSON of an answer with its recording.

use std::borrow::Cow;

use super::case::Partial;
use super::json::Json;
use super::matcher::Matcher;
use super::members::Members;
use super::variables::{CaptureError, Variables};

/// What is the same for every value of a body.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    pub variables: &'a Variables,
    pub partial: Option<Partial>,
    /// Whether lists hold messages, of which only the first one's shape counts.
    pub error: bool,
}

type Comparison = fn(&Json, &Json, Terms<'_>, &str, &mut Vec<String>) -> Result<(), CaptureError>;

/// Adds a sentence to `out` for each value that is not as recorded.
pub fn match_exact(
    want: &Json,
    got: &Json,
    terms: Terms<'_>,
    path: &str,
    out: &mut Vec<String>,
) -> Result<(), CaptureError> {
    if let Json::String(text) = want
        && let Some(matcher) = Matcher::of(text)
    {
        if !matcher.accepts(got, terms.variables.base()) {
            out.push(format!("{path}: want {text}, got {}", got.brief(90)));
        }
        return Ok(());
    }
    let want = &*filled(want, terms)?;
    match (want, got) {
        (Json::Object(want), Json::Object(got)) => {
            match_members(want, got, terms, path, out, match_exact)?;
        }
        (Json::Array(want), Json::Array(got)) => {
            match_items(want, got, terms, path, out, match_exact)?;
        }
        _ if want == got => {}
        _ => out.push(format!("{path}: want {}, got {}", want.brief(90), got.brief(90))),
    }
    Ok(())
}

/// Adds a sentence to `out` for each value whose keys, type or length are not as recorded.
pub fn match_shape(
    want: &Json,
    got: &Json,
    terms: Terms<'_>,
    path: &str,
    out: &mut Vec<String>,
) -> Result<(), CaptureError> {
    if let Json::String(text) = want
        && let Some(matcher) = Matcher::of(text)
    {
        if let Some(kind) = matcher.kind() {
            match_kind(kind, got, path, out);
        }
        return Ok(());
    }
    let want = &*filled(want, terms)?;
    match (want, got) {
        (Json::Object(want), Json::Object(got)) => {
            match_members(want, got, terms, path, out, match_shape)?;
        }
        (Json::Array(want), Json::Array(got)) if terms.error => {
            match_messages(want, got, terms, path, out)?;
        }
        (Json::Array(want), Json::Array(got)) => {
            match_items(want, got, terms, path, out, match_shape)?;
        }
        _ => match_kind(want.kind(), got, path, out),
    }
    Ok(())
}

fn match_kind(kind: &str, got: &Json, path: &str, out: &mut Vec<String>) {
    if kind != got.kind() {
        out.push(format!("{path}: want {kind}, got {} {}", got.kind(), got.brief(50)));
    }
}

fn match_members(
    want: &Members<Json>,
    got: &Members<Json>,
    terms: Terms<'_>,
    path: &str,
    out: &mut Vec<String>,
    compare: Comparison,
) -> Result<(), CaptureError> {
    for (key, value) in want.iter() {
        match got.get(key) {
            Some(got) => compare(value, got, terms, &format!("{path}.{key}"), out)?,
            None => out.push(format!("{path}: missing key '{key}'")),
        }
    }
    for (key, value) in got.iter() {
        if want.get(key).is_none() && !extras_allowed(terms.partial, path) {
            out.push(format!("{path}: unexpected key '{key}' = {}", value.brief(40)));
        }
    }
    Ok(())
}

fn match_items(
    want: &[Json],
    got: &[Json],
    terms: Terms<'_>,
    path: &str,
    out: &mut Vec<String>,
    compare: Comparison,
) -> Result<(), CaptureError> {
    if want.len() != got.len() {
        out.push(format!("{path}: want {} items, got {}", want.len(), got.len()));
    }
    for (index, (want, got)) in want.iter().zip(got).enumerate() {
        compare(want, got, terms, &format!("{path}[{index}]"), out)?;
    }
    Ok(())
}

fn match_messages(
    want: &[Json],
    got: &[Json],
    terms: Terms<'_>,
    path: &str,
    out: &mut Vec<String>,
) -> Result<(), CaptureError> {
    let terms = Terms { partial: None, ..terms };
    match (want.first(), got.first()) {
        (Some(want), Some(got)) => match_shape(want, got, terms, &format!("{path}[0]"), out)?,
        (None, None) => {}
        _ => out.push(format!("{path}: want {} items, got {}", want.len(), got.len())),
    }
    Ok(())
}

fn extras_allowed(partial: Option<Partial>, path: &str) -> bool {
    match partial {
        None => false,
        Some(Partial::Top) => path == "body",
        Some(Partial::Rows) => {
            let rest = path.strip_prefix("body").unwrap_or_default();
            let index = rest.strip_prefix(".results").unwrap_or(rest);
            let index = index.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            index.is_some_and(|index| index.parse::<usize>().is_ok())
        }
    }
}

// Values within are filled when it is their turn, so that matchers among them stay matchers.
fn filled<'a>(want: &'a Json, terms: Terms<'_>) -> Result<Cow<'a, Json>, CaptureError> {
    match want {
        Json::String(_) => terms.variables.fill(want).map(Cow::Owned),
        other => Ok(Cow::Borrowed(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(compare: Comparison, want: &str, got: &str, terms: Terms<'_>) -> Vec<String> {
        let parse = |text: &str| Json::parse(text.as_bytes()).expect("valid JSON");
        let mut out = Vec::new();
        compare(&parse(want), &parse(got), terms, "body", &mut out).expect("no variables");
        out
    }

    fn terms(variables: &Variables) -> Terms<'_> {
        Terms { variables, partial: None, error: false }
    }

    #[test]
    fn exact() {
        let table: [(&str, &str, &[&str]); 14] = [
            (r#"{"a": 1, "b": 2}"#, r#"{"b": 2, "a": 1}"#, &[]),
            ("1", "1.0", &["body: want 1, got 1.0"]),
            ("1", "true", &["body: want 1, got true"]),
            ("0", "false", &["body: want 0, got false"]),
            ("1e2", "100.0", &[]),
            ("12345678901234567890123", "12345678901234567890123", &[]),
            (
                "12345678901234567890123",
                "12345678901234567890124",
                &["body: want 12345678901234567890123, got 12345678901234567890124"],
            ),
            ("null", r#""""#, &[r#"body: want null, got """#]),
            ("[]", "{}", &["body: want [], got {}"]),
            (
                r#"{"a": [{"b": "x"}]}"#,
                r#"{"a": [{"b": "y", "c": [1, 2]}, 1]}"#,
                &[
                    "body.a: want 1 items, got 2",
                    r#"body.a[0].b: want "x", got "y""#,
                    "body.a[0]: unexpected key 'c' = [1, 2]",
                ],
            ),
            (r#"{"a": null}"#, "{}", &["body: missing key 'a'"]),
            (r#""${base}/x""#, r#""http://testserver/x""#, &[]),
            (r#"["<int>"]"#, r#"["1"]"#, &[r#"body[0]: want <int>, got "1""#]),
            (r#"["<any>", "<re:a+>"]"#, r#"[null, "aaa"]"#, &[]),
        ];
        let variables = Variables::new("http://testserver");
        for (want, got, expected) in table {
            let found = differences(match_exact, want, got, terms(&variables));
            assert_eq!(found, expected, "{want} {got}");
        }
    }

    #[test]
    fn shape() {
        let table: [(&str, &str, &[&str]); 8] = [
            (r#"{"a": 1}"#, r#"{"a": 2.5}"#, &[]),
            ("1", r#""1""#, &[r#"body: want number, got string "1""#]),
            ("[1, 2]", "[3]", &["body: want 2 items, got 1"]),
            (r#""<int>""#, "1.5", &[]),
            (r#""<uuid>""#, r#""x""#, &[]),
            (r#""<re:x>""#, "null", &["body: want string, got null null"]),
            (r#""<any>""#, "null", &[]),
            (
                r#"{"a": 1}"#,
                r#"{"b": 1}"#,
                &["body: missing key 'a'", "body: unexpected key 'b' = 1"],
            ),
        ];
        let variables = Variables::new("http://testserver");
        for (want, got, expected) in table {
            let found = differences(match_shape, want, got, terms(&variables));
            assert_eq!(found, expected, "{want} {got}");
        }
    }

    #[test]
    fn of_the_messages_of_an_error_the_number_is_free_in_shape() {
        let variables = Variables::new("http://testserver");
        let error = Terms { error: true, ..terms(&variables) };
        let table: [(&str, &str, &[&str]); 3] = [
            (r#"["a", "b"]"#, r#"["c"]"#, &[]),
            (r#"["a"]"#, "[]", &["body: want 1 items, got 0"]),
            (r#"["a"]"#, "[1]", &["body[0]: want string, got number 1"]),
        ];
        for (want, got, expected) in table {
            assert_eq!(differences(match_shape, want, got, error), expected, "{want} {got}");
        }
    }

    #[test]
    fn extra_keys() {
        let table = [
            (None, "body", false),
            (Some(Partial::Top), "body", true),
            (Some(Partial::Top), "body[0]", false),
            (Some(Partial::Rows), "body", false),
            (Some(Partial::Rows), "body[12]", true),
            (Some(Partial::Rows), "body.results[0]", true),
            (Some(Partial::Rows), "body.results[0].tags[0]", false),
            (Some(Partial::Rows), "body.items[0]", false),
        ];
        for (partial, path, allowed) in table {
            assert_eq!(extras_allowed(partial, path), allowed, "{partial:?} {path}");
        }
    }

    #[test]
    fn long_values_are_cut() {
        let long = "é".repeat(100);
        let variables = Variables::new("http://testserver");
        let found = differences(match_exact, "1", &format!("\"{long}\""), terms(&variables));
        assert_eq!(found, [format!("body: want 1, got \"{}…", "é".repeat(88))]);
    }
}
