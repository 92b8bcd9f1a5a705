//! Which renderer writes the answer and which parser reads the body.

use std::sync::Arc;

use http::header;

use crate::{Error, Request, Result, parsers::Parser, renderers::Renderer};

/// The outcome of negotiation: a renderer and the parameters of the media type accepted.
#[derive(Clone)]
pub struct Accepted {
    /// The renderer of the answer.
    pub renderer: Arc<dyn Renderer>,
    /// The parameters that the client put beside the media type, such as `indent=4`.
    pub params: Vec<(String, String)>,
}

/// Chooses renderer and parser: DRF's `DefaultContentNegotiation`.
///
/// `Accept` is matched by specificity (type with parameters, type, `type/*`, `*/*`), then in the
/// renderers' order; q values are not read, as in DRF. `?format=` or a suffix keeps the renderers
/// of that format only.
///
/// Source: <https://www.django-rest-framework.org/api-guide/content-negotiation/>.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultContentNegotiation;

impl DefaultContentNegotiation {
    /// The renderer for this request.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown format, [`Error::NotAcceptable`] if `Accept` matches
    /// none.
    pub fn select_renderer(
        self,
        request: &Request,
        renderers: &[Arc<dyn Renderer>],
    ) -> Result<Accepted> {
        let named = request.query_param(request.settings().url_format_override);
        let format = request.format_suffix.as_deref().or(named).filter(|name| !name.is_empty());
        let mut sent = request.headers().get_all(header::ACCEPT).iter();
        let first = sent.next().map_or(&b"*/*"[..], |value| value.as_bytes());
        // What most clients say: anything. The first renderer it is, and nothing to parse.
        if let (None, b"*/*", None, [renderer, ..]) = (format, first, sent.next(), renderers) {
            return Ok(Accepted { renderer: Arc::clone(renderer), params: Vec::new() });
        }
        let of_format =
            |renderer: &&Arc<dyn Renderer>| format.is_none_or(|f| renderer.format() == f);
        let candidates: Vec<_> = renderers.iter().filter(of_format).collect();
        if candidates.is_empty() {
            return Err(Error::not_found());
        }
        select(&accept(request), &candidates).ok_or_else(Error::not_acceptable)
    }

    /// The parser for a body of this type: the first whose media type matches.
    pub fn select_parser<'a>(
        self,
        content_type: &str,
        parsers: &'a [Arc<dyn Parser>],
    ) -> Option<&'a dyn Parser> {
        let sent = MediaType::parse(content_type);
        let reads = |parser: &&Arc<dyn Parser>| {
            let own = parser.media_type();
            own == content_type || MediaType::parse(own).matches(&sent)
        };
        parsers.iter().find(reads).map(AsRef::as_ref)
    }
}

/// All `Accept` headers as one.
fn accept(request: &Request) -> String {
    let sent = request.headers().get_all(header::ACCEPT).iter();
    let sent: Vec<_> = sent.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    if sent.is_empty() { "*/*".to_owned() } else { sent.join(",") }
}

fn select(accept: &str, renderers: &[&Arc<dyn Renderer>]) -> Option<Accepted> {
    let wanted: Vec<_> = accept.split(',').map(MediaType::parse).collect();
    for precedence in (0..=3).rev() {
        for renderer in renderers {
            let offered = MediaType::parse(renderer.media_type());
            let found = wanted
                .iter()
                .find(|wanted| wanted.precedence() == precedence && offered.matches(wanted));
            if let Some(wanted) = found {
                let renderer = Arc::clone(renderer);
                return Some(Accepted { renderer, params: wanted.params.clone() });
            }
        }
    }
    None
}

/// A media type or range with its parameters, read as leniently as DRF does.
#[derive(Debug, PartialEq, Eq)]
struct MediaType<'a> {
    main: &'a str,
    sub: &'a str,
    params: Vec<(String, String)>,
}

impl<'a> MediaType<'a> {
    fn parse(text: &'a str) -> Self {
        let mut parts = text.split(';');
        let full = parts.next().unwrap_or_default().trim();
        let (main, sub) = full.split_once('/').unwrap_or((full, ""));
        let params = parts
            .filter_map(|param| param.split_once('='))
            .map(|(key, value)| (key.trim().to_lowercase(), value.trim().trim_matches('"').into()))
            .collect();
        Self { main, sub, params }
    }

    /// 3 with parameters other than q, 2 without, 1 for `type/*`, 0 for `*/*`.
    fn precedence(&self) -> u8 {
        match self {
            Self { main: "*", .. } => 0,
            Self { sub: "*", .. } => 1,
            Self { params, .. } if params.iter().all(|(key, _)| key == "q") => 2,
            _ => 3,
        }
    }

    fn matches(&self, other: &MediaType<'_>) -> bool {
        let same = |a: &str, b: &str| a == "*" || b == "*" || a.eq_ignore_ascii_case(b);
        let param = |key: &str| other.params.iter().find(|(k, _)| k == key).map(|(_, v)| v);
        same(self.main, other.main)
            && same(self.sub, other.sub)
            && self.params.iter().all(|(key, value)| key == "q" || param(key) == Some(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::renderers::{BrowsableApiRenderer, JsonRenderer};

    #[test]
    fn the_most_specific_type_wins_whatever_its_q() {
        let json: Arc<dyn Renderer> = Arc::new(JsonRenderer);
        let html: Arc<dyn Renderer> = Arc::new(BrowsableApiRenderer);
        let cases = [
            ("*/*", Some("json")),
            ("application/json", Some("json")),
            ("APPLICATION/JSON", Some("json")),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some("api")),
            ("text/*", Some("api")),
            ("*/*, text/html;q=0.1", Some("api")),
            ("application/json; indent=4, text/html", Some("json")),
            ("application/xml", None),
            ("", None),
        ];
        for (accept, format) in cases {
            let accepted = select(accept, &[&json, &html]);
            assert_eq!(accepted.map(|a| a.renderer.format()), format, "{accept:?}");
        }
    }

    #[test]
    fn the_clients_parameters_are_kept() {
        let json: Arc<dyn Renderer> = Arc::new(JsonRenderer);
        let accepted = select("application/json; indent=4", &[&json]).unwrap();
        assert_eq!(accepted.params, [("indent".to_owned(), "4".to_owned())]);
    }
}
