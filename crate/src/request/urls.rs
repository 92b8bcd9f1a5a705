//! URLs of views by their names, and back.

use std::fmt::Display;

use percent_encoding::{percent_decode_str, utf8_percent_encode};

use super::Request;
use crate::encoding::{SEGMENT, urlencode};

/// Where a URL says the version of the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VersionInUrl {
    /// Nowhere, or in what all URLs of a router have in common.
    #[default]
    Nowhere,
    /// In the captured value of this name.
    Path(&'static str),
    /// In this query parameter.
    Query(&'static str),
}

/// The named URLs of a router.
pub(crate) trait Urls: Send + Sync {
    /// The path of a view, without the slash or the suffix at its end. `value` knows each captured
    /// value by its name, and whether it is the last.
    fn path(&self, view_name: &str, value: &dyn Fn(&str, bool) -> Option<String>)
    -> Option<String>;

    /// `true` if the view's URLs may say their format, as in `/countries.json`.
    fn has_suffixes(&self, view_name: &str) -> bool;

    /// The slash that URLs end in.
    fn slash(&self) -> &'static str;

    /// The view of a path, and its last captured value.
    fn find(&self, path: &str) -> Option<(&str, String)>;
}

impl Request {
    /// The absolute URL of a view of this router: `request.reverse("author-detail", 5)`. Views are
    /// named by the basename, `author-list` and `author-detail`, with an action's `url_name` behind
    /// it, `book-out-of-print`, plain views by their path. The lookup stands for the last captured
    /// value, and where nothing is captured it does not matter. Values in front, such as the
    /// `book_pk` of a nested view, are those of this request's own path. `None` if there is no such
    /// view, or if this request has no such value.
    ///
    /// The URL has the format that the request itself asked for, by suffix or parameter, and its
    /// version, where the view is versioned by path or parameter.
    ///
    /// Source: <https://www.django-rest-framework.org/api-guide/reverse/>.
    pub fn reverse(&self, view_name: &str, lookup: impl Display) -> Option<String> {
        self.reversed(view_name, &|name, last| match self.version_in_path(name) {
            None if last => Some(lookup.to_string()),
            None => self.kwargs.get(name).map(str::to_owned),
            version => version,
        })
    }

    /// The same with captured values by their names:
    /// `request.reverse_with("review-detail", &[("book_pk", &3), ("pk", &5)])`. A value that is not
    /// named is that of this request's own path.
    pub fn reverse_with(&self, view_name: &str, kwargs: &[(&str, &dyn Display)]) -> Option<String> {
        self.reversed(view_name, &|name, _| {
            let given = kwargs.iter().find(|(given, _)| *given == name);
            let given = given.map(|(_, value)| value.to_string());
            let given = given.or_else(|| self.version_in_path(name));
            given.or_else(|| self.kwargs.get(name).map(str::to_owned))
        })
    }

    fn reversed(
        &self,
        view_name: &str,
        value: &dyn Fn(&str, bool) -> Option<String>,
    ) -> Option<String> {
        let escaped = |value: String| utf8_percent_encode(&value, SEGMENT).to_string();
        let path = self.urls.path(view_name, &|name, last| value(name, last).map(escaped))?;
        let suffix = self.format_suffix.as_deref().filter(|_| self.urls.has_suffixes(view_name));
        Some(self.in_format(&path, self.urls.slash(), suffix))
    }

    /// The absolute URL of a path in the format that the request itself asked for.
    pub(crate) fn in_own_format(&self, path: &str, slash: &str) -> String {
        self.in_format(path, slash, self.format_suffix.as_deref())
    }

    fn in_format(&self, path: &str, slash: &str, suffix: Option<&str>) -> String {
        let url = match suffix {
            Some(format) => self.build_absolute_uri(&format!("{path}.{format}")),
            None if path == "/" => self.build_absolute_uri(path),
            None => self.build_absolute_uri(&format!("{path}{slash}")),
        };
        let parameter = self.settings().url_format_override;
        let format = self.query_param(parameter).map(|format| (parameter, format));
        let mut kept: Vec<_> = self.version_param().into_iter().chain(format).collect();
        if kept.is_empty() {
            return url;
        }
        // As DRF's `replace_query_param` does.
        kept.sort_unstable();
        [&url, "?", &urlencode(kept)].concat()
    }

    /// The version, if the captured value of this name says it.
    fn version_in_path(&self, name: &str) -> Option<String> {
        match self.version_in_url {
            VersionInUrl::Path(own) if own == name => self.version().map(str::to_owned),
            _ => None,
        }
    }

    /// The query parameter that says the version, if one does.
    fn version_param(&self) -> Option<(&'static str, &str)> {
        match self.version_in_url {
            VersionInUrl::Query(name) => Some((name, self.version()?)),
            _ => None,
        }
    }

    /// The name of the view of a URL of any host, or of an absolute path, and the last value
    /// captured in it.
    pub(crate) fn resolve(&self, url: &str) -> Option<(&str, String)> {
        // A path on its own is taken by the letter, as in DRF; in a URL, `?` and `#` end it.
        let path = match url.strip_prefix("http://").or(url.strip_prefix("https://")) {
            Some(rest) => {
                let end = rest.find(['?', '#']).unwrap_or(rest.len());
                rest.find('/').filter(|slash| *slash < end).map_or("/", |slash| &rest[slash..end])
            }
            None => url,
        };
        let path = percent_decode_str(path).decode_utf8().ok()?;
        self.urls.find(path.strip_prefix(self.mount.as_str())?)
    }
}
