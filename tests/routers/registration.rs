//! Prefixes and basenames: each is taken once.

use seaview::{SimpleRouter, prelude::*};

use super::{
    EVENTS, EventViewSet, GuestViewSet, ProgrammeViewSet, ProposalViewSet, VenueViewSet,
    assert_unknown, database,
};
use crate::support::Client;

#[test]
#[should_panic(
    expected = "`VenueViewSet` is registered under `events`, which `EventViewSet` has already; give \
                one of them another prefix"
)]
fn a_prefix_is_taken_once() {
    DefaultRouter::new().register("events", EventViewSet).register("/events/", VenueViewSet);
}

#[test]
#[should_panic(expected = "`a?b` is no path for `EventViewSet`; leave out `?`, `#` and `*`")]
fn a_prefix_is_a_path() {
    DefaultRouter::new().register("a?b", EventViewSet);
}

#[test]
#[should_panic(
    expected = "`ProgrammeViewSet` has the basename `event`, which `EventViewSet` has already; \
                register one of them with `register_with_basename`"
)]
fn a_basename_is_taken_once() {
    DefaultRouter::new().register("events", EventViewSet).register("programme", ProgrammeViewSet);
}

#[test]
#[should_panic(
    expected = "`ProgrammeViewSet` has the basename `show`, which `EventViewSet` has already; \
                register one of them with `register_with_basename`"
)]
fn a_basename_of_ones_own_is_taken_once_too() {
    SimpleRouter::new()
        .register_with_basename("events", EventViewSet, "show")
        .register_with_basename("programme", ProgrammeViewSet, "show");
}

#[tokio::test]
#[should_panic(expected = "`a/{two}` cannot be a URL beside the others")]
async fn two_prefixes_that_match_the_same_urls_are_a_mistake() {
    let _ = DefaultRouter::new()
        .register("a/{one}", EventViewSet)
        .register("a/{two}", VenueViewSet)
        .into_router(database().await);
}

#[tokio::test]
#[should_panic(
    expected = "`events/{pk}/guests` captures `pk` twice; give its viewset another `lookup_url_kwarg`"
)]
async fn a_name_is_captured_once_in_a_url() {
    let router = DefaultRouter::new().register("events/{pk}/guests", GuestViewSet);
    let _ = router.into_router(database().await);
}

#[tokio::test]
async fn several_viewsets_serve_one_entity() {
    let router = DefaultRouter::new()
        .register("events", EventViewSet)
        .register_with_basename("programme", ProgrammeViewSet, "programme")
        .register_with_basename("proposals", ProposalViewSet, "proposal");
    let client = Client::new(router.into_router(database().await));
    client
        .post("/proposals/", r#"{"title":"Ball"}"#)
        .await
        .assert(201, r#"{"id":3,"title":"Ball"}"#);
    client.get("/programme/3/").await.assert(200, r#"{"id":3,"title":"Ball"}"#);
    client.delete("/events/3/").await.assert(204, "");
    client.get("/programme/").await.assert(200, EVENTS);
    client
        .delete("/programme/1/")
        .await
        .assert(405, r#"{"detail":"Method \"DELETE\" not allowed."}"#);
    client.get("/proposals/").await.assert(405, r#"{"detail":"Method \"GET\" not allowed."}"#);
    // No action is on one row, so there is no such URL.
    assert_unknown(&client.get("/proposals/1/").await, "/proposals/1/");
}
