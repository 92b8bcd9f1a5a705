//! A recorded case: requests, what to remember of their answers, and what to expect of them.

use serde::{Deserialize, Deserializer};

use super::json::Json;
use super::members::Members;

/// One or more exchanges that belong together.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// `area/name`, unique in the suite.
    pub id: String,
    /// Whether the case changes rows.
    pub phase: Phase,
    pub(super) steps: Vec<Step>,
}

impl Case {
    /// The part of the id before the slash.
    pub fn area(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// The paths of its requests, with their queries.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.request.path.as_str())
    }
}

/// When a case is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// First; such cases only read, so their order is free.
    Read,
    /// Afterwards; such cases look only at rows that they made.
    Write,
}

/// One exchange.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub request: Request,
    /// Variable to dotted path into the JSON answer, or to `header:Name`.
    #[serde(default)]
    pub capture: Members<String>,
    pub expect: Expectation,
}

/// What is sent; of the kinds of body at most one is there.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub method: String,
    pub path: String,
    #[serde(default)]
    pub headers: Members<String>,
    #[serde(default, deserialize_with = "even_null")]
    pub json: Option<Json>,
    pub form: Option<Vec<(String, Json)>>,
    pub multipart: Option<Vec<Part>>,
    pub body: Option<String>,
    pub body_b64: Option<String>,
    /// Texts, each with the number of times that it is repeated.
    pub body_repeat: Option<Vec<(String, usize)>>,
}

/// One part of a multipart body.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub name: String,
    pub value: String,
    pub filename: Option<String>,
    #[serde(rename = "type")]
    pub content_type: Option<String>,
}

/// What the answer has to be; a body that no field speaks of is not compared.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    pub status: u16,
    /// A header that is null must be absent.
    #[serde(default)]
    pub headers: Members<Option<String>>,
    #[serde(default, deserialize_with = "even_null")]
    pub json: Option<Json>,
    pub partial: Option<Partial>,
    pub text: Option<String>,
    #[serde(default)]
    pub empty: bool,
}

/// Which objects of the answer may have keys that the recording has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Partial {
    /// The body itself.
    Top,
    /// The objects of the list that is the body or its `results`.
    Rows,
}

// An `Option` would take a `null` body for no body.
fn even_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}
