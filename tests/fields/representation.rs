//! How values are shown: as Python writes them, and the same in a list and alone.

use sea_orm::{ConnectionTrait, DbBackend};
use seaview::prelude::*;

use super::{THING, signed::maybe, types};
use crate::support::Client;

#[tokio::test]
async fn floats_look_as_in_python() {
    let client = types().await;
    client.post("/things/", THING).await;
    for (sent, shown) in [("1e22", "1e+22"), ("1e-5", "1e-05"), ("1e15", "1000000000000000.0")] {
        let answer = client.patch("/things/1/", format!(r#"{{"f64":{sent}}}"#)).await;
        assert!(answer.text().contains(&format!(r#""f64":{shown},"#)), "{}", answer.text());
    }
}

#[tokio::test]
async fn every_escape_comes_back_as_python_writes_it() {
    let client = types().await;
    client.post("/things/", THING).await;
    let sent =
        r#""\"\\\/\b\f\n\r\t\u0001\u001f\u007f\u0080é\u20ac😀\ud83d\ude00\u2027\u2028\u2029</>&'""#;
    let shown = concat!(
        r#""\"\\/\b\f\n\r\t\u0001\u001f"#,
        "\u{7f}\u{80}é€😀😀\u{2027}",
        r#"\u2028\u2029</>&'""#
    );
    let answer = client.patch("/things/1/", format!(r#"{{"text":{sent}}}"#)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let field = format!(r#""text":{shown}}}"#);
    for text in [answer.text(), client.get("/things/1/").await.text()] {
        assert!(text.ends_with(&field), "{text}");
    }
    let list = client.get("/things/").await.text();
    assert!(list.ends_with(&format!("{field}]")), "{list}");
}

/// Without floats, so that SQLite writes the list.
#[derive(ModelSerializer)]
#[serializer(entity = maybe::Entity)]
struct FlagSerializer {
    id: i64,
    i64: Option<i64>,
    bool: Option<bool>,
    text: Option<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = FlagSerializer)]
struct FlagViewSet;

#[tokio::test]
async fn what_others_wrote_into_the_table_looks_the_same_in_a_list_and_alone() {
    let database = crate::support::database().await;
    database.create_table(maybe::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("flags", FlagViewSet);
    let whole = Client::new(router.into_router(database.clone()));
    // SQLite keeps any integer as a boolean, and PostgreSQL no NUL.
    let odd = ["(2, 'a' || char(0) || 'b')", "(-1, char(1, 31, 127, 8232, 128512))"];
    let odd = if database.backend() == DbBackend::Sqlite { &odd[..] } else { &[] };
    let all = [
        "(TRUE, 'a\u{1}\u{1f}\u{7f}\u{2028}\u{1f600}')",
        "(FALSE, '\"')",
        "(TRUE, '\u{e9}')",
        "(NULL, NULL)",
    ];
    for values in odd.iter().chain(&all) {
        database.connection().execute_unprepared("DELETE FROM maybe").await.expect("no rows");
        let insert = format!("INSERT INTO maybe (bool, text) VALUES {values}");
        database.connection().execute_unprepared(&insert).await.expect("a row");
        let list = whole.get("/flags/").await;
        assert_eq!(list.status, 200, "{values}: {}", list.text());
        let id = list.json()[0]["id"].as_i64().expect("an id");
        let alone = whole.get(&format!("/flags/{id}/")).await;
        assert_eq!(list.text(), format!("[{}]", alone.text()), "{values}");
    }
}
