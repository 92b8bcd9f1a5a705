//! An HTTP client that calls an application in process.

use axum::{Router, body::Body};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// A client of one application. Its host is `testserver`.
#[derive(Clone)]
pub(crate) struct Client {
    app: Router,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn new(app: Router) -> Self {
        Self { app }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], "").await
    }

    pub(crate) async fn options(&self, path: &str) -> Answer {
        self.send(Method::OPTIONS, path, &[], "").await
    }

    pub(crate) async fn post(&self, path: &str, json: impl ToString) -> Answer {
        self.json(Method::POST, path, json).await
    }

    pub(crate) async fn put(&self, path: &str, json: impl ToString) -> Answer {
        self.json(Method::PUT, path, json).await
    }

    pub(crate) async fn patch(&self, path: &str, json: impl ToString) -> Answer {
        self.json(Method::PATCH, path, json).await
    }

    pub(crate) async fn json(&self, method: Method, path: &str, json: impl ToString) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(method, path, &headers, json.to_string()).await
    }

    /// The answer to a GET whose body the test reads.
    pub(crate) async fn open(&self, path: &str) -> http::Response<Body> {
        let request = Request::get(path).header("host", "testserver").body(Body::empty());
        let request = request.expect("the request should be well-formed");
        self.app.clone().oneshot(request).await.expect("axum never fails")
    }

    /// A form, as `name=value&…`.
    pub(crate) async fn form(&self, method: Method, path: &str, form: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send(method, path, &headers, form.to_owned()).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let body = body.into();
        let mut request = Request::builder().method(method).uri(path).header("host", "testserver");
        request = request.header(header::CONTENT_LENGTH, body.len());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).expect("the request should be well-formed");
        let response = self.app.clone().oneshot(request).await.expect("axum never fails");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body should be whole").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the body should be UTF-8")
    }

    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("{error} in {:?}", self.text()),
        }
    }

    /// A header as text, empty if it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a visible header"))
    }

    /// Status and body at once, as most tests look at them.
    #[track_caller]
    pub(crate) fn assert(&self, status: u16, body: &str) {
        assert_eq!((self.status.as_u16(), self.text().as_str()), (status, body));
    }
}
