//! The API root: `{"countries": "http://…/countries/"}`.

use std::sync::Arc;

use http::Method;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Serialize, Serializer};

use super::TrailingSlash;
use crate::{
    Action, Json, Request, Response,
    metadata::determine_metadata,
    views::{Binding, BoxFuture, Handler, Policies, ResolvedPolicies, View},
};

/// What cannot stand in a path as it is, beside everything that is not ASCII.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'?');

/// The links to all lists, in the order of registration.
pub(super) struct ApiRoot {
    pub(super) prefixes: Vec<String>,
    pub(super) trailing_slash: TrailingSlash,
}

impl ApiRoot {
    pub(super) fn view(self, policies: &Policies) -> View {
        let policies = ResolvedPolicies::new(policies.clone());
        let get = Binding {
            method: Method::GET,
            action: Action::Custom("api-root"),
            policies: Arc::clone(&policies),
        };
        View::new(
            "Api Root".into(),
            "The default basic root view for DefaultRouter",
            policies,
            vec![get],
            Arc::new(self),
            determine_metadata,
        )
    }

    /// The URL of a list, in the format that the request itself asked for.
    fn link(&self, prefix: &str, request: &Request) -> String {
        let slash = if self.trailing_slash == TrailingSlash::Absent { "" } else { "/" };
        let prefix = utf8_percent_encode(prefix, ESCAPED);
        request.in_own_format(&format!("/{prefix}"), slash)
    }
}

impl Handler for ApiRoot {
    fn call<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Response> {
        Box::pin(async move {
            let links =
                self.prefixes.iter().map(|prefix| (prefix.as_str(), self.link(prefix, request)));
            Ok(Response::ok(Json::new(&Links(links.collect()))?))
        })
    }
}

struct Links<'a>(Vec<(&'a str, String)>);

impl Serialize for Links<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, url)| (name, url)))
    }
}
