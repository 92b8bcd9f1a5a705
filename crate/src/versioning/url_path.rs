//! `/v1/books/`, where a capture of the path takes the version.

use std::borrow::Cow;

use super::{VersionInUrl, Versioning, allowed_or_default};
use crate::{Error, Request, Result};

/// The version as a captured value of the path: DRF's `URLPathVersioning`. The capture belongs to
/// the view's own path, `{version}/books`, or to that of a router around it, axum's
/// `nest_service("/{version}", …)`. A version that is not allowed is a 404. Links keep the version.
#[derive(Clone, Copy, Debug)]
pub struct UrlPathVersioning {
    /// The version of a path that captures none. `None` unless stated.
    pub default_version: Option<&'static str>,
    /// The versions that there are, beside the default; empty, as unless stated, allows all.
    pub allowed_versions: &'static [&'static str],
    /// The name of the capture; `version` unless stated.
    pub version_param: &'static str,
}

impl Default for UrlPathVersioning {
    fn default() -> Self {
        Self { default_version: None, allowed_versions: &[], version_param: "version" }
    }
}

impl Versioning for UrlPathVersioning {
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>> {
        let asked = request.kwargs().get(self.version_param);
        allowed_or_default(asked, self.default_version, self.allowed_versions)
            .ok_or_else(|| Error::not_found_because("Invalid version in URL path."))
    }

    fn version_in_url(&self) -> VersionInUrl {
        VersionInUrl::Path(self.version_param)
    }
}
