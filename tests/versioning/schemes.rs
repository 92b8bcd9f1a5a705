//! Where a version is read, and what is said of one that is not allowed.

use axum::{Router, body::Body};
use http::Method;
use http_body_util::BodyExt;
use seaview::{
    prelude::*,
    versioning::{
        AcceptHeaderVersioning, HostNameVersioning, NamespaceVersioning, QueryParameterVersioning,
        UrlPathVersioning, VersioningClass,
    },
};
use tower::ServiceExt;

use super::VersionView;
use crate::{checks::database, support::Client};

const ALLOWED: &[&str] = &["v1", "v2"];

fn view(versioning: impl Into<VersioningClass>) -> VersionView {
    VersionView(versioning.into())
}

async fn at(path: &str, view: VersionView) -> Client {
    Client::new(DefaultRouter::new().view(path, view).into_router(database().await))
}

fn detail(message: &str) -> String {
    serde_json::json!({ "detail": message }).to_string()
}

#[tokio::test]
async fn a_captured_value_of_the_path_is_a_version() {
    let scheme =
        UrlPathVersioning { allowed_versions: ALLOWED, version_param: "v", ..Default::default() };
    let client = at("{v}/ping", view(scheme)).await;
    client.get("/v2/ping/").await.assert(200, r#""v2""#);
    for unknown in ["/v3/ping/", "/V2/ping/", "/%20v2/ping/"] {
        client.get(unknown).await.assert(404, &detail("Invalid version in URL path."));
    }
}

#[tokio::test]
async fn a_path_without_a_version_has_the_default_if_there_is_one() {
    let with = UrlPathVersioning {
        default_version: Some("v0"),
        allowed_versions: ALLOWED,
        ..Default::default()
    };
    at("ping", view(with)).await.get("/ping/").await.assert(200, r#""v0""#);
    let without = UrlPathVersioning { default_version: None, ..with };
    let refused = at("ping", view(without)).await.get("/ping/").await;
    refused.assert(404, &detail("Invalid version in URL path."));
    let any = UrlPathVersioning::default();
    at("ping", view(any)).await.get("/ping/").await.assert(200, "null");
    // The default counts as allowed where a path names it.
    at("{version}/ping", view(with)).await.get("/v0/ping/").await.assert(200, r#""v0""#);
}

#[tokio::test]
async fn a_version_in_front_of_the_router_reaches_its_views() {
    let scheme = UrlPathVersioning { allowed_versions: ALLOWED, ..Default::default() };
    let inner = DefaultRouter::new().view("ping", view(scheme)).into_router(database().await);
    let client = Client::new(Router::new().nest_service("/api/{version}", inner));
    client.get("/api/v1/ping/").await.assert(200, r#""v1""#);
    client.get("/api/v3/ping/").await.assert(404, &detail("Invalid version in URL path."));
}

#[tokio::test]
async fn a_capture_of_the_view_wins_over_one_in_front_of_its_router() {
    let inner = DefaultRouter::new()
        .view("{version}/ping", view(UrlPathVersioning::default()))
        .into_router(database().await);
    let client = Client::new(Router::new().nest_service("/{version}", inner));
    client.get("/outer/inner/ping/").await.assert(200, r#""inner""#);
}

#[tokio::test]
async fn a_parameter_of_the_accepted_media_type_is_a_version() {
    let scheme = AcceptHeaderVersioning {
        default_version: Some("1.0"),
        allowed_versions: &["2.0"],
        ..Default::default()
    };
    let client = at("ping", view(scheme)).await;
    for (accept, version) in [
        ("", "1.0"),
        ("*/*", "1.0"),
        ("application/json; q=0.5", "1.0"),
        ("application/json;version=2.0", "2.0"),
        (r#"application/json ; VERSION = "2.0""#, "2.0"),
        ("application/json; version=9; version=2.0", "2.0"),
        ("*/*; version=2.0", "2.0"),
        ("application/*;version=2.0", "2.0"),
        // What counts is the type that was chosen.
        ("application/xml; version=9, application/json; version=2.0", "2.0"),
        ("application/json, */*; version=9", "1.0"),
    ] {
        let sent = [("accept", accept)];
        let sent = if accept.is_empty() { &[][..] } else { &sent };
        let answer = client.send(Method::GET, "/ping/", sent, "").await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, version.into()), "{accept}");
    }
    for accept in ["application/json; version=3", "application/json; version=", "*/*;version=x"] {
        let answer = client.send(Method::GET, "/ping/", &[("accept", accept)], "").await;
        answer.assert(406, &detail(r#"Invalid version in "Accept" header."#));
        assert_eq!(answer.header("content-type"), "application/json", "{accept}");
        assert_eq!(answer.header("vary"), "Accept", "{accept}");
    }
}

#[tokio::test]
async fn the_last_of_a_query_parameter_is_a_version() {
    let scheme = QueryParameterVersioning {
        default_version: Some("v1"),
        allowed_versions: ALLOWED,
        version_param: "v",
    };
    let client = at("ping", view(scheme)).await;
    for (query, version) in [("", "v1"), ("?v=v2", "v2"), ("?v=x&v=v2", "v2"), ("?version=x", "v1")]
    {
        let answer = client.get(&format!("/ping/{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, version.into()), "{query}");
    }
    for query in ["?v=", "?v=v2&v=x", "?v"] {
        let answer = client.get(&format!("/ping/{query}")).await;
        answer.assert(404, &detail("Invalid version in query parameter."));
    }
}

#[tokio::test]
async fn the_first_of_three_names_of_the_host_is_a_version() {
    let scheme = HostNameVersioning { default_version: Some("v1"), allowed_versions: ALLOWED };
    let app = DefaultRouter::new().view("ping", view(scheme)).into_router(database().await);
    for (host, status, body) in [
        ("v2.example.com", 200, r#""v2""#),
        ("v2.example.com:8000", 200, r#""v2""#),
        ("localhost", 200, r#""v1""#),
        ("www.example.com", 404, r#"{"detail":"Invalid version in hostname."}"#),
    ] {
        let request = http::Request::get("/ping/").header("host", host).body(Body::empty());
        let answer = app.clone().oneshot(request.expect("a request")).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{host}");
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        assert_eq!(bytes, body, "{host}");
    }
}

#[tokio::test]
async fn the_place_of_a_router_is_a_version() {
    let scheme = NamespaceVersioning { default_version: Some("v1"), allowed_versions: ALLOWED };
    let inner = DefaultRouter::new().view("ping", view(scheme)).into_router(database().await);
    inner_is(&inner, "/v2", "v2").await;
    inner_is(&inner, "/api/v2", "v2").await;
    inner_is(&inner, "/v2/books", "v2").await;
    let unknown = Client::new(Router::new().nest_service("/api/v9", inner.clone()));
    unknown
        .get("/api/v9/ping/")
        .await
        .assert(404, &detail("Invalid version in URL path. Does not match any version namespace."));
    Client::new(inner).get("/ping/").await.assert(200, r#""v1""#);
}

async fn inner_is(inner: &Router, place: &str, version: &str) {
    let client = Client::new(Router::new().nest_service(place, inner.clone()));
    let answer = client.get(&format!("{place}/ping/")).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, version.into()), "{place}");
}
