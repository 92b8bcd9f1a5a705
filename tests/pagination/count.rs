//! Ways of counting, the limit of depth and `Link` headers.

use sea_orm::{ConnectionTrait, DbBackend};
use seaview::{
    Policies,
    pagination::{Count, LimitOffsetPagination, PageNumberPagination, Pagination, Paginator},
    prelude::*,
};

use super::{INVALID, PlainViewSet, database, ids};
use crate::support::Client;

async fn songs(pagination: impl Pagination, settings: Settings) -> Client {
    songs_of(database(5).await, pagination, settings)
}

fn songs_of(database: Database, pagination: impl Pagination, settings: Settings) -> Client {
    let pagination = Some(Paginator::new(pagination));
    let policies = Policies { pagination, ..Policies::default() };
    let router =
        DefaultRouter::new().settings(settings).policies(policies).register("songs", PlainViewSet);
    Client::new(router.into_router(database))
}

fn numbered(count: Count) -> PageNumberPagination {
    PageNumberPagination { count, ..PageNumberPagination::of(2) }
}

#[tokio::test]
async fn a_capped_count_says_so_many_or_more() {
    for (max, counts) in [(0, [0, 0, 0]), (3, [3, 3, 3]), (5, [5, 5, 5]), (6, [5, 5, 5])] {
        let client = songs(numbered(Count::UpTo(max)), Settings::default()).await;
        for (page, count) in (1..).zip(counts) {
            let page = client.get(&format!("/songs/?page={page}")).await.json();
            assert_eq!(page["count"], count, "at most {max}: {page}");
        }
        client.get("/songs/?page=4").await.assert(404, INVALID);
        client.get("/songs/?page=last").await.assert(404, INVALID);
    }
}

#[tokio::test]
async fn without_a_count_there_are_still_links() {
    let client = songs(numbered(Count::Omitted), Settings::default()).await;
    client.get("/songs/?page=2").await.assert(
        200,
        concat!(
            r#"{"next":"http://testserver/songs/?page=3","previous":"http://testserver/songs/","#,
            r#""results":[{"id":3,"title":"B","stars":2},{"id":4,"title":"A","stars":2}]}"#
        ),
    );
    let last = client.get("/songs/?page=3").await;
    assert_eq!((ids(&last), &last.json()["next"]), (vec![5], &serde_json::Value::Null));
    client.get("/songs/?page=4").await.assert(404, INVALID);

    let pagination =
        LimitOffsetPagination { count: Count::Omitted, ..LimitOffsetPagination::of(4) };
    let client = songs(pagination, Settings::default()).await;
    let page = client.get("/songs/?limit=5").await.json();
    assert_eq!((&page["next"], page.get("count")), (&serde_json::Value::Null, None));
    let page = client.get("/songs/?limit=4").await;
    assert_eq!(ids(&page), [1, 2, 3, 4]);
    assert_eq!(page.json()["next"], "http://testserver/songs/?limit=4&offset=4");
    assert_eq!(ids(&client.get("/songs/?offset=9").await), [0; 0]);
}

#[tokio::test]
async fn postgresql_estimates_from_its_statistics_and_the_others_count() {
    let database = database(200).await;
    let connection = database.connection().clone();
    let estimated = database.backend() == DbBackend::Postgres;
    if estimated {
        for sql in ["ALTER TABLE song SET (autovacuum_enabled = off)", "ANALYZE song"] {
            connection.execute_unprepared(sql).await.expect("statistics");
        }
    }
    let client = songs_of(database, numbered(Count::Estimated), Settings::default());
    let count = async |path: &str| client.get(path).await.json()["count"].clone();
    assert_eq!(count("/songs/").await, 200);
    connection.execute_unprepared("DELETE FROM song WHERE id > 100").await.expect("fewer");
    // Since nothing was analyzed since, and on the last page the count is known.
    let first = if estimated { 200 } else { 100 };
    assert_eq!(
        (count("/songs/").await, count("/songs/?page=50").await),
        (first.into(), 100.into())
    );
    client.get("/songs/?page=51").await.assert(404, INVALID);
}

#[tokio::test]
async fn pages_that_skip_too_many_rows_are_refused() {
    let settings = Settings { max_offset: Some(2), ..Settings::default() };
    let client = songs(numbered(Count::Exact), settings.clone()).await;
    assert_eq!(ids(&client.get("/songs/?page=2").await), [3, 4]);
    let refused = r#"{"page":["Ensure no more than 2 rows are skipped."]}"#;
    for page in ["3", "4", "last", "999999999"] {
        client.get(&format!("/songs/?page={page}")).await.assert(400, refused);
    }

    let client = songs(LimitOffsetPagination::of(2), settings).await;
    assert_eq!(ids(&client.get("/songs/?offset=2").await), [3, 4]);
    let refused = r#"{"offset":["Ensure no more than 2 rows are skipped."]}"#;
    client.get("/songs/?offset=3").await.assert(400, refused);
}

#[tokio::test]
async fn neighbours_are_named_in_a_header_where_that_is_set() {
    let settings = Settings { link_header: true, ..Settings::default() };
    let client = songs(numbered(Count::Exact), settings).await;
    let next = "<http://testserver/songs/?page=3>; rel=\"next\"";
    let previous = "<http://testserver/songs/>; rel=\"prev\"";
    assert_eq!(client.get("/songs/?page=2").await.header("link"), format!("{next}, {previous}"));
    let first = "<http://testserver/songs/?page=2>; rel=\"next\"";
    assert_eq!(client.get("/songs/").await.header("link"), first);
    assert!(!client.get("/songs/?page_size=9&page=9").await.headers.contains_key("link"));

    let client =
        songs(PageNumberPagination::of(9), Settings { link_header: true, ..Settings::default() })
            .await;
    assert!(!client.get("/songs/").await.headers.contains_key("link"));
    let client = songs(numbered(Count::Exact), Settings::default()).await;
    assert!(!client.get("/songs/").await.headers.contains_key("link"));
}
