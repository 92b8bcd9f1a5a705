//! The header `Authorization`, taken apart as DRF does.

use http::header;

use crate::{Error, Request, Result};

/// What follows a scheme's keyword in `Authorization`; `None` without the header, or if it is that
/// of another scheme. A keyword is the same in any case.
///
/// # Errors
/// [`Error::AuthenticationFailed`] if nothing follows, or more than one word; both sentences name
/// the scheme and its credentials, such as `token` and `Token`.
pub(super) fn credentials<'a>(
    request: &'a Request,
    keyword: &str,
    scheme: &str,
    subject: &str,
) -> Result<Option<&'a [u8]>> {
    // As bytes: whoever sends letters beyond ASCII has the wrong secret, and not the wrong scheme.
    let Some(header) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let mut words = header.as_bytes().split(u8::is_ascii_whitespace).filter(|w| !w.is_empty());
    if !words.next().is_some_and(|first| first.eq_ignore_ascii_case(keyword.as_bytes())) {
        return Ok(None);
    }
    let failed = |reason: &str| {
        Err(Error::authentication_failed(format!("Invalid {scheme} header. {reason}")))
    };
    match (words.next(), words.next()) {
        (None, _) => failed("No credentials provided."),
        (Some(credentials), None) => Ok(Some(credentials)),
        (Some(_), Some(_)) => failed(&format!("{subject} string should not contain spaces.")),
    }
}
