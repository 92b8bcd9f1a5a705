//! A request with the headers of an ordinary API client.

use std::fmt;

/// Method, path and body.
pub(crate) struct Request {
    method: &'static str,
    path: String,
    body: Option<String>,
}

impl Request {
    /// A GET.
    pub(crate) fn get(path: String) -> Self {
        Self::without_body("GET", path)
    }

    /// A request without a body.
    pub(crate) fn without_body(method: &'static str, path: String) -> Self {
        Self { method, path, body: None }
    }

    /// A request with a JSON body.
    pub(crate) fn send(method: &'static str, path: String, body: String) -> Self {
        Self { method, path, body: Some(body) }
    }

    /// As it goes over the wire.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let Self { method, path, .. } = self;
        let body = self.body.as_deref().unwrap_or_default();
        let about_body = match self.body {
            Some(_) => {
                format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len())
            }
            None => String::new(),
        };
        format!("{method} {path} HTTP/1.1\r\n{HEADERS}{about_body}\r\n{body}").into_bytes()
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.method, self.path, self.body.as_deref().unwrap_or_default())
    }
}

/// The host is the same for all servers, as it occurs in links.
const HEADERS: &str =
    "Host: countries.example\r\nUser-Agent: seaview-bench\r\nAccept: application/json\r\n";
