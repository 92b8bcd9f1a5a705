//! How the bytes of a body become data.

mod form;
mod json;

use bytes::Bytes;

pub use form::{FormParser, MultiPartParser};
pub use json::JsonParser;

use crate::{Result, Settings, request::Data};

/// Reads bodies of one media type: DRF's `BaseParser`.
///
/// Implemented for each input format, called when a viewset first asks for the data. The body is
/// already in memory and within [`Settings::data_upload_max_memory_size`].
///
/// Source: <https://www.django-rest-framework.org/api-guide/parsers/>.
pub trait Parser: Send + Sync + 'static {
    /// The media type that `Content-Type` is matched against.
    fn media_type(&self) -> &'static str;

    /// The data of a body; `content_type` is the header as sent.
    ///
    /// # Errors
    /// [`Error::Parse`](crate::Error::Parse) for a malformed body.
    fn parse(&self, body: Bytes, content_type: &str, settings: &Settings) -> Result<Data>;
}
