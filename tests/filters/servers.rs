//! What SQLite has not: regular expressions and searches for words.

use sea_orm::{ConnectionTrait, DbBackend};
use seaview::prelude::*;

use super::{FilmSerializer, database, fill, film};
use crate::support::{Client, refusal};

#[derive(ModelViewSet)]
#[viewset(serializer = FilmSerializer, filterset_fields(title(regex, iregex)))]
struct PatternViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = FilmSerializer, search_fields(title(iregex)))]
struct PatternSearchViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = FilmSerializer, search_fields(title(search)))]
struct WordsViewSet;

async fn ids(client: &Client, query: &str) -> Vec<i64> {
    let answer = client.get(&format!("/films/?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    let list = answer.json();
    let rows = list.as_array().expect("a list").iter();
    rows.map(|film| film["id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn regular_expressions_are_the_databases() {
    let database = database().await;
    let router = DefaultRouter::new().register("films", PatternViewSet);
    if database.backend() == DbBackend::Sqlite {
        let refused = refusal(|| drop(router.into_router(database)));
        let said = "`title__regex` is a regular expression, which SQLite has not";
        assert!(refused.starts_with(said), "{refused}");
        return;
    }
    let client = Client::new(router.into_router(database));
    for (query, found) in [
        ("title__regex=^Al", &[1][..]),
        ("title__regex=^al", &[]),
        ("title__iregex=^aL", &[1]),
        ("title__regex=[0-9]{4}", &[4]),
        ("title__regex=zil$|ts$", &[2, 4]),
        ("title__iregex=ZIL$|TS$", &[2, 4]),
        ("title__regex=%5C%5C", &[5]),
        ("title__regex=100%25", &[3]),
        ("title__regex=x", &[]),
    ] {
        assert_eq!(ids(&client, query).await, found, "{query}");
    }
    let refused = r#"{"title__regex":["Enter a valid regular expression."]}"#;
    for pattern in ["(", "[", "a{2,1}", "(a)%5C1", "(%3F=a)"] {
        client.get(&format!("/films/?title__regex={pattern}")).await.assert(400, refused);
    }
    // What Rust reads and one of the databases does not.
    for pattern in ["%5Cp%7BGreek%7D", "(%3FP%3Cn%3Ea)", "(%3Fx)%20a", "%5Cx%7B41%7D", "[a%26%26b]"]
    {
        let answer = client.get(&format!("/films/?title__regex={pattern}")).await;
        match answer.status.as_u16() {
            200 => {}
            _ => answer.assert(400, r#"["Enter a valid regular expression."]"#),
        }
    }
}

#[tokio::test]
async fn searches_by_regular_expression_are_the_databases() {
    let database = database().await;
    let router = DefaultRouter::new().register("films", PatternSearchViewSet);
    if database.backend() == DbBackend::Sqlite {
        let refused = refusal(|| drop(router.into_router(database)));
        let said = "`title` is searched by `iregex`, which SQLite has not";
        assert!(refused.starts_with(said), "{refused}");
        return;
    }
    let client = Client::new(router.into_router(database));
    assert_eq!(ids(&client, "search=^a.*N$").await, [1]);
    assert_eq!(ids(&client, "search=^1+wolf").await, [3]);
    let refused = r#"["Enter a valid regular expression."]"#;
    client.get("/films/?search=a+(").await.assert(400, refused);
}

#[tokio::test]
async fn searches_for_words_are_the_databases() {
    let database = crate::support::database().await;
    database.create_table(film::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("films", WordsViewSet);
    if database.backend() == DbBackend::Sqlite {
        let refused = refusal(|| drop(router.into_router(database)));
        let said = "`title` is searched by `search`, which SQLite has not";
        assert!(refused.starts_with(said), "{refused}");
        return;
    }
    let client = Client::new(router.into_router(database.clone()));
    if database.backend() == DbBackend::MySql {
        // Without its index it is the developer's mistake.
        assert_eq!(client.get("/films/?search=Alien").await.status, 500);
        let index = "CREATE FULLTEXT INDEX film_title ON film (title)";
        database.connection().execute_unprepared(index).await.expect("a full-text index");
    }
    fill(&database).await;
    for (query, found) in [
        ("search=Alien", &[1][..]),
        ("search=Alie", &[]),
        ("search=Wolf", &[3]),
        ("search=Nights+1001", &[4]),
        ("search=%221001+Nights%22", &[4]),
        ("search=Alien+Wolf", &[]),
        ("search=%2BAlien%2A", &[1]),
        ("search=%22Alien%22%29", &[1]),
        ("search=-(~%3C%3E%40", &[]),
    ] {
        assert_eq!(ids(&client, query).await, found, "{query}");
    }
}
