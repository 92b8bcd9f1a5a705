//! The API root, and routers without one.

use http::Method;
use seaview::{SimpleRouter, prelude::*};

use super::{
    EVENTS, EventViewSet, GuestViewSet, ProgrammeViewSet, ProposalViewSet, VenueViewSet,
    assert_unknown, client, database,
};
use crate::support::Client;

#[tokio::test]
async fn the_root_lists_the_lists_in_the_order_of_registration() {
    let router = DefaultRouter::new()
        .register("zebras", VenueViewSet)
        .register("events", EventViewSet)
        .register("events/{event_pk}/guests", GuestViewSet)
        .register_with_basename("drop-box", ProposalViewSet, "proposal")
        .register_with_basename("été/b c", ProgrammeViewSet, "programme");
    let client = Client::new(router.into_router(database().await));
    let answer = client.get("/?x=1").await;
    // A viewset that only creates has a collection too, and a nested one has no single URL.
    answer.assert(
        200,
        concat!(
            r#"{"zebras":"http://testserver/zebras/","events":"http://testserver/events/","#,
            r#""drop-box":"http://testserver/drop-box/","été/b c":"http://testserver/%C3%A9t%C3%A9/b%20c/"}"#
        ),
    );
    assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    assert_eq!(answer.header("vary"), "Accept, Cookie");
    client.get("/%C3%A9t%C3%A9/b%20c/").await.assert(200, EVENTS);
}

#[tokio::test]
async fn the_root_keeps_the_format_that_it_was_asked_in() {
    let client = client().await;
    let suffix =
        r#"{"venues":"http://testserver/venues.json","events":"http://testserver/events.json"}"#;
    client.get("/.json").await.assert(200, suffix);
    client.get("/.json/").await.assert(200, suffix);
    client.get("/?a=1&format=json").await.assert(
        200,
        concat!(
            r#"{"venues":"http://testserver/venues/?format=json","#,
            r#""events":"http://testserver/events/?format=json"}"#
        ),
    );
    assert_eq!(client.get("/.xml").await.status, 404);
}

#[tokio::test]
async fn the_root_only_reads() {
    let client = client().await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
        let answer = client.json(method.clone(), "/", "{}").await;
        answer.assert(405, &format!(r#"{{"detail":"Method \"{method}\" not allowed."}}"#));
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    }
    let options = client.options("/").await.json();
    assert_eq!(options["name"], "Api Root");
    assert_eq!(options["description"], "The default basic root view for DefaultRouter");
    assert_eq!(options.get("actions"), None);
}

#[tokio::test]
async fn a_simple_router_has_no_root_and_no_suffixes() {
    let router = SimpleRouter::new().register("events", EventViewSet);
    let client = Client::new(router.into_router(database().await));
    client.get("/events/").await.assert(200, EVENTS);
    client.get("/events/?format=json").await.assert(200, EVENTS);
    assert_eq!(client.get("/events").await.header("location"), "/events/");
    for path in ["/", "/.json", "/events.json", "/events/1.json", "/events.json/"] {
        assert_unknown(&client.get(path).await, path);
    }
}

#[tokio::test]
async fn an_empty_prefix_takes_the_place_of_the_root() {
    let router = DefaultRouter::new().register("", EventViewSet);
    let client = Client::new(router.into_router(database().await));
    client.get("/").await.assert(200, EVENTS);
    client.get("/2/").await.assert(200, r#"{"id":2,"title":"Gala"}"#);
    assert_eq!(client.get("/2").await.header("location"), "/2/");
    // What looks like a host is none.
    assert_unknown(&client.get("//example.com").await, "//example.com");
}
