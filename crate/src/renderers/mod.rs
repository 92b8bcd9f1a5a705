//! How data become the bytes of a body.

mod html;
mod json;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use html::BrowsableApiRenderer;
pub use json::JsonRenderer;

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
}
