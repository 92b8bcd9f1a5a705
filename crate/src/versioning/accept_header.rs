//! `Accept: application/json; version=1.0`.

use std::borrow::Cow;

use super::{Versioning, allowed_or_default};
use crate::{Error, ErrorDetail, Request, Result};

/// The version as a parameter of the media type that was accepted: DRF's `AcceptHeaderVersioning`.
/// A version that is not allowed is a 406.
#[derive(Clone, Copy, Debug)]
pub struct AcceptHeaderVersioning {
    /// The version of a request that names none. `None` unless stated.
    pub default_version: Option<&'static str>,
    /// The versions that there are, beside the default; empty, as unless stated, allows all.
    pub allowed_versions: &'static [&'static str],
    /// The parameter of the media type, in lower case; `version` unless stated.
    pub version_param: &'static str,
}

impl Default for AcceptHeaderVersioning {
    fn default() -> Self {
        Self { default_version: None, allowed_versions: &[], version_param: "version" }
    }
}

impl Versioning for AcceptHeaderVersioning {
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>> {
        let asked = request.accepted_param(self.version_param);
        allowed_or_default(asked, self.default_version, self.allowed_versions).ok_or_else(|| {
            let message = r#"Invalid version in "Accept" header."#;
            Error::NotAcceptable(ErrorDetail::new(message, "not_acceptable"))
        })
    }
}
