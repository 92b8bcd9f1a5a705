//! The API root: `{"countries": "http://…/countries/"}`.

use std::sync::Arc;

use http::Method;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Serialize, Serializer};

use super::TrailingSlash;
use crate::{
    Action, Error, Json, Request, Response,
    metadata::determine_metadata,
    serializers::Table,
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
        let path = match &request.format_suffix {
            Some(format) => format!("/{prefix}.{format}"),
            None => format!("/{prefix}{slash}"),
        };
        let url = request.build_absolute_uri(&path);
        let parameter = request.settings().url_format_override;
        match request.query_param(parameter) {
            Some(format) => {
                let mut query = form_urlencoded::Serializer::new(format!("{url}?"));
                query.append_pair(parameter, format).finish().replacen("?&", "?", 1)
            }
            None => url,
        }
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

    fn find<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, ()> {
        Box::pin(async { Err(Error::not_found()) })
    }

    fn lookup_value(&self, _: &str) -> bool {
        true
    }

    fn table(&self, _: &Request) -> Option<&'static Table> {
        None
    }
}

struct Links<'a>(Vec<(&'a str, String)>);

impl Serialize for Links<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, url)| (name, url)))
    }
}
