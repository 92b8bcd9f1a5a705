//! Routers: which URL is whose, and what the others answer.

use axum::{
    Extension, Router,
    body::Body,
    extract::{Path, State},
    http::HeaderValue,
    routing::{get, post},
};
use http::{Method, Request as HttpRequest};
use http_body_util::BodyExt;
use sea_orm::{ConnectionTrait, Select, entity::prelude::*};
use seaview::{
    SimpleRouter, TrailingSlash, authentication::Authenticators, pagination::PageNumberPagination,
    prelude::*, renderers::JsonRenderer,
};
use tower::ServiceExt;

use crate::support::{Answer, Client};

mod event {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod guest {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "guest")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub event_id: i64,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod venue {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "venue")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub slug: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is on.
#[derive(ModelViewSet)]
#[viewset(serializer = event::Model)]
struct EventViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = event::Model, actions(create))]
struct ProposalViewSet;

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = event::Model)]
struct ProgrammeViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = event::Model, pagination_class = PageNumberPagination::of(1))]
struct PagedViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = venue::Model, lookup_field = slug, lookup_url_kwarg = "venue_slug")]
struct VenueViewSet;

#[derive(ViewSet)]
#[viewset(serializer = guest::Model)]
struct GuestViewSet;

impl ModelViewSet for GuestViewSet {
    fn get_queryset(&self, request: &Request) -> Select<guest::Entity> {
        let event = request.kwargs().get("event_pk").and_then(|text| text.parse::<i64>().ok());
        guest::Entity::find().filter(guest::Column::EventId.eq(event.unwrap_or(0)))
    }
}

async fn database() -> Database {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(event::Entity).await.expect("a table");
    database.create_table(guest::Entity).await.expect("a table");
    database.create_table(venue::Entity).await.expect("a table");
    let rows = "INSERT INTO event (title) VALUES ('Premiere'), ('Gala');
        INSERT INTO guest (event_id, name) VALUES (1, 'Ada'), (2, 'Bob'), (2, 'Cyd');
        INSERT INTO venue (slug) VALUES ('opera'), ('café'), ('a b'), ('100%');";
    database.connection().execute_unprepared(rows).await.expect("rows");
    database
}

const EVENTS: &str = r#"[{"id":1,"title":"Premiere"},{"id":2,"title":"Gala"}]"#;
const NOT_FOUND: &str = r#"{"detail":"Not found."}"#;

fn router() -> DefaultRouter {
    DefaultRouter::new()
        .register("venues", VenueViewSet)
        .register("events", EventViewSet)
        .register("events/{event_pk}/guests", GuestViewSet)
}

async fn client() -> Client {
    Client::new(router().into_router(database().await))
}

async fn with(slash: TrailingSlash) -> Client {
    Client::new(router().trailing_slash(slash).into_router(database().await))
}

/// Sends a request that is all the caller's own, without a `Host`.
async fn send(app: Router, request: http::request::Builder) -> Answer {
    let request: HttpRequest<Body> = request.body(Body::empty()).expect("a request");
    let (parts, body) = app.oneshot(request).await.expect("axum never fails").into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// A 404 that no view made: it cannot say which methods are allowed.
#[track_caller]
fn assert_unknown(answer: &Answer, path: &str) {
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (404, NOT_FOUND), "{path}");
    assert_eq!(answer.header("content-type"), "application/json", "{path}");
    assert_eq!(answer.headers.get("allow"), None, "{path}");
}

#[tokio::test]
async fn a_url_without_its_slash_is_redirected_whatever_the_method() {
    let client = client().await;
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];
    for method in methods {
        for (path, location) in [
            ("/events", "/events/"),
            ("/events?b=2&a=x%20y&b=", "/events/?b=2&a=x%20y&b="),
            ("/events/1", "/events/1/"),
            ("/events/99?", "/events/99/?"),
            ("/events/1/guests/2", "/events/1/guests/2/"),
            ("/venues/caf%C3%A9", "/venues/caf%C3%A9/"),
        ] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let json = [("content-type", "application/json")];
            let answer = client.send(method.clone(), path, &json, r#"{"title":"x"}"#).await;
            assert_eq!(
                (answer.status.as_u16(), answer.text().as_str()),
                (301, ""),
                "{method} {path}"
            );
            assert_eq!(answer.header("location"), location, "{method}");
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{method}");
        }
    }
    client.get("/events/").await.assert(200, EVENTS);
}

