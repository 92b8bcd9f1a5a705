//! How the bytes of a body become data.

mod charset;
mod file_upload;
mod form;
mod json;
mod multipart;
#[cfg(feature = "xml")]
mod xml;
#[cfg(feature = "yaml")]
mod yaml;

use std::{ops::Deref, sync::Arc};

use bytes::Bytes;

pub use file_upload::FileUploadParser;
pub use form::FormParser;
pub use json::JsonParser;
pub use multipart::MultiPartParser;
#[cfg(feature = "xml")]
pub use xml::XmlParser;
#[cfg(feature = "yaml")]
pub use yaml::YamlParser;

use crate::{Request, Result, Settings, request::Data};

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

    /// The same for a parser that looks at the request as well, as [`FileUploadParser`] does.
    ///
    /// # Errors
    /// As [`Parser::parse`].
    fn parse_request(&self, body: Bytes, content_type: &str, request: &Request) -> Result<Data> {
        self.parse(body, content_type, request.settings())
    }
}

/// The parsers of a view; the first that reads a body's media type is taken.
#[derive(Clone, Default)]
pub struct Parsers(Vec<Arc<dyn Parser>>);

impl Parsers {
    /// None: every body is refused.
    pub fn none() -> Self {
        Self::default()
    }

    /// One more, after those before it.
    pub fn with(mut self, parser: impl Parser) -> Self {
        self.0.push(Arc::new(parser));
        self
    }
}

impl Deref for Parsers {
    type Target = [Arc<dyn Parser>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
