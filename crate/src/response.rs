//! What an action answers, before a renderer has written it.

use std::{fmt, pin::Pin};

use axum::body::Body;
use futures_util::{Stream, StreamExt};
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
    /// The rows of a list, for the renderer to write as they come.
    Rows(Chunks),
    /// A body that is sent as it is.
    Raw(Body),
}

/// The rows of a list on their way: JSON arrays of some rows each.
pub(crate) struct Chunks(pub(crate) Pin<Box<dyn Stream<Item = Result<Json>> + Send>>);

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chunks")
    }
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

    /// 200 with the rows of a list that need not be in memory at once: JSON arrays of some rows
    /// each, which become one list in the format that the client accepts. A renderer that has no
    /// [`list_writer`](crate::renderers::Renderer::list_writer) gets them all at once.
    ///
    /// An error after the first rows breaks the connection, since the status has been sent; the
    /// log has its cause.
    ///
    /// ```
    /// use futures_util::stream;
    /// use seaview::{Json, Response};
    ///
    /// let halves = [Json::new(&[1, 2]), Json::new(&[3])];
    /// let response = Response::rows(stream::iter(halves)); // `[1,2,3]`
    /// ```
    pub fn rows(chunks: impl Stream<Item = Result<Json>> + Send + 'static) -> Self {
        let content = Content::Rows(Chunks(chunks.boxed()));
        Self { status: StatusCode::OK, headers: HeaderMap::new(), content }
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

    /// The data that will be rendered, if there are any and they are in memory.
    pub fn data(&self) -> Option<&Json> {
        match &self.content {
            Content::Data(data) => Some(data),
            Content::Empty | Content::Rows(_) | Content::Raw(_) => None,
        }
    }
}