#[tokio::test]
async fn without_slashes_the_other_form_is_unknown() {
    let client = with(TrailingSlash::Absent).await;
    client.get("/events").await.assert(200, EVENTS);
    client.get("/events/2").await.assert(200, r#"{"id":2,"title":"Gala"}"#);
    for path in ["/events/", "/events/2/", "/events/?page=1", "/events//"] {
        assert_unknown(&client.get(path).await, path);
    }
    let post = client.post("/events/", r#"{"title":"x"}"#).await;
    assert_unknown(&post, "POST /events/");
    // A suffix may have a slash all the same.
    client.get("/events.json/").await.assert(200, EVENTS);
    let links = r#"{"venues":"http://testserver/venues","events":"http://testserver/events"}"#;
    client.get("/").await.assert(200, links);
}

#[tokio::test]
async fn a_bool_says_whether_urls_end_in_a_slash() {
    let absent = router().trailing_slash(false).into_router(database().await);
    Client::new(absent).get("/events").await.assert(200, EVENTS);
    let required = router().trailing_slash(true).into_router(database().await);
    assert_eq!(Client::new(required).get("/events").await.status, 301);
}

#[tokio::test]
async fn either_form_is_answered_and_links_end_in_a_slash() {
    let client = with(TrailingSlash::Either).await;
    for path in ["/events", "/events/", "/events.json", "/events.json/"] {
        client.get(path).await.assert(200, EVENTS);
    }
    client.get("/events/1").await.assert(200, r#"{"id":1,"title":"Premiere"}"#);
    client.post("/events", r#"{"title":"Ball"}"#).await.assert(201, r#"{"id":3,"title":"Ball"}"#);
    let links = r#"{"venues":"http://testserver/venues/","events":"http://testserver/events/"}"#;
    client.get("/").await.assert(200, links);
    assert_unknown(&client.get("/events//").await, "/events//");
}

#[tokio::test]
async fn a_suffix_names_the_format_with_and_without_a_slash() {
    let client = client().await;
    for path in ["/events.json", "/events.json/", "/events%2Ejson"] {
        client.get(path).await.assert(200, EVENTS);
    }
    for path in ["/events/1.json", "/events/1.json/"] {
        client.get(path).await.assert(200, r#"{"id":1,"title":"Premiere"}"#);
    }
    client
        .get("/events/2/guests/2.json")
        .await
        .assert(200, r#"{"id":2,"event_id":2,"name":"Bob"}"#);
    let page = client.get("/events.api").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    // The suffix is asked before the parameter, and `Accept` among what is left.
    client.get("/events.json?format=api").await.assert(200, EVENTS);
    let html = [("accept", "text/html")];
    client
        .send(Method::GET, "/events.json", &html, "")
        .await
        .assert(406, r#"{"detail":"Could not satisfy the request Accept header."}"#);
    client.post("/events.json", r#"{"title":"B"}"#).await.assert(201, r#"{"id":3,"title":"B"}"#);
}

#[tokio::test]
async fn an_unknown_format_is_a_404_of_the_view() {
    let client = client().await;
    for path in
        ["/events.xml", "/events.zzz/", "/events/?format=xml", "/events/?format=json&format=x"]
    {
        let answer = client.get(path).await;
        answer.assert(404, NOT_FOUND);
        assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS", "{path}");
        // Nobody looked at the session yet.
        assert_eq!(answer.header("vary"), "Accept", "{path}");
    }
    let answer = client.get("/events/1.5/").await;
    answer.assert(404, NOT_FOUND);
    assert_eq!(answer.header("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
    // An empty parameter asks for nothing.
    client.get("/events/?format=").await.assert(200, EVENTS);
}

#[tokio::test]
async fn what_does_not_look_like_a_suffix_is_unknown() {
    let client = client().await;
    let paths = [
        "/events.JSON",
        "/events.",
        "/events/.json",
        "/events/1/.json",
        "/events.json.json",
        "/events..json",
        "/events.js-on",
        "/.json.json",
        "/events/1.2.json",
    ];
    for path in paths {
        assert_unknown(&client.get(path).await, path);
    }
}

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

#[test]
#[should_panic(
    expected = "`VenueViewSet` is registered under `events`, which `EventViewSet` has already; give \
                one of them another prefix"
)]
fn a_prefix_is_taken_once() {
    DefaultRouter::new().register("events", EventViewSet).register("/events/", VenueViewSet);
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
async fn neighbours_may_call_the_same_place_of_a_url_differently() {
    let client = client().await;
    client.get("/events/2/").await.assert(200, r#"{"id":2,"title":"Gala"}"#);
    client
        .get("/events/2/guests/")
        .await
        .assert(200, r#"[{"id":2,"event_id":2,"name":"Bob"},{"id":3,"event_id":2,"name":"Cyd"}]"#);
    client.get("/events/1/guests/1/").await.assert(200, r#"{"id":1,"event_id":1,"name":"Ada"}"#);
    // The guest of another event is none of this one.
    let none = r#"{"detail":"No Guest matches the given query."}"#;
    client.get("/events/1/guests/2/").await.assert(404, none);
    client.patch("/events/1/guests/2/", r#"{"name":"x"}"#).await.assert(404, none);
    client.get("/events/x/guests/").await.assert(200, "[]");
    for path in ["/events//guests/", "/events/1.5/guests/", "/events/1/guests//"] {
        assert_unknown(&client.get(path).await, path);
    }
}

#[tokio::test]
async fn a_row_is_named_by_its_slug_decoded() {
    let client = client().await;
    client.get("/venues/opera/").await.assert(200, r#"{"id":1,"slug":"opera"}"#);
    client.get("/venues/%6Fpera/").await.assert(200, r#"{"id":1,"slug":"opera"}"#);
    client.get("/venues/caf%C3%A9/").await.assert(200, r#"{"id":2,"slug":"café"}"#);
    client.get("/venues/a%20b/").await.assert(200, r#"{"id":3,"slug":"a b"}"#);
    client.get("/venues/100%25/").await.assert(200, r#"{"id":4,"slug":"100%"}"#);
    let none = r#"{"detail":"No Venue matches the given query."}"#;
    for value in [
        "Opera", "opera%20", "%20opera", "a+b", "1", "%25", "'", "opera'--", "%FF", "opera%00",
        "100%2525",
    ] {
        client.get(&format!("/venues/{value}/")).await.assert(404, none);
    }
    client.get("/venues/opera%2F").await.assert(200, r#"{"id":1,"slug":"opera"}"#);
    // A slash is a slash however it is written, as in Django.
    assert_unknown(&client.get("/venues/opera%2Fx/").await, "%2F");
}

#[tokio::test]
async fn a_url_that_is_nobodys_is_a_404_in_json() {
    let client = client().await;
    let paths = [
        "/nothing",
        "/nothing/",
        "//",
        "///",
        "//events/",
        "/events//",
        "/events//1/",
        "/Events/",
        "/events/1/2/",
        "/events/1/guests/1/2/",
        "/./events/",
        "/../events/",
        "/events/../events/",
        "/events/%2E%2E/",
        "/%2Fevents/",
        "/events;x=1/",
        "/events%20/",
        "/%00",
        "/%",
        "/%zz/",
        "/%ff%fe/",
        "/{prefix}/",
        "/events/{pk}/guests/{pk}/x/",
        "/.well-known/security.txt",
        "/.",
        "/..",
        "/*",
        "/events/1%2F/",
    ];
    for path in paths {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS] {
            let answer = client.json(method.clone(), path, "{").await;
            assert_unknown(&answer, path);
        }
        let head = client.send(Method::HEAD, path, &[], "").await;
        assert_eq!((head.status.as_u16(), head.text().as_str()), (404, ""), "{path}");
    }
}

#[tokio::test]
async fn a_path_may_be_as_long_as_http_takes_it() {
    let client = client().await;
    let long = "9".repeat(60_000);
    let none = r#"{"detail":"No Event matches the given query."}"#;
    client.get(&format!("/events/{long}/")).await.assert(404, none);
    client.get(&format!("/events/-{long}/")).await.assert(404, none);
    client
        .get(&format!("/venues/{long}/"))
        .await
        .assert(404, r#"{"detail":"No Venue matches the given query."}"#);
    assert_unknown(&client.get(&"/a".repeat(30_000)).await, "/a/a/a…");
    assert_unknown(&client.get(&"/".repeat(60_000)).await, "/////…");
    client.get(&format!("/events.{long}")).await.assert(404, NOT_FOUND);
    assert_unknown(&client.get(&format!("/{}", ".".repeat(60_000))).await, "/....");
    client.get(&format!("/events/?{long}")).await.assert(200, EVENTS);
}

#[tokio::test]
async fn a_method_that_nobody_knows_is_not_allowed() {
    let client = client().await;
    for method in ["BREW", "TRACE", "PROPFIND", "get", "M-SEARCH"] {
        let answer =
            client.send(Method::from_bytes(method.as_bytes()).unwrap(), "/events/", &[], "").await;
        answer.assert(405, &format!(r#"{{"detail":"Method \"{method}\" not allowed."}}"#));
        assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS", "{method}");
        assert_eq!(answer.header("vary"), "Accept, Cookie", "{method}");
    }
    // 405 comes before the row is looked for.
    client
        .post("/events/99/", "{}")
        .await
        .assert(405, r#"{"detail":"Method \"POST\" not allowed."}"#);
}

#[tokio::test]
async fn the_method_is_the_requests_own_whatever_a_header_says() {
    let client = client().await;
    let delete = [("x-http-method-override", "DELETE"), ("content-type", "application/json")];
    let answer = client.send(Method::POST, "/events/", &delete, r#"{"title":"B"}"#).await;
    answer.assert(201, r#"{"id":3,"title":"B"}"#);
}

#[tokio::test]
async fn a_head_has_the_headers_of_the_get_and_no_body() {
    let client = client().await;
    let html = [("accept", "text/html")];
    for (path, headers) in [
        ("/", &[][..]),
        ("/events/", &[]),
        ("/events/1/", &[]),
        ("/events/99/", &[]),
        ("/events.xml", &[]),
        ("/nothing/", &[]),
        ("/events", &[]),
        ("/events/1/", &html[..]),
        ("/events/99/", &html[..]),
    ] {
        let get = client.send(Method::GET, path, headers, "").await;
        let head = client.send(Method::HEAD, path, headers, "").await;
        assert_eq!(head.text(), "", "{path}");
        assert_eq!((get.status, &get.headers), (head.status, &head.headers), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
}

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

#[tokio::test]
async fn a_router_may_have_one_renderer_and_no_authentication() {
    let policies = seaview::Policies {
        renderers: vec![std::sync::Arc::new(JsonRenderer)],
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

#[tokio::test]
async fn options_has_the_doc_comment_and_the_name_of_the_viewset() {
    let client = client().await;
    let list = client.options("/events/").await.json();
    assert_eq!(
        (&list["name"], &list["description"]),
        (&"Event List".into(), &"What is on.".into())
    );
    let row = client.options("/events/1.json").await.json();
    assert_eq!(row["name"], "Event Instance");
    assert_eq!(row["actions"]["PUT"]["title"]["type"], "string");
    assert_eq!(client.options("/events/1/guests/").await.json()["name"], "Guest List");
}

mod soundcheck {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "soundcheck")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub volume: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod stage {
    pub(crate) mod stage_exit {
        use sea_orm::entity::prelude::*;

        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
        #[sea_orm(table_name = "stage_exit")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i64,
            pub left: bool,
        }

        impl ActiveModelBehavior for ActiveModel {}
    }
}

mod encore {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "encore")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub song: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

seaview::resources! {
    soundchecks => soundcheck,
    "stage-exits" => stage::stage_exit,
}

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = encore::Model, register = "encores")]
struct EncoreViewSet;

#[tokio::test]
async fn what_says_that_it_is_registered_is_discovered() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(soundcheck::Entity).await.expect("a table");
    database.create_table(stage::stage_exit::Entity).await.expect("a table");
    database.create_table(encore::Entity).await.expect("a table");
    let client = Client::new(DefaultRouter::discover().into_router(database));

    let root = client.get("/").await.text();
    let place = |prefix: &str| {
        let link = format!(r#""{prefix}":"http://testserver/{prefix}/""#);
        root.find(&link).unwrap_or_else(|| panic!("{link} in {root}"))
    };
    // Sorted, since nobody can say in which order a program holds them.
    assert!(place("encores") < place("soundchecks"));
    assert!(place("soundchecks") < place("stage-exits"));

    client.post("/soundchecks/", r#"{"volume":11}"#).await.assert(201, r#"{"id":1,"volume":11}"#);
    client.post("/stage-exits/", r#"{"left":true}"#).await.assert(201, r#"{"id":1,"left":true}"#);
    client
        .get("/stage-exits/9/")
        .await
        .assert(404, r#"{"detail":"No StageExit matches the given query."}"#);
    assert_eq!(client.options("/stage-exits/").await.json()["name"], "Stage Exit List");
    client
        .post("/encores/", r#"{"song":"x"}"#)
        .await
        .assert(405, r#"{"detail":"Method \"POST\" not allowed."}"#);
}

#[tokio::test]
async fn discovered_viewsets_make_room_for_others() {
    let router = DefaultRouter::discover().register("events", EventViewSet);
    let client = Client::new(router.into_router(database().await));
    client.get("/events/").await.assert(200, EVENTS);
    // The one that was registered by hand comes last.
    let root = client.get("/").await.text();
    assert!(root.ends_with(r#","events":"http://testserver/events/"}"#), "{root}");
}
