//! Routers inside of applications: nested, beside other routes, under layers and policies.

use axum::{
    Extension, Router,
    extract::{Path, State},
    http::HeaderValue,
    routing::{get, post},
};
use http::Method;
use seaview::{
    TrailingSlash, authentication::Authenticators, pagination::PageNumberPagination, prelude::*,
    renderers::JsonRenderer,
};

use super::{EVENTS, EventViewSet, GuestViewSet, assert_unknown, database, event, router};
use crate::support::Client;

#[derive(ModelViewSet)]
#[viewset(serializer = event::Model, pagination_class = PageNumberPagination::of(1))]
struct PagedViewSet;

#[tokio::test]
async fn a_router_is_nested_under_a_prefix_and_its_links_know_it() {
    let router = DefaultRouter::new()
        .register("events", PagedViewSet)
        .register("events/{event_pk}/guests", GuestViewSet);
    let app = Router::new()
        .nest_service("/api/v1", router.into_router(database().await))
        .route("/api/v1/health", get(async || "fine"));
    let client = Client::new(app);
    client.get("/api/v1/").await.assert(200, r#"{"events":"http://testserver/api/v1/events/"}"#);
    client
        .get("/api/v1/.json")
        .await
        .assert(200, r#"{"events":"http://testserver/api/v1/events.json"}"#);
    client.get("/api/v1/health").await.assert(200, "fine");
    client.get("/api/v1/events/?page=2&x=%2F").await.assert(
        200,
        concat!(
            r#"{"count":2,"next":null,"previous":"http://testserver/api/v1/events/?x=%2F","#,
            r#""results":[{"id":2,"title":"Gala"}]}"#
        ),
    );
    let page = client.get("/api/v1/events.json").await.json();
    assert_eq!(page["next"], "http://testserver/api/v1/events.json?page=2");
    for (path, location) in [
        ("/api/v1", "/api/v1/"),
        ("/api/v1?a=b", "/api/v1/?a=b"),
        ("/api/v1/events?page=2", "/api/v1/events/?page=2"),
        ("/api/v1/events/1/guests", "/api/v1/events/1/guests/"),
    ] {
        let answer = client.post(path, "{}").await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (301, location));
    }
    assert_unknown(&client.get("/api/v1/nothing/").await, "/api/v1/nothing/");
    // Outside of the prefix it is the application that answers.
    client.get("/events/").await.assert(404, "");
}

#[tokio::test]
async fn a_nested_router_without_slashes_has_its_root_with_and_without_one() {
    let router = router().trailing_slash(TrailingSlash::Absent).into_router(database().await);
    let client = Client::new(Router::new().nest_service("/api", router));
    let links =
        r#"{"venues":"http://testserver/api/venues","events":"http://testserver/api/events"}"#;
    client.get("/api").await.assert(200, links);
    client.get("/api/").await.assert(200, links);
    client.get("/api/events").await.assert(200, EVENTS);
    assert_unknown(&client.get("/api/events/").await, "/api/events/");
}

#[tokio::test]
async fn axums_own_nesting_hands_over_what_is_below_the_prefix() {
    let app = Router::new().nest("/api/", router().into_router(database().await));
    let client = Client::new(app);
    let links =
        r#"{"venues":"http://testserver/api/venues/","events":"http://testserver/api/events/"}"#;
    client.get("/api/").await.assert(200, links);
    client.get("/api/events/").await.assert(200, EVENTS);
    assert_eq!(client.get("/api/events").await.header("location"), "/api/events/");
    assert_unknown(&client.get("/api/nothing/").await, "/api/nothing/");
}

#[tokio::test]
async fn a_prefix_may_capture_and_the_links_hold_what_it_captured() {
    let app = Router::new().nest_service("/{tenant}", router().into_router(database().await));
    let client = Client::new(app);
    let links = concat!(
        r#"{"venues":"http://testserver/caf%C3%A9/venues/","#,
        r#""events":"http://testserver/caf%C3%A9/events/"}"#
    );
    client.get("/caf%C3%A9/").await.assert(200, links);
    client.get("/caf%C3%A9/events/").await.assert(200, EVENTS);
    assert_eq!(client.get("/caf%C3%A9/events").await.header("location"), "/caf%C3%A9/events/");
}

#[derive(Clone)]
struct Flags(&'static str);

async fn flag(State(flags): State<Flags>, Path(id): Path<i64>) -> String {
    format!("{} {id}", flags.0)
}

#[tokio::test]
async fn routes_of_ones_own_stand_beside_with_their_state_and_layers() {
    let app = Router::new()
        .route("/events/{id}/flag", get(flag))
        .route("/events/special/", post(async || "mine"))
        .merge(router().into_router(database().await).with_state(()))
        .layer(axum::middleware::map_response(async |mut response: axum::response::Response| {
            response.headers_mut().insert("x-layer", HeaderValue::from_static("on"));
            response
        }))
        .with_state(Flags("black"));
    let client = Client::new(app);
    client.get("/events/1/flag").await.assert(200, "black 1");
    client.post("/events/special/", "{}").await.assert(200, "mine");
    client.get("/events/").await.assert(200, EVENTS);
    client.get("/events/1/").await.assert(200, r#"{"id":1,"title":"Premiere"}"#);
    // The slash makes it another URL, and that is nobody's.
    assert_unknown(&client.get("/events/1/flag/").await, "/events/1/flag/");
    for path in ["/events/1/flag", "/events/", "/events", "/nothing/"] {
        assert_eq!(client.get(path).await.header("x-layer"), "on", "{path}");
    }
}

#[derive(ViewSet)]
#[viewset(serializer = event::Model, actions(list))]
struct LayeredViewSet;

impl ModelViewSet for LayeredViewSet {
    async fn list(&self, request: &Request) -> Result {
        let flags = request.extensions().get::<Flags>().map(|flags| flags.0);
        Response::json(&flags)
    }
}

#[tokio::test]
async fn a_layer_of_the_application_reaches_the_viewset() {
    let router = DefaultRouter::new().register("events", LayeredViewSet);
    let app = router.into_router(database().await);
    Client::new(app.clone()).get("/events/").await.assert(200, "null");
    let client = Client::new(app.layer(Extension(Flags("white"))));
    client.get("/events/").await.assert(200, r#""white""#);
}

#[tokio::test]
async fn a_router_may_have_one_renderer_and_no_authentication() {
    let policies = seaview::Policies {
        renderers: seaview::renderers::Renderers::none().with(JsonRenderer),
        authentication: Authenticators::none(),
        ..Default::default()
    };
    let router = DefaultRouter::new().policies(policies).register("events", EventViewSet);
    let client = Client::new(router.into_router(database().await));
    for path in ["/events/", "/", "/events/99/"] {
        let answer = client.get(path).await;
        assert_eq!(answer.headers.get("vary"), None, "nothing varies at {path}");
    }
    let html = [("accept", "text/html")];
    assert_eq!(client.send(Method::GET, "/events/", &html, "").await.status, 406);
}
