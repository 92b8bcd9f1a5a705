//! What an action answers, before a renderer has written it.

use axum::body::Body;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::{Error, Json, Result};

/// Status, headers and data of an answer: DRF's `Response(data, status, headers)`.
///
/// The data are rendered later, in the format that the client accepts. An application that wants
/// to write the body itself gives [`Response::raw`] an axum body.
#[derive(Debug)]
pub struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
}

/// The data of an answer.
#[derive(Debug)]
pub(crate) enum Content {
    /// No body and no `Content-Type`.
    Empty,
    /// Data for the renderer that was negotiated.
    Data(Json),
    /// A body that is sent as it is.
    Raw(Body),
}

impl Response {
    /// An answer with data.
    pub fn new(status: StatusCode, data: Json) -> Self {
        Self { status, headers: HeaderMap::new(), content: Content::Data(data) }
    }

    /// 200 with data.
    pub fn ok(data: Json) -> Self {
        Self::new(StatusCode::OK, data)
    }

    /// 200 with anything that serde can serialize.
    ///
    /// # Errors
    /// [`Error::Internal`] if the value has no JSON form.
    ///
    /// ```
    /// # fn main() -> seaview::Result<()> {
    /// let response = seaview::Response::json(&serde_json::json!({ "likes": 3 }))?;
    /// # Ok(()) }
    /// ```
    pub fn json(value: &(impl Serialize + ?Sized)) -> Result<Self> {
        Ok(Self::ok(Json::new(value)?))
    }

    /// 201 with the new object.
    pub fn created(data: Json) -> Self {
        Self::new(StatusCode::CREATED, data)
    }

    /// 204, without body and `Content-Type`.
    pub fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: HeaderMap::new(), content: Content::Empty }
    }

    /// A body that no renderer touches; its `Content-Type` is the caller's to set.
    pub fn raw(status: StatusCode, body: impl Into<Body>) -> Self {
        Self { status, headers: HeaderMap::new(), content: Content::Raw(body.into()) }
    }

    /// The same answer with another status.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same answer with one more header; it replaces one of that name.
    ///
    /// # Errors
    /// [`Error::Internal`] if the value holds characters that a header cannot carry.
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Result<Self> {
        let value = HeaderValue::from_str(value).map_err(Error::internal)?;
        self.headers.insert(name, value);
        Ok(self)
    }

    /// The same answer with more headers.
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers set so far; `Content-Type`, `Allow` and `Vary` come when it is rendered.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The data that will be rendered, if there are any.
    pub fn data(&self) -> Option<&Json> {
        match &self.content {
            Content::Data(data) => Some(data),
            Content::Empty | Content::Raw(_) => None,
        }
    }
}
