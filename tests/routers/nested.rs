//! Viewsets under the rows of others.

use seaview::prelude::*;

use super::{
    EventViewSet, GuestViewSet, ProposalViewSet, VenueViewSet, assert_unknown, database, event,
    guest,
};
use crate::support::Client;

/// Says where it is called.
#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = guest::Model)]
struct WhereViewSet;

#[actions]
impl WhereViewSet {
    #[action(detail = false)]
    async fn here(&self, request: &Request) -> Result {
        let kwargs: Vec<_> = request.kwargs().iter().collect();
        let links = [
            request.reverse("guest-detail", 5),
            request.reverse_with("guest-detail", &[("event_pk", &7), ("pk", &5)]),
        ];
        Response::json(&(kwargs, links))
    }
}

/// Events by numbers alone.
#[derive(ModelViewSet)]
#[viewset(serializer = event::Model, lookup_value = is_number)]
struct NumberedViewSet;

fn is_number(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit())
}

async fn client(router: DefaultRouter) -> Client {
    Client::new(router.into_router(database().await))
}

#[tokio::test]
async fn a_nested_viewset_shows_the_rows_under_the_one_in_the_path() {
    let router = DefaultRouter::new().register("events", EventViewSet);
    let client = client(router.nested("events", |event| event.register("guests", GuestViewSet)));
    let client = client.await;
    let guests = r#"[{"id":2,"event_id":2,"name":"Bob"},{"id":3,"event_id":2,"name":"Cyd"}]"#;
    client.get("/events/2/guests/").await.assert(200, guests);
    client.get("/events/9/guests/").await.assert(200, "[]");
    let other = r#"{"detail":"No Guest matches the given query."}"#;
    client.get("/events/1/guests/2/").await.assert(404, other);
}

#[tokio::test]
async fn nested_viewsets_have_no_suffix_and_no_place_in_the_root() {
    let router = DefaultRouter::new().register("events", EventViewSet);
    let client = client(router.nested("events", |event| event.register("guests", GuestViewSet)));
    let client = client.await;
    client.get("/").await.assert(200, r#"{"events":"http://testserver/events/"}"#);
    let path = "/events/2/guests.json";
    assert_unknown(&client.get(path).await, path);
}

#[tokio::test]
async fn viewsets_nest_to_any_depth_and_links_keep_the_values_in_front() {
    let router = DefaultRouter::new().register("venues", VenueViewSet).nested("venues", |venue| {
        venue
            .register("events", EventViewSet)
            .nested_with_lookup("events", "event_pk", |event| event.register("here", WhereViewSet))
    });
    let answer = client(router).await.get("/venues/opera/events/3/here/here/").await;
    answer.assert(
        200,
        concat!(
            r#"[[["venue_venue_slug","opera"],["event_pk","3"]],"#,
            r#"["http://testserver/venues/opera/events/3/here/5/","#,
            r#""http://testserver/venues/opera/events/7/here/5/"]]"#
        ),
    );
}

#[tokio::test]
async fn the_value_of_the_parent_looks_as_the_parent_says() {
    let router = DefaultRouter::new().register("events", NumberedViewSet);
    let client = client(router.nested("events", |event| event.register("guests", GuestViewSet)));
    let path = "/events/gala/guests/";
    assert_unknown(&client.await.get(path).await, path);
}

#[test]
#[should_panic(expected = "nothing is registered under `events`; register its viewset first")]
fn the_parent_is_registered_first() {
    DefaultRouter::new().nested("events", |event| event.register("guests", GuestViewSet));
}

#[test]
#[should_panic(
    expected = "`events/{event_pk}/parts/{event_pk}` captures `event_pk` twice; give it another \
                name with `nested_with_lookup`"
)]
fn a_path_captures_each_name_once() {
    DefaultRouter::new().register("events", EventViewSet).nested("events", |event| {
        event
            .register("parts", ProposalViewSet)
            .nested("parts", |part| part.register("guests", GuestViewSet))
    });
}
