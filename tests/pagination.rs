//! Lists in pages.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, JoinType, SelectStatement},
};
use seaview::{
    Policies,
    filters::{FilterBackend, FilterBackends},
    pagination::{Page, PageNumberPagination, Pagination, Paginator, Rows},
    prelude::*,
};

use crate::support::{Answer, Client};

mod song {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "song")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
        pub stars: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = song::Entity)]
struct SongSerializer {
    id: i64,
    title: String,
    stars: i32,
}

/// Only the title, so that rows look alike.
#[derive(ModelSerializer)]
#[serializer(entity = song::Entity)]
struct TitleSerializer {
    title: String,
}

fn sizes() -> PageNumberPagination {
    PageNumberPagination {
        page_size: Some(2),
        page_size_query_param: Some("page_size"),
        max_page_size: Some(4),
        ..PageNumberPagination::default()
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = SongSerializer,
    pagination_class = sizes(),
    filterset_fields(stars(gte), title(in)),
    search_fields(title),
    ordering_fields(stars)
)]
struct SongViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer)]
struct PlainViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer, pagination_class = None)]
struct WholeViewSet;

/// `?after=1`: the rows after a key, one at a time, without a count.
struct AfterPagination;

impl Pagination for AfterPagination {
    async fn paginate_queryset(&self, rows: Rows<'_>, request: &Request) -> Result<Option<Page>> {
        let Some(after) = request.query_param("after") else { return Ok(None) };
        let after = after.parse().map_err(|_| Error::not_found_because("Odd."))?;
        let results = rows.slice(1, after).await?;
        Ok(Some(Page { count: None, next: None, previous: Some("\"".to_owned()), results }))
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer, pagination_class = AfterPagination)]
struct AfterViewSet;

/// A list under an envelope of its own.
struct Wrapped;

impl Pagination for Wrapped {
    async fn paginate_queryset(&self, rows: Rows<'_>, _: &Request) -> Result<Option<Page>> {
        let (count, results) = rows.page(3, 1).await?;
        assert_eq!(count, rows.count().await?);
        Ok(Some(Page { count: Some(count), next: None, previous: None, results }))
    }

    fn get_paginated_response(&self, page: &Page) -> Json {
        let songs = page.results.to_value().unwrap_or_default();
        let body = serde_json::json!({ "songs": songs, "of": page.count });
        Json::new(&body).unwrap_or_else(|_| page.results.clone())
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer, pagination_class = Wrapped)]
struct WrappedViewSet;

/// Querysets that are more than `SELECT … FROM song`.
#[derive(ViewSet)]
#[viewset(serializer = TitleSerializer, pagination_class = PageNumberPagination::of(2))]
struct OddViewSet;

impl ModelViewSet for OddViewSet {
    fn get_queryset(&self, request: &Request) -> Select<song::Entity> {
        let songs = song::Entity::find();
        match request.query_param("how") {
            Some("distinct") => songs.distinct(),
            Some("group") => songs.group_by(song::Column::Id),
            Some("having") => {
                songs.group_by(song::Column::Id).having(song::Column::Stars.sum().gt(2))
            }
            Some("limit") => songs.order_by_desc(song::Column::Id).limit(3),
            Some("offset") => songs.order_by_desc(song::Column::Id).limit(3).offset(1),
            _ => songs,
        }
    }
}

/// Joins the table with itself, so that songs occur once for each song with as many stars.
struct Twins;

impl FilterBackend for Twins {
    fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        let twin = Alias::new("twin");
        let same = Expr::col((twin.clone(), song::Column::Stars))
            .equals(song::Column::Stars.as_column_ref());
        queryset.join_as(JoinType::InnerJoin, song::Entity, twin, same);
        if request.query_param("distinct").is_some() {
            queryset.distinct();
        }
        Ok(())
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = SongSerializer,
    pagination_class = PageNumberPagination::of(4),
    filter_backends = FilterBackends::none().with(Twins)
)]
struct TwinViewSet;

