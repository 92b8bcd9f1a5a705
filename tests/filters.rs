//! Lists narrowed, searched and ordered by the query.

use sea_orm::{entity::prelude::*, sea_query::SelectStatement};
use seaview::{
    filters::{FilterBackend, FilterBackends},
    prelude::*,
};

use crate::support::Client;

mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
        pub year: i16,
        pub votes: i64,
        pub rating: Option<f64>,
        pub released: Option<bool>,
        pub score: Option<f32>,
        #[sea_orm(column_name = "note_text")]
        pub note: Option<String>,
        pub r#type: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = film::Entity)]
struct FilmSerializer {
    id: i64,
    title: String,
    year: i16,
    votes: i64,
    rating: Option<f64>,
    released: Option<bool>,
    score: Option<f32>,
    note: Option<String>,
    r#type: String,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = FilmSerializer,
    filterset_fields(
        id(exact, in),
        title(
            exact, iexact, contains, icontains, startswith, istartswith, endswith, iendswith, in
        ),
        year(exact, gt, gte, lt, lte, in),
        votes(exact, gt, lt, in),
        rating(exact, gte, isnull),
        score(exact, gt, lte, in),
        released(exact, in, isnull),
        note(exact, isnull),
        r#type
    ),
    search_fields(title, note(istartswith), r#type(iexact)),
    ordering_fields(title, year, rating, r#type),
    ordering(-year)
)]
struct FilmViewSet;

/// Only rows whose title starts with the header's letter, whatever the client asks.
struct Shelf;

impl FilterBackend for Shelf {
    fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        match request.header("x-shelf") {
            None => {}
            Some("?") => return Err(Error::permission_denied()),
            Some(letter) => {
                queryset.and_where(film::Column::Title.starts_with(letter));
            }
        }
        Ok(())
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = FilmSerializer, filter_backends = FilterBackends::none().with(Shelf))]
struct ShelfViewSet;

async fn films() -> Client {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(film::Entity).await.expect("a table");
    let insert = "INSERT INTO film (title, year, votes, rating, released, note_text, type) VALUES
        ('Alien', 1979, 9223372036854775807, 8.5, 1, 'in space', 'horror'),
        ('Brazil', 1985, 0, NULL, 0, NULL, 'satire'),
        ('100% Wolf', 2020, -9223372036854775808, 5.5, NULL, 'a_b', 'cartoon'),
        ('1001 Nights', 2020, 5, 6.0, 1, 'axb', 'cartoon'),
        ('C:\\temp', 1990, 6, 1.0, 1, '\"quoted\" O''Hara', 'satire')";
    database.connection().execute_unprepared(insert).await.expect("films");
    let router = DefaultRouter::new().register("films", FilmViewSet);
    Client::new(router.register_with_basename("shelf", ShelfViewSet, "shelf").into_router(database))
}

