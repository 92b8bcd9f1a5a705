//! The answer to one request.

use std::any::Any;
use std::borrow::Cow;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{self, HeaderMap, Method, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::json::Json;

/// An answer, read to its end.
pub struct Reply {
    pub status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    /// What `app` answers to `request`; a panic in it is an error, not ours.
    pub async fn to(request: http::Request<Body>, app: Router) -> Result<Reply, String> {
        let answer = tokio::spawn(Reply::read(request, app));
        match answer.await {
            Ok(reply) => reply.map_err(|error| format!("no answer: {error}")),
            Err(error) => Err(match error.try_into_panic() {
                Ok(panic) => format!("no answer: panic {}", message(&*panic)),
                Err(error) => format!("no answer: {error}"),
            }),
        }
    }

    /// The values of a header, one byte a character, with commas between them.
    pub fn header(&self, name: &str) -> Option<String> {
        let values = self.headers.get_all(name).iter();
        let values: Vec<String> = values
            .map(|value| value.as_bytes().iter().copied().map(char::from).collect())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    pub fn json(&self) -> serde_json::Result<Json> {
        Json::parse(&self.body)
    }

    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The text of the first bytes of the body.
    pub fn opening(&self, bytes: usize) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body[..bytes.min(self.body.len())])
    }

    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    async fn read(request: http::Request<Body>, app: Router) -> Result<Reply, axum::Error> {
        let is_head = request.method() == Method::HEAD;
        let answer = match app.oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let (head, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        let is_bodiless = is_head || without_body(head.status);
        Ok(Reply {
            status: head.status.as_u16(),
            headers: head.headers,
            body: if is_bodiless { Bytes::new() } else { body },
        })
    }
}

// A server over a socket does not send these, whatever the handler returned.
fn without_body(status: StatusCode) -> bool {
    status.is_informational()
        || [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status)
}

fn message(panic: &(dyn Any + Send)) -> &str {
    if let Some(text) = panic.downcast_ref::<String>() {
        text
    } else {
        panic.downcast_ref::<&str>().copied().unwrap_or_default()
    }
}

#[cfg(test)]
impl Reply {
    /// An answer that no router gave.
    pub fn stub(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &'static str,
    ) -> Reply {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, http::HeaderValue::from_static(value));
        }
        Reply { status, headers: map, body: Bytes::from_static(body.as_bytes()) }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;

    use super::*;

    async fn ask(method: &str, path: &str) -> Result<Reply, String> {
        let app = Router::new()
            .route("/text/", get(|| async { "text" }))
            .route("/panic/", get(|| async { panic!("no {}", "rows") as &str }));
        let request = http::Request::builder().method(method).uri(path);
        let request = request.body(Body::empty()).expect("a valid request");
        Reply::to(request, app).await
    }

    #[tokio::test]
    async fn an_answer_is_read_to_its_end() {
        let reply = ask("GET", "/text/").await.expect("an answer");
        assert_eq!((reply.status, &*reply.text()), (200, "text"));
    }

    #[tokio::test]
    async fn the_answer_to_head_has_no_body() {
        assert!(ask("HEAD", "/text/").await.expect("an answer").is_empty());
    }

    #[tokio::test]
    async fn a_panic_is_no_answer() {
        let problem = ask("GET", "/panic/").await.err();
        assert_eq!(problem.as_deref(), Some("no answer: panic no rows"));
    }

    #[test]
    fn repeated_headers_are_joined() {
        let reply = Reply::stub(200, &[("vary", "Accept"), ("vary", "Cookie")], "");
        assert_eq!(reply.header("Vary").as_deref(), Some("Accept, Cookie"));
        assert_eq!(reply.header("Allow"), None);
    }
}
