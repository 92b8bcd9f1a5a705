//! Compares the headers of an answer.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::matcher::header_matches;
use super::members::Members;
use super::reply::Reply;
use super::variables::{CaptureError, Variables};

static SEMICOLON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s*;\s*").expect("a valid pattern"));

/// One sentence for each header that is not as recorded.
pub fn differences(
    expected: &Members<Option<String>>,
    reply: &Reply,
    variables: &Variables,
) -> Result<Vec<String>, CaptureError> {
    let mut found = Vec::new();
    for (name, want) in expected.iter() {
        let got = reply.header(name);
        let want = match want {
            Some(want) => Some(variables.fill_text(want)?),
            None => None,
        };
        let pattern = want.as_deref().and_then(|want| header_matches(want, got.as_deref()));
        let tidy = |value: &Option<String>| {
            let value = value.as_deref()?;
            Some(tidy_header(name, value, variables.base()).into_owned())
        };
        if !pattern.unwrap_or_else(|| tidy(&want) == tidy(&got)) {
            let want = match pattern {
                Some(_) => want.unwrap_or_default(),
                None => shown(want.as_deref()),
            };
            let got = shown(got.as_deref());
            found.push(format!("header {name}: want {want}, got {got}"));
        }
    }
    Ok(found)
}

/// The value without the differences that do not count.
fn tidy_header<'a>(name: &str, value: &'a str, base: &str) -> Cow<'a, str> {
    match name.to_ascii_lowercase().as_str() {
        "allow" | "vary" => {
            let parts = value.split(',');
            let mut parts: Vec<String> = parts.map(|part| part.trim().to_lowercase()).collect();
            parts.sort();
            Cow::Owned(parts.join(", "))
        }
        "content-type" => {
            let lower = value.trim().to_lowercase();
            Cow::Owned(SEMICOLON.replace_all(&lower, "; ").into_owned())
        }
        "location" => Cow::Borrowed(value.strip_prefix(base).unwrap_or(value)),
        _ => Cow::Borrowed(value),
    }
}

fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("'{value}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidy_headers() {
        let table = [
            ("Allow", "POST,GET , head", "get, head, post"),
            ("VARY", "Cookie, Accept", "accept, cookie"),
            ("Vary", "", ""),
            ("Content-Type", " Text/HTML ;charset=UTF-8", "text/html; charset=utf-8"),
            ("Location", "http://testserver/books/1/", "/books/1/"),
            ("Location", "https://testserver/books/1/", "https://testserver/books/1/"),
            ("Retry-After", " 30", " 30"),
        ];
        for (name, value, tidy) in table {
            assert_eq!(tidy_header(name, value, "http://testserver"), tidy, "{name}: {value}");
        }
    }

    #[test]
    fn a_null_header_must_be_absent() {
        let expected: Members<Option<String>> = serde_json::from_str(
            r#"{"Location": null, "Allow": "GET, POST", "Retry-After": "<re:\\d+>"}"#,
        )
        .expect("valid JSON");
        let variables = Variables::new("http://testserver");
        let of = |headers: &[(&'static str, &'static str)]| {
            let reply = Reply::stub(200, headers, "");
            differences(&expected, &reply, &variables).expect("no variables")
        };
        assert!(of(&[("allow", "post"), ("allow", "get"), ("retry-after", "7")]).is_empty());
        assert_eq!(
            of(&[("location", "/"), ("retry-after", "soon")]),
            [
                "header Location: want None, got '/'",
                "header Allow: want 'GET, POST', got None",
                r"header Retry-After: want <re:\d+>, got 'soon'",
            ]
        );
    }
}