async fn database(songs: usize) -> Database {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(song::Entity).await.expect("a table");
    for n in 1..=songs {
        let insert = format!(
            "INSERT INTO song (title, stars) VALUES ('{}', {})",
            ["A", "B"][n % 2],
            n.div_ceil(2)
        );
        database.connection().execute_unprepared(&insert).await.expect("a song");
    }
    database
}

async fn songs(count: usize) -> Client {
    let router = DefaultRouter::new()
        .register("songs", SongViewSet)
        .register_with_basename("plain", PlainViewSet, "plain")
        .register_with_basename("after", AfterViewSet, "after")
        .register_with_basename("wrapped", WrappedViewSet, "wrapped")
        .register_with_basename("odd", OddViewSet, "odd")
        .register_with_basename("twins", TwinViewSet, "twins");
    Client::new(router.into_router(database(count).await))
}

const INVALID: &str = r#"{"detail":"Invalid page."}"#;

fn ids(answer: &Answer) -> Vec<i64> {
    let json = answer.json();
    let results = json["results"].as_array().unwrap_or_else(|| panic!("no page: {json}")).iter();
    results.map(|song| song["id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn a_page_is_an_envelope_with_links_to_its_neighbours() {
    let client = songs(5).await;
    client.get("/songs/").await.assert(
        200,
        concat!(
            r#"{"count":5,"next":"http://testserver/songs/?page=2","previous":null,"#,
            r#""results":[{"id":1,"title":"B","stars":1},{"id":2,"title":"A","stars":1}]}"#
        ),
    );
    client.get("/songs/?page=2").await.assert(
        200,
        concat!(
            r#"{"count":5,"next":"http://testserver/songs/?page=3","#,
            r#""previous":"http://testserver/songs/","#,
            r#""results":[{"id":3,"title":"B","stars":2},{"id":4,"title":"A","stars":2}]}"#
        ),
    );
    let last = concat!(
        r#"{"count":5,"next":null,"previous":"http://testserver/songs/?page=2","#,
        r#""results":[{"id":5,"title":"B","stars":3}]}"#
    );
    client.get("/songs/?page=3").await.assert(200, last);
    client.get("/songs/?page=last").await.assert(200, last);
}

#[tokio::test]
async fn links_keep_other_parameters_sorted_and_encoded_anew() {
    let client = songs(5).await;
    let links = async |query: &str| {
        let page = client.get(&format!("/songs/?{query}")).await.json();
        [&page["next"], &page["previous"]].map(|link| link.as_str().unwrap_or("-").to_owned())
    };
    let url = |query: &str| format!("http://testserver/songs/?{query}");
    assert_eq!(
        links("z=1&page=2&b=x%20y,%C3%A9&a=&z=0&flag").await,
        [url("a=&b=x+y%2C%C3%A9&flag=&page=3&z=1&z=0"), url("a=&b=x+y%2C%C3%A9&flag=&z=1&z=0")]
    );
    assert_eq!(links("page=1&page=2").await, [url("page=3"), "http://testserver/songs/".into()]);
    assert_eq!(
        links("c=~-._*'()!/&page_size=1").await[0],
        url("c=~-._%2A%27%28%29%21%2F&page=2&page_size=1")
    );
}

#[tokio::test]
async fn blanks_signs_and_digits_of_any_script_are_page_numbers() {
    let client = songs(5).await;
    for page in ["2", "%202%20", "%2B2", "%D9%A2", "002"] {
        assert_eq!(ids(&client.get(&format!("/songs/?page={page}")).await), [3, 4], "{page}");
    }
    for query in ["", "page=", "page", "page=%20"] {
        assert_eq!(ids(&client.get(&format!("/songs/?{query}")).await), [1, 2], "{query}");
    }
    assert_eq!(ids(&client.get("/songs/?page=x&page=3").await), [5]);
}

#[tokio::test]
async fn a_page_that_is_not_there_is_a_404() {
    let client = songs(5).await;
    let pages = [
        "0",
        "-1",
        "4",
        "abc",
        "1.0",
        "1.5",
        "1e0",
        "0x1",
        "Last",
        "%00",
        "%FF",
        "null",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "170141183460469231731687303715884105728",
        "99999999999999999999999999999999999999999999999999999999",
    ];
    for page in pages {
        client.get(&format!("/songs/?page={page}")).await.assert(404, INVALID);
    }
}

#[tokio::test]
async fn an_empty_list_has_one_page() {
    let client = songs(0).await;
    let empty = r#"{"count":0,"next":null,"previous":null,"results":[]}"#;
    for page in ["1", "last", ""] {
        client.get(&format!("/songs/?page={page}")).await.assert(200, empty);
    }
    client.get("/songs/?page=2").await.assert(404, INVALID);
    client.get("/songs/?stars__gte=9").await.assert(200, empty);
}

#[tokio::test]
async fn clients_choose_the_size_up_to_its_limit() {
    let client = songs(5).await;
    let cases =
        [("1", 1), ("3", 3), ("4", 4), ("5", 4), ("99999999999999999999999999", 4), ("+3", 3)];
    for (size, rows) in cases {
        assert_eq!(
            ids(&client.get(&format!("/songs/?page_size={size}")).await).len(),
            rows,
            "{size}"
        );
    }
    for size in ["0", "-1", "abc", "", "1.5", "%00"] {
        assert_eq!(ids(&client.get(&format!("/songs/?page_size={size}")).await).len(), 2, "{size}");
    }
    let page = client.get("/songs/?page_size=abc").await.json();
    assert_eq!(page["next"], "http://testserver/songs/?page=2&page_size=abc");
}

#[tokio::test]
async fn without_a_limit_the_size_may_be_any_number() {
    let pagination =
        PageNumberPagination { page_size_query_param: Some("size"), ..PageNumberPagination::of(2) };
    let policies = Policies { pagination: Some(Paginator::new(pagination)), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("plain", PlainViewSet);
    let client = Client::new(router.into_router(database(3).await));
    for size in
        ["9223372036854775807", "18446744073709551616", "99999999999999999999999999999999999999999"]
    {
        let page = client.get(&format!("/plain/?size={size}")).await;
        assert_eq!(ids(&page), [1, 2, 3], "{size}");
        for page in ["2", "3", "9223372036854775807"] {
            client.get(&format!("/plain/?size={size}&page={page}")).await.assert(404, INVALID);
        }
    }
}

#[tokio::test]
async fn nothing_is_cut_unless_asked() {
    let client = songs(3).await;
    let list = client.get("/plain/?page=7&page_size=1").await.json();
    assert_eq!(list.as_array().expect("an array").len(), 3);
}

#[tokio::test]
async fn the_routers_pagination_has_the_size_of_its_settings() {
    let client = async |page_size: Option<u64>| {
        let pagination = Some(Paginator::new(PageNumberPagination::default()));
        let router = DefaultRouter::new()
            .settings(Settings { page_size, ..Settings::default() })
            .policies(Policies { pagination, ..Policies::default() })
            .register("plain", PlainViewSet)
            .register_with_basename("whole", WholeViewSet, "whole")
            .register_with_basename("songs", SongViewSet, "songs");
        Client::new(router.into_router(database(5).await))
    };
    let three = client(Some(3)).await;
    assert_eq!(ids(&three.get("/plain/").await), [1, 2, 3]);
    assert_eq!(ids(&three.get("/plain/?page=2").await), [4, 5]);
    // A viewset's own word counts for more.
    assert_eq!(three.get("/whole/").await.json().as_array().map(Vec::len), Some(5));
    assert_eq!(ids(&three.get("/songs/").await), [1, 2]);
    for size in [None, Some(0)] {
        let whole = client(size).await.get("/plain/?page=9").await.json();
        assert_eq!(whole.as_array().map(Vec::len), Some(5), "{size:?}");
    }
}

#[tokio::test]
async fn a_style_of_ones_own_cuts_and_wraps_as_it_likes() {
    let client = songs(5).await;
    client
        .get("/after/?after=4")
        .await
        .assert(200, r#"{"next":null,"previous":"\"","results":[{"id":5,"title":"B","stars":3}]}"#);
    client.get("/after/?after=x").await.assert(404, r#"{"detail":"Odd."}"#);
    assert_eq!(client.get("/after/").await.json().as_array().map(Vec::len), Some(5));
    let wrapped = client.get("/wrapped/").await.json();
    assert_eq!(wrapped["of"], 5);
    assert_eq!(wrapped["songs"][2]["id"], 4);
}

#[tokio::test]
async fn the_count_is_of_the_rows_that_filters_leave() {
    let client = songs(7).await;
    for (query, count) in
        [("stars__gte=2", 5), ("search=a", 3), ("title__in=A,B", 7), ("stars__gte=5", 0)]
    {
        let page = client.get(&format!("/songs/?{query}")).await.json();
        assert_eq!(page["count"], count, "{query}");
        let last = client.get(&format!("/songs/?{query}&page=last")).await.json();
        assert_eq!((&last["count"], &last["next"]), (&count.into(), &serde_json::Value::Null));
    }
}

#[tokio::test]
async fn pages_of_rows_that_tie_never_overlap() {
    let client = songs(9).await;
    for ordering in ["stars", "-stars", ""] {
        let mut seen = Vec::new();
        for page in 1..=5 {
            let page = client.get(&format!("/songs/?ordering={ordering}&page={page}")).await;
            seen.extend(ids(&page));
        }
        let all: BTreeSet<_> = seen.iter().copied().collect();
        assert_eq!((seen.len(), all.len()), (9, 9), "{ordering}: {seen:?}");
    }
}

#[tokio::test]
async fn distinct_rows_that_look_alike_are_all_there() {
    let client = songs(5).await;
    for how in ["", "distinct", "group"] {
        let titles = async |page: &str| {
            let page = client.get(&format!("/odd/?how={how}&page={page}")).await.json();
            (page["count"].clone(), page["results"].to_string())
        };
        let two = r#"[{"title":"B"},{"title":"A"}]"#.to_owned();
        assert_eq!(titles("1").await, (5.into(), two.clone()), "{how}");
        assert_eq!(titles("2").await, (5.into(), two), "{how}");
        assert_eq!(titles("3").await, (5.into(), r#"[{"title":"B"}]"#.to_owned()), "{how}");
        assert_eq!(titles("last").await, (5.into(), r#"[{"title":"B"}]"#.to_owned()), "{how}");
    }
}

#[tokio::test]
async fn grouped_and_limited_querysets_are_counted_as_they_are() {
    let client = songs(6).await;
    let page = client.get("/odd/?how=having").await.json();
    assert_eq!(
        (&page["count"], page["results"].to_string()),
        (&2.into(), r#"[{"title":"B"},{"title":"A"}]"#.into())
    );
    for how in ["limit", "offset"] {
        let first = client.get(&format!("/odd/?how={how}")).await;
        assert_eq!(first.status, 200, "{}", first.text());
        assert_eq!(
            (&first.json()["count"], first.json()["results"].as_array().map(Vec::len)),
            (&3.into(), Some(2))
        );
        let last = client.get(&format!("/odd/?how={how}&page=last")).await.json();
        assert_eq!(
            (&last["count"], last["results"].as_array().map(Vec::len)),
            (&3.into(), Some(1))
        );
    }
}

#[tokio::test]
async fn a_join_is_counted_with_its_repeats_and_without_them_where_it_is_distinct() {
    let client = songs(4).await;
    let page = client.get("/twins/?page=last").await.json();
    assert_eq!((&page["count"], page["results"].as_array().map(Vec::len)), (&8.into(), Some(4)));
    let page = client.get("/twins/?distinct").await;
    assert_eq!(page.json()["count"], 4);
    assert_eq!(ids(&page).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from([1, 2, 3, 4]));
}

#[tokio::test]
async fn a_page_of_a_very_long_list_of_values_is_no_error_of_the_server() {
    let client = songs(1).await;
    let values = "A,B,".repeat(16_000);
    let page = client.get(&format!("/songs/?title__in={values}")).await;
    assert_eq!((page.status.as_u16(), ids(&page)), (200, vec![1]));
}
