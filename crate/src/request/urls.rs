//! URLs of views by their names, and back.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Request;

/// What stands in a segment of a path as it is (RFC 3986), as in Django's `reverse`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'@')
    .remove(b':')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b'&')
    .remove(b',')
    .remove(b';');

/// The named URLs of a router.
pub(crate) trait Urls: Send + Sync {
    /// The path of a view, without the slash or the suffix at its end; `lookup` stands for its
    /// last captured value.
    fn path(&self, view_name: &str, lookup: &str) -> Option<String>;

    /// `true` if the view's URLs may say their format, as in `/countries.json`.
    fn has_suffixes(&self, view_name: &str) -> bool;

    /// The slash that URLs end in.
    fn slash(&self) -> &'static str;

    /// The view of a path, and its last captured value.
    fn find(&self, path: &str) -> Option<(&str, String)>;
}

impl Request {
    /// The absolute URL of a view of this router: `request.reverse("author-detail", 5)`. Views are
    /// named by the basename, `author-list` and `author-detail`, plain views by their path; the
    /// lookup stands for the captured value, and where nothing is captured it does not matter.
    /// `None` if there is no such view, or if it captures several values.
    ///
    /// The URL has the format that the request itself asked for, by suffix or parameter.
    ///
    /// Source: <https://www.django-rest-framework.org/api-guide/reverse/>.
    pub fn reverse(&self, view_name: &str, lookup: impl Display) -> Option<String> {
        let lookup = lookup.to_string();
        let lookup = utf8_percent_encode(&lookup, ESCAPED).to_string();
        let path = self.urls.path(view_name, &lookup)?;
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
        match self.query_param(parameter) {
            Some(format) => {
                let mut query = form_urlencoded::Serializer::new(format!("{url}?"));
                query.append_pair(parameter, format).finish().replacen("?&", "?", 1)
            }
            None => url,
        }
    }

    /// The name of the view of a URL of any host, or of an absolute path, and the last value
    /// captured in it.
    pub(crate) fn resolve(&self, url: &str) -> Option<(&str, String)> {
        let path = match url.strip_prefix("http://").or(url.strip_prefix("https://")) {
            Some(rest) => rest.find('/').map_or("/", |slash| &rest[slash..]),
            None => url,
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = percent_decode_str(path).decode_utf8().ok()?;
        self.urls.find(path.strip_prefix(self.mount.as_str())?)
    }
}
