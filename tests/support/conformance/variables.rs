//! The values that a case remembers from one step to the next.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::json::Json;
use super::members::Members;
use super::reply::Reply;

static VARIABLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\$\{(\w+)\}").expect("a valid pattern"));

/// Captured values by name; `base` is always there.
pub struct Variables {
    base: String,
    values: BTreeMap<String, Json>,
}

impl Variables {
    pub fn new(base: &str) -> Variables {
        Variables {
            base: base.to_owned(),
            values: BTreeMap::from([("base".to_owned(), Json::from(base))]),
        }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// Replaces `${name}` in keys and strings; a string that is one variable takes its type.
    pub fn fill(&self, value: &Json) -> Result<Json, CaptureError> {
        match value {
            Json::String(text) => self.fill_string(text),
            Json::Array(items) => {
                let items: Result<_, _> = items.iter().map(|item| self.fill(item)).collect();
                items.map(Json::Array)
            }
            Json::Object(members) => {
                let filled = |(key, value)| Ok((self.fill_text(key)?, self.fill(value)?));
                let members: Result<_, _> = members.iter().map(filled).collect();
                members.map(Json::Object)
            }
            other => Ok(other.clone()),
        }
    }

    /// Replaces `${name}` in what is text in any case, such as a path.
    pub fn fill_text(&self, text: &str) -> Result<String, CaptureError> {
        let mut filled = String::with_capacity(text.len());
        let mut end = 0;
        for found in VARIABLE.captures_iter(text) {
            let (whole, [name]) = found.extract();
            let value = self
                .values
                .get(name)
                .ok_or_else(|| CaptureError(format!("no value for {whole}")))?;
            let range = found.get_match().range();
            filled.push_str(&text[end..range.start]);
            filled.push_str(&value.to_plain());
            end = range.end;
        }
        filled.push_str(&text[end..]);
        Ok(filled)
    }

    /// Remembers of `reply` what a step asks for, up to the first thing that is not there.
    pub fn capture(&mut self, wanted: &Members<String>, reply: &Reply) -> Result<(), CaptureError> {
        for (name, place) in wanted.iter() {
            let value = match place.strip_prefix("header:") {
                Some(header) => reply.header(header).map(Json::String),
                None => reply.json().ok().and_then(|body| dig(body, place)),
            };
            let value =
                value.ok_or_else(|| CaptureError(format!("cannot capture {name} from {place}")))?;
            self.values.insert(name.to_owned(), value);
        }
        Ok(())
    }

    fn fill_string(&self, text: &str) -> Result<Json, CaptureError> {
        let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        match name.and_then(|name| self.values.get(name)) {
            Some(value) => Ok(value.clone()),
            None => self.fill_text(text).map(Json::String),
        }
    }
}

/// A variable without a value, or a value that the answer does not have.
#[derive(Debug, PartialEq)]
pub struct CaptureError(String);

impl From<CaptureError> for String {
    fn from(error: CaptureError) -> String {
        error.0
    }
}

fn dig(mut data: Json, place: &str) -> Option<Json> {
    for key in place.split('.') {
        data = match data {
            Json::Array(items) => items.get(key.parse::<usize>().ok()?)?.clone(),
            Json::Object(members) => members.get(key)?.clone(),
            _ => return None,
        };
    }
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        let mut variables = Variables::new("http://testserver");
        let id = Json::parse(b"7").expect("valid JSON");
        variables.values.insert("id".to_owned(), id);
        variables.values.insert("none".to_owned(), Json::Null);
        variables
    }

    #[test]
    fn fill() {
        let table = [
            (r#""${id}""#, "7"),
            (r#""/books/${id}/""#, r#""/books/7/""#),
            (r#""${id}${id}""#, r#""77""#),
            (r#""${none}""#, "null"),
            (r#""is ${none}""#, r#""is None""#),
            (r#"{"${id}": ["${base}/x", 1, null]}"#, r#"{"7": ["http://testserver/x", 1, null]}"#),
            (r#""$id {id} ${a b}""#, r#""$id {id} ${a b}""#),
        ];
        for (text, filled) in table {
            let json = Json::parse(text.as_bytes()).expect("valid JSON");
            let got = variables().fill(&json).expect("every variable has a value");
            assert_eq!(got.to_string(), filled, "{text}");
        }
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(variables().fill_text("${id}"), Ok("7".to_owned()));
    }

    #[test]
    fn a_variable_without_a_value_is_an_error() {
        let missing = CaptureError("no value for ${token}".to_owned());
        let error = variables().fill(&Json::from("Token ${token}"));
        assert_eq!(error, Err(missing));
    }

    #[test]
    fn values_are_dug_out_of_lists_and_objects() {
        let body = Json::parse(br#"{"results": [{"id": 1}, {"id": 2}]}"#).expect("valid JSON");
        let second = dig(body.clone(), "results.1.id").expect("the place exists");
        assert_eq!(second.to_string(), "2");
        for place in ["results.2.id", "results.id", "count", "results.0.id.x"] {
            assert_eq!(dig(body.clone(), place), None, "{place}");
        }
    }
}
