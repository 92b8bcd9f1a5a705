//! The host that a client addressed, and the links that name it.

use axum::{Router, http::HeaderValue};
use http::{Method, Request as HttpRequest};
use seaview::prelude::*;

use super::{EVENTS, EventViewSet, assert_unknown, database, router, send};

#[tokio::test]
async fn links_name_the_host_that_the_client_addressed() {
    let app = DefaultRouter::new().register("events", EventViewSet).into_router(database().await);
    let link = async |request: http::request::Builder| {
        let answer = send(app.clone(), request).await;
        answer.json()["events"].as_str().expect("a link").to_owned()
    };
    let host = HttpRequest::get("/").header("host", "library.example:99");
    assert_eq!(link(host).await, "http://library.example:99/events/");
    let v6 = HttpRequest::get("/").header("host", "[::1]:8000");
    assert_eq!(link(v6).await, "http://[::1]:8000/events/");
    // HTTP/2 puts scheme and host into the URI.
    let absolute = HttpRequest::get("https://library.example/");
    assert_eq!(link(absolute).await, "https://library.example/events/");
    assert_eq!(link(HttpRequest::get("/")).await, "http://localhost/events/");
    // A proxy's word is not taken unless the application asks for it.
    let forwarded = HttpRequest::get("/").header("host", "a").header("x-forwarded-host", "b");
    assert_eq!(link(forwarded).await, "http://a/events/");
}

#[tokio::test]
async fn an_absolute_uri_is_answered_as_its_path() {
    let app = router().into_router(database().await);
    let answer = send(app.clone(), HttpRequest::get("https://library.example/events/")).await;
    answer.assert(200, EVENTS);
    let answer = send(app.clone(), HttpRequest::get("https://library.example/events?x=1")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (301, "/events/?x=1"));
    let nested = Router::new().nest_service("/api", app);
    let answer = send(nested, HttpRequest::get("https://library.example/api/")).await;
    assert_eq!(answer.json()["events"], "https://library.example/api/events/");
}

#[tokio::test]
async fn a_request_without_a_path_of_its_own_is_no_row() {
    let app = router().into_router(database().await);
    let star = send(app.clone(), HttpRequest::options("*").header("host", "h")).await;
    assert_unknown(&star, "*");
    let connect = HttpRequest::builder().method(Method::CONNECT).uri("library.example:443");
    let connect = send(app, connect).await;
    assert!(!connect.status.is_success(), "{}", connect.status);
}

#[tokio::test]
async fn a_header_that_is_no_text_is_no_host() {
    let app = DefaultRouter::new().register("events", EventViewSet).into_router(database().await);
    let bytes = HeaderValue::from_bytes(b"caf\xe9").expect("a header");
    let answer = send(app, HttpRequest::get("/").header("host", bytes)).await;
    answer.assert(200, r#"{"events":"http://localhost/events/"}"#);
}
