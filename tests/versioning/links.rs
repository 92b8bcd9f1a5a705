//! URLs that keep the version of the request.

use std::sync::Arc;

use axum::Router;
use seaview::{
    Policies,
    prelude::*,
    versioning::{QueryParameterVersioning, UrlPathVersioning, Versioning},
};

use crate::{
    checks::{database, note},
    support::Client,
};

/// Tells the URLs of other views.
struct LinkView;

impl ApiView for LinkView {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, request: &Request) -> Result {
        let links = [request.reverse("note-list", ""), request.reverse("note-detail", 5)];
        Response::json(&links)
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model)]
struct NoteViewSet;

fn versioned(versioning: impl Versioning) -> DefaultRouter {
    let policies = Policies { versioning: Some(Arc::new(versioning)), ..Policies::default() };
    DefaultRouter::new().policies(policies)
}

#[tokio::test]
async fn links_have_the_query_parameter_of_the_request() {
    let router = versioned(QueryParameterVersioning::default())
        .register("notes", NoteViewSet)
        .view("links", LinkView);
    let client = Client::new(router.into_router(database().await));
    let both = |query: &str| {
        format!(r#"["http://testserver/notes/{query}","http://testserver/notes/5/{query}"]"#)
    };
    client.get("/links/").await.assert(200, &both(""));
    client.get("/links/?version=1&x=2").await.assert(200, &both("?version=1"));
    client.get("/links/?version=a%26b").await.assert(200, &both("?version=a%26b"));
    client.get("/links/?version=1~b*").await.assert(200, &both("?version=1~b%2A"));
    let format = client.get("/links/?version=1&format=json").await;
    format.assert(200, &both("?format=json&version=1"));
    let root = client.get("/?version=1").await;
    root.assert(200, r#"{"notes":"http://testserver/notes/?version=1"}"#);
}

#[tokio::test]
async fn links_have_the_version_that_the_path_captured() {
    let versioning = UrlPathVersioning { default_version: Some("v1"), ..Default::default() };
    let router = versioned(versioning)
        .register("{version}/notes", NoteViewSet)
        .view("{version}/links", LinkView)
        .view_with_name("links", LinkView, "default-links");
    let client = Client::new(router.into_router(database().await));
    let both = |version: &str| {
        format!(r#"["http://testserver/{version}/notes/","http://testserver/{version}/notes/5/"]"#)
    };
    client.get("/v2/links/").await.assert(200, &both("v2"));
    client.get("/links/").await.assert(200, &both("v1"));
    client.get("/a%20b/links/").await.assert(200, &both("a%20b"));
}

#[tokio::test]
async fn links_have_the_version_in_front_of_the_router() {
    let router = versioned(UrlPathVersioning::default())
        .register("notes", NoteViewSet)
        .view("links", LinkView)
        .into_router(database().await);
    let client = Client::new(Router::new().nest_service("/{version}", router));
    let both = r#"["http://testserver/v2/notes/","http://testserver/v2/notes/5/"]"#;
    client.get("/v2/links/").await.assert(200, both);
    client.get("/v2/").await.assert(200, r#"{"notes":"http://testserver/v2/notes/"}"#);
}
