//! How an error looks on the wire: a trait and four stock formats.

use http::StatusCode;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Detail, Error, Result};
use crate::Json;

/// An error made ready for the renderer.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The status of the answer.
    pub status: StatusCode,
    /// The body, before the renderer writes it.
    pub body: Json,
    /// The `Content-Type` of the JSON form, where it is not `application/json`.
    pub content_type: Option<&'static str>,
}

/// Turns an [`Error`] into status and body: DRF's `EXCEPTION_HANDLER`.
///
/// Implemented by applications that want their own envelope, called once for each request that
/// fails. Headers (`Allow`, `Vary`, `Retry-After`, `WWW-Authenticate`) are not its business.
///
/// ```
/// use seaview::error::{ErrorFormat, Rendered};
/// use seaview::{Error, Json, Result};
///
/// struct CodeOnly;
///
/// impl ErrorFormat for CodeOnly {
///     fn render(&self, error: &Error) -> Result<Rendered> {
///         let status = error.status();
///         let body = Json::new(&serde_json::json!({ "code": status.as_u16() }))?;
///         Ok(Rendered { status, body, content_type: None })
///     }
/// }
/// ```
pub trait ErrorFormat: Send + Sync + 'static {
    /// The answer to this error.
    ///
    /// # Errors
    /// Whatever [`Json::new`] gives; the client is then told DRF's way.
    fn render(&self, error: &Error) -> Result<Rendered>;
}

/// DRF's own: `{"detail": "Not found."}`, `{"name": ["This field is required."]}`. The default.
#[derive(Clone, Copy, Debug, Default)]
pub struct DrfFormat;

impl ErrorFormat for DrfFormat {
    fn render(&self, error: &Error) -> Result<Rendered> {
        #[derive(Serialize)]
        struct Body<'a> {
            detail: &'a str,
        }
        let body = match error.detail().as_ref() {
            Detail::One(one) => Json::new(&Body { detail: &one.message })?,
            detail => Json::new(&Messages(detail))?,
        };
        Ok(Rendered { status: error.status(), body, content_type: None })
    }
}

/// One sentence: `{"error": "The requested resource was not found."}`.
///
/// 404, 400 and 415 have fixed sentences; well-formed but invalid input is 422; every other error
/// keeps its status and its own message.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainFormat;

impl ErrorFormat for PlainFormat {
    fn render(&self, error: &Error) -> Result<Rendered> {
        #[derive(Serialize)]
        struct Body {
            error: String,
        }
        let status = match error {
            Error::Validation(_) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => error.status(),
        };
        let body = Json::new(&Body { error: plain_sentence(error) })?;
        Ok(Rendered { status, body, content_type: None })
    }
}

fn plain_sentence(error: &Error) -> String {
    match error {
        Error::Validation(_) => "Request had invalid or missing data.".into(),
        Error::Parse(_) => "This request was not properly formatted. Please send again.".into(),
        Error::NotFound(_) => "The requested resource was not found.".into(),
        Error::UnsupportedMediaType(detail) => {
            let media_type = detail.message.split('"').nth(1).unwrap_or_default();
            format!("The {media_type} mediatype is not supported.")
        }
        _ => first_message(&error.detail()),
    }
}

/// FastAPI's: `{"detail": "…"}`, and for invalid input 422 with
/// `{"detail": [{"loc": ["body", "area"], "msg": "field required", "type": "value_error.missing"}]}`.
#[derive(Clone, Copy, Debug, Default)]
pub struct FastApiFormat;

impl ErrorFormat for FastApiFormat {
    fn render(&self, error: &Error) -> Result<Rendered> {
        #[derive(Serialize)]
        struct Body<D> {
            detail: D,
        }
        let detail = error.detail();
        let (status, body) = match error {
            Error::Validation(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Json::new(&Body { detail: FastApiProblem::all(&detail) })?,
            ),
            _ => (error.status(), Json::new(&Body { detail: first_message(&detail) })?),
        };
        Ok(Rendered { status, body, content_type: None })
    }
}

#[derive(Serialize)]
struct FastApiProblem {
    loc: Vec<Location>,
    msg: String,
    r#type: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Location {
    Index(u64),
    Name(String),
}

