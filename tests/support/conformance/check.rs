//! Compares an answer with its recording.

use super::body::{self, Terms};
use super::case::Expectation;
use super::differences::Differences;
use super::headers;
use super::json::Json;
use super::reply::Reply;
use super::variables::{CaptureError, Variables};

/// The differences between `reply` and `expect`.
pub fn check(
    expect: &Expectation,
    reply: &Reply,
    variables: &Variables,
) -> Result<Differences, CaptureError> {
    let (mut status, mut shape) = (Vec::new(), Vec::new());
    if reply.status != expect.status {
        let body = Json::from(&*reply.opening(200)).brief(160);
        status.push(format!("status: want {}, got {} {body}", expect.status, reply.status));
    }
    let mut exact = headers::differences(&expect.headers, reply, variables)?;
    if let Some(want) = &expect.json {
        compare_json(want, expect, reply, variables, [&mut shape, &mut exact])?;
    }
    if let Some(text) = &expect.text {
        let (want, got) = (variables.fill_text(text)?, reply.text());
        if want != got {
            let (want, got) = (Json::String(want), Json::from(&*got));
            exact.push(format!("text: want {}, got {}", want.brief(160), got.brief(160)));
        }
    }
    if expect.empty && !reply.is_empty() {
        let body = Json::from(&*reply.opening(80)).brief(90);
        shape.push(format!("body: want none, got {body}"));
    }
    Ok(Differences::new(status, shape, exact))
}

fn compare_json(
    want: &Json,
    expect: &Expectation,
    reply: &Reply,
    variables: &Variables,
    [shape, exact]: [&mut Vec<String>; 2],
) -> Result<(), CaptureError> {
    let Ok(got) = reply.json() else {
        let body = Json::from(&*reply.opening(120)).brief(90);
        shape.push(format!("body: not JSON: {body}"));
        return Ok(());
    };
    let terms = Terms { variables, partial: expect.partial, error: expect.status >= 400 };
    body::match_shape(want, &got, terms, "body", shape)?;
    body::match_exact(want, &got, terms, "body", exact)
}

#[cfg(test)]
mod tests {
    use super::super::differences::Level;
    use super::*;

    fn found(expect: &str, reply: &Reply) -> Differences {
        let expect = serde_json::from_str(expect).expect("a valid expectation");
        check(&expect, reply, &Variables::new("http://testserver")).expect("no variables")
    }

    #[test]
    fn each_level_includes_the_ones_before() {
        let expect = r#"{"status": 200, "headers": {"Allow": "GET"}, "json": {"a": 1, "b": 2}}"#;
        let reply = Reply::stub(201, &[("allow", "POST")], r#"{"a": 3}"#);
        let differences = found(expect, &reply);
        let status = r#"status: want 200, got 201 "{\"a\": 3}""#;
        let shape = "body: missing key 'b'";
        let allow = "header Allow: want 'GET', got 'POST'";
        assert_eq!(differences.at(Level::Status), [status]);
        assert_eq!(differences.at(Level::Shape), [status, shape]);
        assert_eq!(differences.at(Level::Exact), [status, shape, allow, "body.a: want 1, got 3"]);
    }

    #[test]
    fn bodies_that_are_no_json() {
        let table = [
            (r#"{"status": 200, "json": null}"#, "null", ""),
            (r#"{"status": 200, "json": null}"#, "", r#"body: not JSON: """#),
            (r#"{"status": 200, "json": {}}"#, "{", r#"body: not JSON: "{""#),
            (r#"{"status": 200, "text": "${base}"}"#, "http://testserver", ""),
            (r#"{"status": 200, "text": "a"}"#, "b", r#"text: want "a", got "b""#),
            (r#"{"status": 200, "empty": true}"#, "", ""),
            (r#"{"status": 200, "empty": true}"#, "b", r#"body: want none, got "b""#),
            (r#"{"status": 200}"#, "anything", ""),
        ];
        for (expect, body, expected) in table {
            let differences = found(expect, &Reply::stub(200, &[], body));
            assert_eq!(differences.at(Level::Exact).join("\n"), expected, "{expect} {body}");
        }
    }
}
