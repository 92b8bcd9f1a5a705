//! Which version was asked for, and where it was written.

use seaview::{
    prelude::*,
    versioning::{
        AcceptHeaderVersioning, NamespaceVersioning, QueryParameterVersioning, UrlPathVersioning,
        VersioningClass,
    },
};
use serde_json::json;

/// A view for each of the schemes.
pub struct VersionView {
    scheme: &'static str,
    versioning: VersioningClass,
}

impl VersionView {
    pub fn in_path() -> Self {
        let versioning = UrlPathVersioning {
            default_version: Some("v1"),
            allowed_versions: &["v1", "v2"],
            ..Default::default()
        };
        Self { scheme: "URLPathVersioning", versioning: versioning.into() }
    }

    pub fn in_accept_header() -> Self {
        let versioning = AcceptHeaderVersioning {
            default_version: Some("1.0"),
            allowed_versions: &["1.0", "2.0"],
            ..Default::default()
        };
        Self { scheme: "AcceptHeaderVersioning", versioning: versioning.into() }
    }

    pub fn in_query() -> Self {
        Self::of_query(QueryParameterVersioning {
            default_version: Some("1.0"),
            allowed_versions: &["1.0", "2.0"],
            ..Default::default()
        })
    }

    /// Any version, and none.
    pub fn open() -> Self {
        Self::of_query(QueryParameterVersioning::default())
    }

    fn of_query(versioning: QueryParameterVersioning) -> Self {
        Self { scheme: "QueryParameterVersioning", versioning: versioning.into() }
    }

    pub fn in_namespace() -> Self {
        let versioning =
            NamespaceVersioning { default_version: Some("v1"), allowed_versions: &["v1", "v2"] };
        Self { scheme: "NamespaceVersioning", versioning: versioning.into() }
    }
}

impl ApiView for VersionView {
    const METHODS: &'static [Method] = &[Method::GET];

    fn versioning_class(&self) -> VersioningClass {
        self.versioning.clone()
    }

    async fn get(&self, request: &Request) -> Result {
        Response::json(&json!({
            "version": request.version(),
            "scheme": self.scheme,
            "self": request.build_absolute_uri(&request.get_full_path()),
        }))
    }
}