async fn ids(client: &Client, query: &str) -> Vec<i64> {
    let answer = client.get(&format!("/films/?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    let list = answer.json();
    let rows = list.as_array().expect("a list").iter();
    rows.map(|film| film["id"].as_i64().expect("an id")).collect()
}

/// Each query with the films it finds.
async fn find(cases: &[(&str, &[i64])]) {
    let client = films().await;
    for (query, found) in cases {
        let mut ids = ids(&client, query).await;
        ids.sort_unstable();
        assert_eq!(ids, *found, "{query}");
    }
}

const ALL: &[i64] = &[1, 2, 3, 4, 5];

#[tokio::test]
async fn numbers_are_compared_as_decimals() {
    find(&[
        ("year=2020", &[3, 4]),
        ("year=2020.0", &[3, 4]),
        ("year=1979.9", &[1]),
        ("year=1.979e3", &[1]),
        ("year=%20%2B1979%20", &[1]),
        ("year=1_979", &[1]),
        ("year=%D9%A1%D9%A9%D9%A7%D9%A9", &[1]),
        ("year__gt=1985", &[3, 4, 5]),
        ("year__gt=1984.5", &[2, 3, 4, 5]),
        ("year__gte=1985", &[2, 3, 4, 5]),
        ("year__lt=1985", &[1]),
        ("year__lte=1985", &[1, 2]),
        ("year__gt=1979&year__lt=2020", &[2, 5]),
        ("rating=6", &[4]),
        ("rating__gte=6.0", &[1, 4]),
    ])
    .await;
}

#[tokio::test]
async fn numbers_beyond_every_column_find_nothing_or_everything() {
    find(&[
        ("votes=9223372036854775807", &[1]),
        ("votes=-9223372036854775808", &[3]),
        ("votes__gt=9223372036854775806", &[1]),
        ("votes__gt=9223372036854775808", &[]),
        ("votes__lt=-9223372036854775807", &[3]),
        ("votes__lt=18446744073709551616", ALL),
        ("votes__gt=-99999999999999999999999999999999999999999999", ALL),
        ("votes=1e300", &[]),
        ("votes__in=1e300,5,-1e300", &[4]),
        ("year=32768", &[]),
        ("year=-32769", &[]),
        ("year__lt=40000", ALL),
        ("year__gt=-40000", ALL),
        ("id=170141183460469231731687303715884105728", &[]),
        ("rating__gte=-1.7976931348623157e308", &[1, 3, 4, 5]),
    ])
    .await;
}

#[tokio::test]
async fn a_narrow_float_is_equal_to_what_was_written_into_it() {
    let client = films().await;
    assert_eq!(client.patch("/films/1/", r#"{"score":0.1}"#).await.status, 200);
    for query in ["score=0.1", "score=1e-1", "score__in=0.1,7", "score__lte=0.1"] {
        assert_eq!(ids(&client, query).await, [1], "{query}");
    }
    assert!(ids(&client, "score__gt=0.1").await.is_empty());
    assert!(ids(&client, "score=1e300").await.is_empty());
}

#[tokio::test]
async fn text_is_compared_in_eight_ways() {
    find(&[
        ("title=Alien", &[1]),
        ("title=alien", &[]),
        ("title=%20Alien%20", &[1]),
        ("title__iexact=aLIEN", &[1]),
        ("title__iexact=alie", &[]),
        ("title__contains=lie", &[1]),
        ("title__icontains=LIE", &[1]),
        ("title__startswith=100", &[3, 4]),
        ("title__istartswith=AL", &[1]),
        ("title__endswith=zil", &[2]),
        ("title__iendswith=ZIL", &[2]),
        ("title__in=Alien,Brazil", &[1, 2]),
        ("type=satire", &[2, 5]),
        ("note=in+space", &[1]),
    ])
    .await;
}

#[tokio::test]
async fn wildcards_in_filters_and_searches_stand_for_themselves() {
    find(&[
        ("title__icontains=0%25", &[3]),
        ("title__startswith=100%25", &[3]),
        ("title__iexact=%25", &[]),
        ("title__iexact=A____", &[]),
        ("title__contains=%5C", &[5]),
        ("title__endswith=%5Ctemp", &[5]),
        ("search=%25", &[3]),
        ("search=a_b", &[3]),
        ("search=%5C", &[5]),
        ("search=%5C%25", &[]),
    ])
    .await;
}

#[tokio::test]
async fn a_comma_list_is_one_of_its_items_and_blanks_are_dropped() {
    find(&[
        ("year__in=1979,1985", &[1, 2]),
        ("year__in=1979,", &[1]),
        ("year__in=,%20,1985%20", &[2]),
        ("year__in=,", &[]),
        ("title__in=nothing", &[]),
        ("released__in=true,maybe", &[1, 4, 5]),
    ])
    .await;
}

#[tokio::test]
async fn booleans_are_words_and_digits_and_others_filter_nothing() {
    find(&[
        ("released=true", &[1, 4, 5]),
        ("released=1", &[1, 4, 5]),
        ("released=FALSE", &[2]),
        ("released=0", &[2]),
        ("released=maybe", ALL),
        ("released=2", ALL),
        ("released__isnull=true", &[3]),
        ("released__isnull=False", &[1, 2, 4, 5]),
        ("rating__isnull=1", &[2]),
        ("note__isnull=yes", ALL),
    ])
    .await;
}

#[tokio::test]
async fn empty_and_unknown_parameters_filter_nothing_and_the_last_of_repeated_ones_counts() {
    find(&[
        ("", ALL),
        ("year=", ALL),
        ("year=%20", ALL),
        ("year__gte", ALL),
        ("colour=red", ALL),
        ("title__regex=A", ALL),
        ("year=1979&year=1985", &[2]),
        ("year=1979&year=", ALL),
        ("year=2020&type=cartoon&rating=6", &[4]),
    ])
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_each_filter_is_said_at_once() {
    let client = films().await;
    client.get("/films/?votes=0x10&year__gt=x&released=maybe&title=%00").await.assert(
        400,
        concat!(
            r#"{"title":["Null characters are not allowed."],"#,
            r#""year__gt":["Enter a number."],"votes":["Enter a number."]}"#
        ),
    );
    for value in ["nan", "inf", "-Infinity", "1e400", "1,5", "true", "1__0", "--1"] {
        let answer = client.get(&format!("/films/?year={value}")).await;
        answer.assert(400, r#"{"year":["Enter a number."]}"#);
    }
    client.get("/films/?year__in=1979,x").await.assert(400, r#"{"year__in":["Enter a number."]}"#);
}

#[tokio::test]
async fn a_search_is_every_term_in_any_column() {
    find(&[
        ("search=ALI", &[1]),
        ("search=space", &[]),
        ("search=in", &[1]),
        ("search=sat", &[]),
        ("search=SATIRE", &[2, 5]),
        ("search=alien+in", &[1]),
        ("search=alien,in", &[1]),
        ("search=alien+brazil", &[]),
        ("search=%22in+space%22", &[1]),
        ("search=%22space+in%22", &[]),
        ("search=", ALL),
        ("search=+,+", ALL),
        ("search=alien&search=brazil", &[2]),
        ("search=100&year__lt=3000&rating=6", &[4]),
    ])
    .await;
}

#[tokio::test]
async fn a_search_for_a_null_character_is_refused() {
    let client = films().await;
    let refused = r#"["Null characters are not allowed."]"#;
    client.get("/films/?search=a%00").await.assert(400, refused);
}

#[tokio::test]
async fn a_very_long_query_is_no_error_of_the_server() {
    let client = films().await;
    let queries = [
        format!("search={}", "a+".repeat(1500)),
        format!("search={}", "_".repeat(60_000)),
        format!("title__contains={}", "x".repeat(60_000)),
        format!("year__in={}", "1979,".repeat(8_000)),
        format!("title__in={}", (0..9_000).map(|n| format!("{n:x},")).collect::<String>()),
        format!("ordering={}", "title,".repeat(5_000)),
    ];
    for query in queries {
        let answer = client.get(&format!("/films/?{query}")).await;
        let name = &query[..20];
        assert!(answer.status.as_u16() < 500, "{name}: {} {}", answer.status, answer.text());
    }
}

#[tokio::test]
async fn a_search_has_at_most_a_hundred_terms_of_ten_thousand_bytes_in_all() {
    let client = films().await;
    let terms = |n: usize| format!("/films/?search={}", "a,".repeat(n));
    assert_eq!(client.get(&terms(100)).await.status, 200);
    let refused = r#"["Ensure there are at most 100 search terms."]"#;
    client.get(&terms(101)).await.assert(400, refused);
    let long = |n: usize| format!("/films/?search={}", "_".repeat(n));
    client.get(&long(10_000)).await.assert(200, "[]");
    let refused = r#"["Ensure this value has at most 10000 bytes (it has 10001)."]"#;
    client.get(&long(10_001)).await.assert(400, refused);
}

#[tokio::test]
async fn rows_come_in_the_order_asked_for() {
    let client = films().await;
    let cases: [(&str, &[i64]); 12] = [
        ("ordering=title", &[3, 4, 1, 2, 5]),
        ("ordering=-title", &[5, 2, 1, 4, 3]),
        ("ordering=year", &[1, 2, 5, 3, 4]),
        ("ordering=-year,-title", &[4, 3, 5, 2, 1]),
        ("ordering=%20-year%20,%20title", &[3, 4, 5, 2, 1]),
        ("ordering=type,-rating", &[4, 3, 1, 5, 2]),
        // The viewset's own order, by which the newest come first.
        ("", &[3, 4, 5, 2, 1]),
        ("ordering=", &[3, 4, 5, 2, 1]),
        ("ordering=votes,YEAR,--year,%2Byear", &[3, 4, 5, 2, 1]),
        ("ordering=nonsense,year", &[1, 2, 5, 3, 4]),
        ("ordering=year,year,-year", &[1, 2, 5, 3, 4]),
        ("ordering=title&ordering=year", &[1, 2, 5, 3, 4]),
    ];
    for (query, expected) in cases {
        assert_eq!(ids(&client, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_row_that_the_query_leaves_out_is_not_found() {
    let client = films().await;
    let missing = r#"{"detail":"No Film matches the given query."}"#;
    assert_eq!(client.get("/films/1/?year=1979&ordering=-title").await.status, 200);
    client.get("/films/1/?year=1985").await.assert(404, missing);
    client.get("/films/1/?search=brazil").await.assert(404, missing);
    client.get("/films/1/?year=x").await.assert(400, r#"{"year":["Enter a number."]}"#);
    client.patch("/films/1/?year=1985", r#"{"title":"B"}"#).await.assert(404, missing);
    client.delete("/films/1/?year=1985").await.assert(404, missing);
    assert_eq!(client.get("/films/1/").await.json()["title"], "Alien");
}

#[tokio::test]
async fn a_key_that_no_row_can_have_is_not_found() {
    let client = films().await;
    let no_match = r#"{"detail":"No Film matches the given query."}"#;
    for key in [
        "9",
        "0",
        "-1",
        "9223372036854775808",
        "99999999999999999999999999999999999999999",
        "%00",
        "1%00",
    ] {
        client.get(&format!("/films/{key}/")).await.assert(404, no_match);
    }
    for key in ["x", "1e0", "%20", "null"] {
        let answer = client.get(&format!("/films/{key}/")).await;
        answer.assert(404, r#"{"detail":"Not found."}"#);
    }
}

#[tokio::test]
async fn a_backend_of_ones_own_narrows_lists_and_rows_and_may_refuse() {
    let client = films().await;
    let get = async |path: &str, shelf: &str| {
        client.send(http::Method::GET, path, &[("x-shelf", shelf)], "").await
    };
    assert_eq!(get("/shelf/", "A").await.json().as_array().expect("a list").len(), 1);
    assert_eq!(get("/shelf/1/", "A").await.status, 200);
    assert_eq!(get("/shelf/1/", "B").await.status, 404);
    get("/shelf/", "?")
        .await
        .assert(403, r#"{"detail":"You do not have permission to perform this action."}"#);
    // The stock filters are gone.
    assert_eq!(get("/shelf/?year=x&search=%00", "B").await.status, 200);
}
