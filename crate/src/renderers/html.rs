//! `text/html`: the answer as a page that a person can read.

use std::fmt::Write;

use bytes::Bytes;
use http::{Method, header};

use super::{RenderContext, Renderer, json::indented};
use crate::{Json, Request, Result};

/// A page with the request, the status, the headers and the data, in which URLs are links, those of
/// other pages of a list among them, and with links to the same answer in the view's other formats.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowsableApiRenderer;

impl Renderer for BrowsableApiRenderer {
    fn media_type(&self) -> &'static str {
        "text/html"
    }

    fn format(&self) -> &'static str {
        "api"
    }

    fn content_type(&self) -> &'static str {
        "text/html; charset=utf-8"
    }

    fn render(&self, data: Json, context: &RenderContext<'_>) -> Result<Bytes> {
        let text = String::from_utf8_lossy(&indented(data.as_bytes(), 4)).into_owned();
        let request = context.request;
        let mut headers = String::new();
        // A cookie that scripts must not read has no place in a page that they can.
        let shown = context.headers.iter().filter(|(name, _)| *name != header::SET_COOKIE);
        for (name, value) in shown {
            // Writing to a string cannot fail.
            let _ = writeln!(headers, "{name}: {}", String::from_utf8_lossy(value.as_bytes()));
        }
        // A HEAD tells the length of the page that the GET shows.
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        let page = filled(|name| match name {
            "name" => escaped(context.view_name),
            "method" => escaped(method.as_str()),
            "path" => escaped(&[&request.mount, &*request.get_full_path()].concat()),
            "formats" => formats(request),
            "status" => context.status.to_string(),
            "headers" => escaped(&headers),
            "data" => linked(&text),
            css => format!("{{{css}}}"),
        });
        Ok(page.into())
    }
}

/// The page with its `{names}` replaced, in one pass: what is put in is not looked into.
fn filled(value: impl Fn(&str) -> String) -> String {
    let mut pieces = PAGE.split('{');
    let mut page = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, text) = piece.split_once('}').unwrap_or((piece, ""));
        page.push_str(&value(name));
        page.push_str(text);
    }
    page
}

const PAGE: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{name}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
pre { background: #f5f5f5; border: 1px solid #ddd; border-radius: 4px; padding: 1rem; overflow: auto }
</style>
</head>
<body>
<h1>{name}</h1>
<pre><b>{method}</b> {path}</pre>
{formats}<pre><b>HTTP {status}</b>
{headers}
{data}</pre>
</body>
</html>
";

/// Links to the same URL with another `?format=`. A URL that says its format itself has none.
fn formats(request: &Request) -> String {
    let parameter = request.settings().url_format_override;
    let renderers = &request.view().policies(request.method()).renderers;
    if parameter.is_empty()
        || request.format_suffix.is_some()
        || !matches!(*request.method(), Method::GET | Method::HEAD)
    {
        return String::new();
    }
    let kept: Vec<_> =
        request.query_params().iter().filter(|(name, _)| name != parameter).collect();
    let links = renderers.iter().map(|renderer| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept.iter().map(|(name, value)| (name, value)));
        query.append_pair(parameter, renderer.format());
        let name = escaped(renderer.format());
        format!("<a href=\"?{}\">{name}</a>", escaped(&query.finish()))
    });
    format!("<p>Formats: {}</p>\n", links.collect::<Vec<_>>().join(", "))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Escaped text in which each JSON string that starts with a URL is a link.
fn linked(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut pieces = json.split('"');
    out.push_str(&escaped(pieces.next().unwrap_or_default()));
    for piece in pieces {
        out.push_str("&quot;");
        if piece.starts_with("http://") || piece.starts_with("https://") {
            let url = escaped(piece);
            out.push_str(&format!("<a href=\"{url}\">{url}</a>"));
        } else {
            out.push_str(&escaped(piece));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_data_is_shown_and_not_obeyed() {
        let page = linked("{\"a\": \"<script>\", \"url\": \"http://h/?a=1&b=<2>\"}");
        assert_eq!(
            page,
            "{&quot;a&quot;: &quot;&lt;script&gt;&quot;, &quot;url&quot;: \
             &quot;<a href=\"http://h/?a=1&amp;b=&lt;2&gt;\">http://h/?a=1&amp;b=&lt;2&gt;</a>&quot;}"
        );
        assert_eq!(linked("\"httpx"), "&quot;httpx");
    }
}
