//! Pages by limit and offset.

use seaview::{
    Policies,
    pagination::{LimitOffsetPagination, Paginator},
    prelude::*,
};

use super::{PlainViewSet, database, ids};
use crate::support::Client;

async fn songs(pagination: LimitOffsetPagination, count: usize) -> Client {
    let pagination = Some(Paginator::new(pagination));
    let policies = Policies { pagination, ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("songs", PlainViewSet);
    Client::new(router.into_router(database(count).await))
}

fn limits() -> LimitOffsetPagination {
    LimitOffsetPagination { max_limit: Some(3), ..LimitOffsetPagination::of(2) }
}

#[tokio::test]
async fn a_page_is_an_envelope_with_links_to_its_neighbours() {
    let client = songs(limits(), 5).await;
    client.get("/songs/").await.assert(
        200,
        concat!(
            r#"{"count":5,"next":"http://testserver/songs/?limit=2&offset=2","previous":null,"#,
            r#""results":[{"id":1,"title":"B","stars":1},{"id":2,"title":"A","stars":1}]}"#
        ),
    );
    client.get("/songs/?offset=4&limit=2").await.assert(
        200,
        concat!(
            r#"{"count":5,"next":null,"previous":"http://testserver/songs/?limit=2&offset=2","#,
            r#""results":[{"id":5,"title":"B","stars":3}]}"#
        ),
    );
}

#[tokio::test]
async fn links_carry_the_limit_in_force_and_no_offset_of_zero() {
    let client = songs(limits(), 5).await;
    let links = async |query: &str| {
        let page = client.get(&format!("/songs/?{query}")).await.json();
        ["next", "previous"].map(|name| page[name].as_str().unwrap_or("-").to_owned())
    };
    let url = |query: &str| format!("http://testserver/songs/?{query}");
    for (query, next, previous) in [
        ("limit=99&z=1&a=", url("a=&limit=3&offset=3&z=1"), "-".to_owned()),
        ("limit=x&offset=1", url("limit=2&offset=3"), url("limit=2")),
        ("limit=2&offset=2", url("limit=2&offset=4"), url("limit=2")),
        ("limit=1&offset=2", url("limit=1&offset=3"), url("limit=1&offset=1")),
        ("offset=5", "-".to_owned(), url("limit=2&offset=3")),
        ("offset=100", "-".to_owned(), url("limit=2&offset=98")),
        (
            "offset=99999999999999999999999",
            "-".to_owned(),
            url("limit=2&offset=99999999999999999999997"),
        ),
    ] {
        assert_eq!(links(query).await, [next, previous], "{query}");
    }
}

#[tokio::test]
async fn nothing_is_an_error() {
    let client = songs(limits(), 5).await;
    for (query, expected) in [
        ("limit=3", &[1, 2, 3][..]),
        ("limit=4", &[1, 2, 3]),
        ("limit=0", &[1, 2]),
        ("limit=-1", &[1, 2]),
        ("limit=1.0", &[1, 2]),
        ("limit=", &[1, 2]),
        ("limit=99999999999999999999999999", &[1, 2, 3]),
        ("offset=-1", &[1, 2]),
        ("offset=x", &[1, 2]),
        ("offset=", &[1, 2]),
        ("offset=%203", &[4, 5]),
        ("offset=5", &[]),
        ("offset=9223372036854775807", &[]),
        ("offset=9223372036854775808", &[]),
        ("offset=99999999999999999999999999999999999999999999", &[]),
    ] {
        assert_eq!(ids(&client.get(&format!("/songs/?{query}")).await), expected, "{query}");
    }
}

#[tokio::test]
async fn an_empty_list_has_an_empty_page() {
    let client = songs(limits(), 0).await;
    let empty = r#"{"count":0,"next":null,"previous":null,"results":[]}"#;
    client.get("/songs/").await.assert(200, empty);
    let previous = client.get("/songs/?offset=1").await.json();
    assert_eq!(previous["previous"], "http://testserver/songs/?limit=2");
}

#[tokio::test]
async fn without_a_default_limit_lists_come_whole_unless_one_is_asked_for() {
    let client = songs(LimitOffsetPagination::default(), 3).await;
    assert_eq!(client.get("/songs/?offset=1").await.json().as_array().map(Vec::len), Some(3));
    assert_eq!(ids(&client.get("/songs/?limit=2&offset=1").await), [2, 3]);
    assert_eq!(ids(&client.get("/songs/?limit=9223372036854775808").await), [1, 2, 3]);
}