impl FastApiProblem {
    fn all(detail: &Detail) -> Vec<Self> {
        let mut problems = Vec::new();
        detail.for_each_message(&mut |path, leaf| {
            let names = path.iter().filter(|name| *name != "non_field_errors");
            let mut loc = vec![Location::Name("body".into())];
            loc.extend(names.map(|name| match name.parse() {
                Ok(index) => Location::Index(index),
                Err(_) => Location::Name(name.to_string()),
            }));
            let (msg, kind) = match leaf.code.as_ref() {
                "required" => ("field required".into(), "value_error.missing".into()),
                code => (leaf.message.to_string(), format!("value_error.{code}")),
            };
            problems.push(Self { loc, msg, r#type: kind });
        });
        problems
    }
}

/// RFC 9457 problem details, `application/problem+json`: `type`, `title`, `status`, `detail`, and
/// for invalid input `errors`, each with a JSON Pointer (RFC 6901), message and code.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProblemFormat;

impl ErrorFormat for ProblemFormat {
    fn render(&self, error: &Error) -> Result<Rendered> {
        #[derive(Serialize)]
        struct Body {
            r#type: &'static str,
            title: &'static str,
            status: u16,
            detail: String,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            errors: Vec<Pointer>,
        }
        let status = error.status();
        let (detail, errors) = match error.detail().as_ref() {
            Detail::One(one) => (one.message.to_string(), Vec::new()),
            detail => ("The request did not pass validation.".into(), Pointer::all(detail)),
        };
        let body = Json::new(&Body {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail,
            errors,
        })?;
        Ok(Rendered { status, body, content_type: Some("application/problem+json") })
    }
}

#[derive(Serialize)]
struct Pointer {
    pointer: String,
    detail: String,
    code: String,
}

impl Pointer {
    fn all(detail: &Detail) -> Vec<Self> {
        let mut errors = Vec::new();
        detail.for_each_message(&mut |path, error| {
            let names = path.iter().filter(|name| *name != "non_field_errors");
            let escaped = names.map(|name| name.replace('~', "~0").replace('/', "~1"));
            errors.push(Self {
                pointer: escaped.map(|name| format!("/{name}")).collect(),
                detail: error.message.to_string(),
                code: error.code.to_string(),
            });
        });
        errors
    }
}

/// The messages in the shape of their tree, without the codes.
struct Messages<'a>(&'a Detail);

impl Serialize for Messages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Detail::One(error) => serializer.serialize_str(&error.message),
            Detail::List(items) => serializer.collect_seq(items.iter().map(Messages)),
            Detail::Fields(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, detail) in fields {
                    map.serialize_entry(name, &Messages(detail))?;
                }
                map.end()
            }
        }
    }
}

fn first_message(detail: &Detail) -> String {
    let mut first = None;
    detail.for_each_message(&mut |_, error| {
        first.get_or_insert_with(|| error.message.to_string());
    });
    first.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorDetail;

    fn invalid() -> Error {
        let area = Detail::messages(vec![ErrorDetail::new("This field is required.", "required")]);
        let zip = Detail::messages(vec![ErrorDetail::new("Wrong.", "invalid")]);
        Error::Validation(Detail::Fields(vec![
            ("name".into(), area),
            (
                "addresses".into(),
                Detail::Fields(vec![("1".into(), Detail::Fields(vec![("a/zip".into(), zip)]))]),
            ),
        ]))
    }

    #[test]
    fn each_format_has_its_own_words() {
        let formats: [(&dyn ErrorFormat, &Error, u16, &str); 7] = [
            (
                &DrfFormat,
                &invalid(),
                400,
                r#"{"name":["This field is required."],"addresses":{"1":{"a/zip":["Wrong."]}}}"#,
            ),
            (&DrfFormat, &Error::not_found(), 404, r#"{"detail":"Not found."}"#),
            (&PlainFormat, &invalid(), 422, r#"{"error":"Request had invalid or missing data."}"#),
            (
                &PlainFormat,
                &Error::unsupported_media_type("application/xml"),
                415,
                r#"{"error":"The application/xml mediatype is not supported."}"#,
            ),
            (
                &FastApiFormat,
                &invalid(),
                422,
                r#"{"detail":[{"loc":["body","name"],"msg":"field required","type":"value_error.missing"},{"loc":["body","addresses",1,"a/zip"],"msg":"Wrong.","type":"value_error.invalid"}]}"#,
            ),
            (
                &ProblemFormat,
                &Error::not_found(),
                404,
                r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"Not found."}"#,
            ),
            (
                &ProblemFormat,
                &invalid(),
                400,
                r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"The request did not pass validation.","errors":[{"pointer":"/name","detail":"This field is required.","code":"required"},{"pointer":"/addresses/1/a~1zip","detail":"Wrong.","code":"invalid"}]}"#,
            ),
        ];
        for (format, error, status, body) in formats {
            let rendered = format.render(error).unwrap();
            assert_eq!(rendered.status.as_u16(), status);
            assert_eq!(String::from_utf8_lossy(rendered.body.as_bytes()), body);
        }
    }
}
