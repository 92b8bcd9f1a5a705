//! How data become the bytes of a body.
//!
#![doc = include_str!("../../docs/formats.md")]

#[cfg(feature = "csv")]
mod csv;
mod html;
mod json;
mod list_writer;
mod ndjson;
#[cfg(feature = "xml")]
mod xml;
#[cfg(feature = "yaml")]
mod yaml;

use std::{ops::Deref, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[cfg(feature = "csv")]
pub use csv::{CsvRenderer, CsvStreamingRenderer};
pub use html::BrowsableApiRenderer;
pub use json::JsonRenderer;
pub use list_writer::ListWriter;
pub use ndjson::NdjsonRenderer;
#[cfg(feature = "xml")]
pub use xml::XmlRenderer;
#[cfg(feature = "yaml")]
pub use yaml::YamlRenderer;

use crate::{Json, Request, Result};

/// Writes the data of an answer in one format: DRF's `BaseRenderer`.
///
/// Implemented for each output format, called once for each answer that has data, errors among
/// them. Data arrive as finished JSON; [`Json::to_value`] opens them for other formats.
///
/// Source: <https://www.django-rest-framework.org/api-guide/renderers/>.
pub trait Renderer: Send + Sync + 'static {
    /// The media type that `Accept` is matched against, such as `application/json`.
    fn media_type(&self) -> &'static str;

    /// The name for `?format=` and suffixes, such as `json`.
    fn format(&self) -> &'static str;

    /// The `Content-Type` of the answer; the media type unless it names a charset.
    fn content_type(&self) -> &'static str {
        self.media_type()
    }

    /// The body.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) for data that the format cannot hold.
    fn render(&self, data: Json, context: &RenderContext<'_>) -> Result<Bytes>;

    /// What writes a long list some rows at a time, so that it is never in memory as a whole.
    /// `None`, unless overridden, for a format that can be written only as a whole.
    fn list_writer(&self, context: &RenderContext<'_>) -> Option<Box<dyn ListWriter>> {
        let _ = context;
        None
    }

    /// `true` for a format of exports: its lists have all rows, whatever the pagination.
    fn exports(&self) -> bool {
        false
    }
}

/// The renderers of a view, the preferred one first; it also writes errors of negotiation.
///
/// ```
/// use seaview::renderers::{JsonRenderer, Renderers};
///
/// assert_eq!(Renderers::none().with(JsonRenderer)[0].format(), "json");
/// ```
#[derive(Clone, Default)]
pub struct Renderers(Vec<Arc<dyn Renderer>>);

impl Renderers {
    /// None, to begin with.
    pub fn none() -> Self {
        Self::default()
    }

    /// One more, after those before it.
    pub fn with(mut self, renderer: impl Renderer) -> Self {
        self.0.push(Arc::new(renderer));
        self
    }
}

impl Deref for Renderers {
    type Target = [Arc<dyn Renderer>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// What a renderer may want to know beside the data.
pub struct RenderContext<'a> {
    /// The request that is answered.
    pub request: &'a Request,
    /// The status of the answer.
    pub status: StatusCode,
    /// Its headers so far.
    pub headers: &'a HeaderMap,
    /// The parameters of the media type that the client accepts, such as `indent=4`.
    pub params: &'a [(String, String)],
    /// The name of the view, `Country List`.
    pub view_name: &'a str,
    /// The names of the serializer's fields that the client sees, where the answer is a list for
    /// an export; otherwise none.
    pub fields: &'a [String],
}
