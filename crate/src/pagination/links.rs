//! Links from page to page.

use std::borrow::Cow;

use crate::{
    Request,
    encoding::{escape_path, urlencode},
};

/// The URL of a request with one parameter of its query replaced or removed.
///
/// DRF's `replace_query_param`: the URL is absolute, the parameters are sorted by name and
/// form-encoded, those that the server does not know are kept.
pub(crate) struct Link<'a> {
    request: &'a Request,
    params: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> Link<'a> {
    pub(crate) fn to(request: &'a Request) -> Self {
        let params = request.query_params().iter();
        Self { request, params: params.map(|(name, value)| (&**name, value.into())).collect() }
    }

    pub(crate) fn with(mut self, name: &'a str, value: impl ToString) -> Self {
        self = self.without(name);
        self.params.push((name, value.to_string().into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.params.retain(|(key, _)| *key != name);
        self
    }

    pub(crate) fn build(mut self) -> String {
        let url = self.request.build_absolute_uri(&escape_path(self.request.uri().path()));
        if self.params.is_empty() {
            return url;
        }
        // A stable sort: repeated names keep their order.
        self.params.sort_by_key(|(name, _)| *name);
        [&url, "?", &urlencode(self.params)].concat()
    }
}
