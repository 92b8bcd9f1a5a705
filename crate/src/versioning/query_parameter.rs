//! `/books/?version=1.0`.

use std::borrow::Cow;

use super::{VersionInUrl, Versioning, allowed_or_default};
use crate::{Error, Request, Result};

/// The version as a query parameter, the last if it is repeated: DRF's `QueryParameterVersioning`.
/// A version that is not allowed is a 404. Links keep the version.
#[derive(Clone, Copy, Debug)]
pub struct QueryParameterVersioning {
    /// The version of a request that names none. `None` unless stated.
    pub default_version: Option<&'static str>,
    /// The versions that there are, beside the default; empty, as unless stated, allows all.
    pub allowed_versions: &'static [&'static str],
    /// The query parameter; `version` unless stated.
    pub version_param: &'static str,
}

impl Default for QueryParameterVersioning {
    fn default() -> Self {
        Self { default_version: None, allowed_versions: &[], version_param: "version" }
    }
}

impl Versioning for QueryParameterVersioning {
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>> {
        let asked = request.query_param(self.version_param);
        allowed_or_default(asked, self.default_version, self.allowed_versions)
            .ok_or_else(|| Error::not_found_because("Invalid version in query parameter."))
    }

    fn version_in_url(&self) -> VersionInUrl {
        VersionInUrl::Query(self.version_param)
    }
}
