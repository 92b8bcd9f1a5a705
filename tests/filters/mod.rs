//! Lists narrowed, searched and ordered by the query.

mod blanks;
mod filterset;
mod ordering;
mod properties;
mod relations;
mod search;
mod servers;
mod sets;
mod strict;

use sea_orm::{Set, entity::prelude::*, sea_query::SelectStatement};
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
    async fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Result<()> {
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

/// The same; a letter in `x-quick` is answered at once.
struct QuickShelf;

impl FilterBackend for QuickShelf {
    async fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Result<()> {
        Shelf.filter_queryset(queryset, request).await
    }

    fn filter_at_once(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Option<Result<()>> {
        match request.header("x-quick")? {
            "?" => Some(Err(Error::not_found())),
            letter => {
                queryset.and_where(film::Column::Title.starts_with(letter));
                Some(Ok(()))
            }
        }
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = FilmSerializer, filter_backends = FilterBackends::none().with(QuickShelf))]
struct ShelfViewSet;

async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(film::Entity).await.expect("a table");
    fill(&database).await;
    database
}

async fn fill(database: &Database) {
    let films = [
        ("Alien", 1979, i64::MAX, Some(8.5), Some(true), Some("in space"), "horror"),
        ("Brazil", 1985, 0, None, Some(false), None, "satire"),
        ("100% Wolf", 2020, i64::MIN, Some(5.5), None, Some("a_b"), "cartoon"),
        ("1001 Nights", 2020, 5, Some(6.0), Some(true), Some("axb"), "cartoon"),
        (r"C:\temp", 1990, 6, Some(1.0), Some(true), Some("\"quoted\" O'Hara"), "satire"),
    ];
    let films =
        films.map(|(title, year, votes, rating, released, note, r#type)| film::ActiveModel {
            title: Set(title.to_owned()),
            year: Set(year),
            votes: Set(votes),
            rating: Set(rating),
            released: Set(released),
            note: Set(note.map(str::to_owned)),
            r#type: Set(r#type.to_owned()),
            ..Default::default()
        });
    film::Entity::insert_many(films).exec(database.connection()).await.expect("films");
}

async fn films() -> Client {
    let database = database().await;
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
    for key in ["9", "0", "-1", "9223372036854775808", "99999999999999999999999999999999999999999"]
    {
        client.get(&format!("/films/{key}/")).await.assert(404, no_match);
    }
    for key in ["x", "1e0", "%20", "null", "%00", "1%00"] {
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
    let quick = async |path: &str, letter: &str| {
        client.send(http::Method::GET, path, &[("x-shelf", "?"), ("x-quick", letter)], "").await
    };
    // Who answered at once is not asked again.
    assert_eq!(quick("/shelf/1/", "A").await.status, 200);
    assert_eq!(quick("/shelf/1/", "B").await.status, 404);
    assert_eq!(quick("/shelf/", "?").await.status, 404);
    assert_eq!(get("/shelf/", "A").await.json().as_array().expect("a list").len(), 1);
    assert_eq!(get("/shelf/1/", "A").await.status, 200);
    assert_eq!(get("/shelf/1/", "B").await.status, 404);
    get("/shelf/", "?")
        .await
        .assert(403, r#"{"detail":"You do not have permission to perform this action."}"#);
    // The stock filters are gone.
    assert_eq!(get("/shelf/?year=x&search=%00", "B").await.status, 200);
}
