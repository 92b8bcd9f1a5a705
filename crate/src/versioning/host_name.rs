//! `http://v1.example.com/books/`.

use std::borrow::Cow;

use super::{Versioning, is_allowed_version};
use crate::{Error, Request, Result};

/// The version as the first of the three names of the host, as in `v1.example.com`: DRF's
/// `HostNameVersioning`. Any other host has the default; a version that is not allowed is a 404.
/// Links have the host of the request, and so its version.
#[derive(Clone, Copy, Debug, Default)]
pub struct HostNameVersioning {
    /// The version of a host that names none. `None` unless stated.
    pub default_version: Option<&'static str>,
    /// The versions that there are, beside the default; empty, as unless stated, allows all.
    pub allowed_versions: &'static [&'static str],
}

impl Versioning for HostNameVersioning {
    fn determine_version(&self, request: &Request) -> Result<Option<Cow<'static, str>>> {
        let Self { default_version, allowed_versions } = *self;
        let Some(version) = version_of(request.host()) else {
            return Ok(default_version.map(Cow::Borrowed));
        };
        match is_allowed_version(Some(version), default_version, allowed_versions) {
            true => Ok(Some(Cow::Owned(version.to_owned()))),
            false => Err(Error::not_found_because("Invalid version in hostname.")),
        }
    }
}

/// DRF's `hostname_regex`, `^([a-zA-Z0-9]+)\.[a-zA-Z0-9]+\.[a-zA-Z0-9]+$`, on a host without its
/// port.
fn version_of(host: &str) -> Option<&str> {
    let name = host.split(':').next().unwrap_or_default();
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let parts: Vec<_> = name.split('.').collect();
    match parts.as_slice() {
        [version, _, _] if parts.iter().all(is_word) => Some(version),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_of_three_plain_names_says_a_version() {
        for (host, version) in [
            ("v1.example.com", Some("v1")),
            ("v1.example.com:8000", Some("v1")),
            ("V2.Example.Com", Some("V2")),
            ("example.com", None),
            ("v1.api.example.com", None),
            ("v1.my-site.com", None),
            (".example.com", None),
            ("127.0.0.1:8000", None),
            ("[::1]:8000", None),
            ("", None),
        ] {
            assert_eq!(version_of(host), version, "{host}");
        }
    }
}
