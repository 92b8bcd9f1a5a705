//! `/v1/books/`, where each version is a router of its own.

use std::borrow::Cow;

use super::{Versioning, is_allowed_version};
use crate::{Error, Request, Result};

/// The version as a segment of the path under which axum nests the router, a router for each
/// version: DRF's `NamespaceVersioning`. Of several segments that are allowed the last counts. A
/// path without one is a 404, a router that is not nested has the default. Links stay within their
/// router, and so within its version.
#[derive(Clone, Copy, Debug, Default)]
pub struct NamespaceVersioning {
    /// The version of a router that is not nested. `None` unless stated.
    pub default_version: Option<&'static str>,
    /// The versions that there are, beside the default; empty, as unless stated, allows all.
    pub allowed_versions: &'static [&'static str],
}

impl Versioning for NamespaceVersioning {
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>> {
        let Self { default_version, allowed_versions } = *self;
        let mut namespaces = request.mount.rsplit('/').filter(|name| !name.is_empty()).peekable();
        if namespaces.peek().is_none() {
            return Ok(default_version.map(Cow::Borrowed));
        }
        let allowed =
            |name: &&str| is_allowed_version(Some(name), default_version, allowed_versions);
        match namespaces.find(allowed) {
            Some(version) => Ok(Some(Cow::Owned(version.to_owned()))),
            None => Err(Error::not_found_because(
                "Invalid version in URL path. Does not match any version namespace.",
            )),
        }
    }
}
