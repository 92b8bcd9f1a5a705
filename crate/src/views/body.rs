//! The body of a request, read and parsed when an action asks for it.

use bytes::Bytes;
use http::header;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::{Error, Request, Result, request::Data};

impl Request {
    /// The parsed body: DRF's `request.data`. Read and parsed when first asked for, so that a
    /// request whose action never asks is not refused for a malformed body.
    ///
    /// # Errors
    /// [`Error::PayloadTooLarge`], [`Error::UnsupportedMediaType`] or [`Error::Parse`].
    pub async fn data(&self) -> Result<&Data> {
        self.data.get_or_try_init(|| self.parse()).await
    }

    /// The parsed body, to put something into it before it is validated: a hook
    /// [`initial`](crate::ModelViewSet::initial) calls
    /// `request.data_mut().await?.insert("event", event)`.
    ///
    /// # Errors
    /// As [`Request::data`].
    pub async fn data_mut(&mut self) -> Result<&mut Data> {
        self.data().await?;
        let unread = || Error::parse("The request body could not be read.");
        self.data.get_mut().ok_or_else(unread)
    }

    async fn parse(&self) -> Result<Data> {
        let body = self.read_body().await?;
        let sent = self.headers().get(header::CONTENT_TYPE);
        let content_type = sent.map(|value| String::from_utf8_lossy(value.as_bytes()));
        let content_type = content_type.as_deref().unwrap_or_default();
        let policies = self.view().policies(self.method());
        let parser = policies.negotiation.select_parser(content_type, &policies.parsers);
        match parser {
            // Nothing at all is never parsed: an empty form if it says so, else `{}`.
            _ if body.is_empty() && is_form(content_type) => Ok(Data::Form(Default::default())),
            _ if body.is_empty() => Ok(Data::empty()),
            Some(parser) => parser.parse_request(body, content_type, self),
            None => Err(Error::unsupported_media_type(content_type)),
        }
    }

    async fn read_body(&self) -> Result<Bytes> {
        let limit = self.settings().data_upload_max_memory_size;
        let body = self.body.lock().ok().and_then(|mut body| body.take());
        // Asked again after an error, it must not pass for an empty body.
        let body = body.ok_or_else(|| Error::parse("The request body was read before."))?;
        match Limited::new(body, limit).collect().await {
            Ok(collected) => Ok(collected.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(Error::payload_too_large(limit)),
            Err(_) => Err(Error::parse("The request body could not be read.")),
        }
    }
}

/// DRF's `is_form_media_type`.
fn is_form(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    ["application/x-www-form-urlencoded", "multipart/form-data"]
        .iter()
        .any(|form| media_type.eq_ignore_ascii_case(form))
}

/// A body that says itself that it is too large is refused before anything else happens.
pub(super) fn refuse_large_body(request: &Request) -> Result<()> {
    let limit = request.settings().data_upload_max_memory_size;
    let length = request.header(header::CONTENT_LENGTH).and_then(|text| text.parse::<usize>().ok());
    match length {
        Some(length) if length > limit => Err(Error::payload_too_large(limit)),
        _ => Ok(()),
    }
}
