#![doc = include_str!("../../docs/versioning.md")]

mod accept_header;
mod host_name;
mod namespace;
mod query_parameter;
mod url_path;

use std::{borrow::Cow, sync::Arc};

pub use accept_header::AcceptHeaderVersioning;
pub use host_name::HostNameVersioning;
pub use namespace::NamespaceVersioning;
pub use query_parameter::QueryParameterVersioning;
pub use url_path::UrlPathVersioning;

pub use crate::request::VersionInUrl;
use crate::{Request, Result};

/// Reads the version from a request: DRF's `BaseVersioning`.
///
/// Implemented for each place where a version can stand (path, header, host, query); called
/// after negotiation and before authentication.
///
/// Source: <https://www.django-rest-framework.org/api-guide/versioning/>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a versioning scheme",
    label = "not a versioning scheme",
    note = "write `impl Versioning for {Self}`"
)]
pub trait Versioning: Send + Sync + 'static {
    /// The version, or `None` where the request names none and there is no default.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) or
    /// [`Error::NotAcceptable`](crate::Error::NotAcceptable) for a version that is not allowed.
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>>;

    /// Where [`Request::reverse`] writes the version of the request that it makes a URL for;
    /// nowhere unless stated.
    fn version_in_url(&self) -> VersionInUrl {
        VersionInUrl::Nowhere
    }
}

/// How a view is versioned.
#[derive(Clone, Default)]
pub enum VersioningClass {
    /// As the router's policies say.
    #[default]
    Default,
    /// Not at all.
    None,
    /// In this way.
    Of(Arc<dyn Versioning>),
}

impl<V: Versioning> From<V> for VersioningClass {
    fn from(versioning: V) -> Self {
        Self::Of(Arc::new(versioning))
    }
}

/// DRF's `is_allowed_version`: where no versions are listed, all are; the default always is.
fn is_allowed_version(
    version: Option<&str>,
    default_version: Option<&'static str>,
    allowed_versions: &[&'static str],
) -> bool {
    allowed_versions.is_empty()
        || version.is_some_and(|version| {
            default_version == Some(version) || allowed_versions.contains(&version)
        })
}

/// What the client wrote, or else the default; `None` if that is not allowed.
fn allowed_or_default(
    asked: Option<&str>,
    default_version: Option<&'static str>,
    allowed_versions: &[&'static str],
) -> Option<Option<Cow<'static, str>>> {
    let allowed = is_allowed_version(asked.or(default_version), default_version, allowed_versions);
    allowed.then(|| match asked {
        Some(version) => Some(Cow::Owned(version.to_owned())),
        None => default_version.map(Cow::Borrowed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_allowed_and_without_a_list_everything_is() {
        let listed: &[&str] = &["1", "2"];
        for (version, default, allowed, expected) in [
            (Some("2"), None, listed, true),
            (Some("3"), None, listed, false),
            (Some("3"), Some("3"), listed, true),
            (Some(""), Some("1"), listed, false),
            (None, None, listed, false),
            (Some("3"), None, &[], true),
            (None, None, &[], true),
        ] {
            assert_eq!(is_allowed_version(version, default, allowed), expected, "{version:?}");
        }
    }
}
