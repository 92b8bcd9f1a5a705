//! Which version of the API a request asks for.

use std::borrow::Cow;

use crate::{Request, Result};

/// Reads the version from a request: DRF's `BaseVersioning`.
///
/// Implemented for each place where a version can stand (path, header, host, query); called
/// after negotiation and before authentication.
///
/// Source: <https://www.django-rest-framework.org/api-guide/versioning/>.
pub trait Versioning: Send + Sync + 'static {
    /// The version, or `None` where the request names none and there is no default.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) or
    /// [`Error::NotAcceptable`](crate::Error::NotAcceptable) for a version that is not allowed.
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>>;
}
