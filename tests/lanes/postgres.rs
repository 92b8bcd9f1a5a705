//! The way beside SeaORM's connection to a server of PostgreSQL.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Select, TransactionTrait, sea_query::Expr,
};
use seaview::{Database, Request, prelude::*};

use super::{NoteSerializer, note, notes_in, plain, server};
use crate::support::{Answer, Client, backend, url};

mod mood {
    use sea_orm::entity::prelude::*;
    use seaview::Field;

    #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum, Field)]
    #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "temper", rename_all = "lowercase")]
    pub enum Temper {
        Calm,
        Wild,
    }

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "mood")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub temper: Temper,
        pub other: Option<Temper>,
        #[sea_orm(column_type = "JsonBinary", nullable)]
        pub more: Option<Json>,
        #[sea_orm(column_type = "Decimal(None)", nullable)]
        pub price: Option<Decimal>,
        #[sea_orm(column_type = "Char(Some(4))", nullable)]
        pub code: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = mood::Entity)]
struct MoodSerializer {
    #[serializer(read_only)]
    id: i32,
    temper: mood::Temper,
    other: Option<mood::Temper>,
    more: Option<serde_json::Value>,
    price: Option<sea_orm::prelude::Decimal>,
    code: Option<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MoodSerializer, filterset_fields(id(exact, gt), temper, price(gte)), search_fields(code))]
struct MoodViewSet;

fn said(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned())
}

/// The number that a statement finds on SeaORM's connection.
async fn number(database: &Database, sql: &str) -> i64 {
    let statement = sea_orm::Statement::from_string(database.backend(), sql);
    let row = database.connection().query_one_raw(statement).await.expect("an answer");
    row.expect("a row").try_get_by_index(0).expect("a number")
}

async fn run(database: &Database, sql: &str) {
    database.connection().execute_unprepared(sql).await.expect("a change");
}

#[tokio::test]
async fn types_of_the_servers_own_are_shown_alike() {
    let Some(database) = server().await else { return };
    database.create_table(mood::Entity).await.expect("a table");
    let clients = [&database, &plain(&database)].map(|database| {
        Client::new(
            DefaultRouter::new().register("moods", MoodViewSet).into_router(database.clone()),
        )
    });
    let mut shown = Vec::new();
    for client in &clients {
        run(&database, "TRUNCATE mood RESTART IDENTITY").await;
        let mut answers = Vec::new();
        for body in [
            r#"{"temper":"wild","other":"calm","more":{"b":1.50,"a":[null]},"price":"0.00","code":"ab"}"#,
            r#"{"temper":"calm","price":"-12345678901234567890.5000"}"#,
            r#"{"temper":"calm","other":"none"}"#,
        ] {
            answers.push(said(&client.post("/moods/", body).await));
        }
        answers.push(said(&client.patch("/moods/1/", r#"{"other":null,"price":"10.000"}"#).await));
        for query in ["", "1/", "?temper=wild", "?price__gte=1", "?search=AB", "?id=99999999999"] {
            answers.push(said(&client.get(&format!("/moods/{query}")).await));
        }
        shown.push(answers);
    }
    assert_eq!(shown[0], shown[1]);
    assert_eq!(shown[0][0].0, 201, "{:?}", shown[0]);
    assert_eq!(shown[0][5].0, 200, "{:?}", shown[0]);
}

#[tokio::test]
async fn what_one_request_writes_the_next_one_reads_either_way() {
    let Some(database) = server().await else { return };
    let (_, [own, other]) = notes_in(database).await;
    for (writer, reader) in [(&own, &other), (&other, &own)] {
        let created = writer.post("/notes/", r#"{"title":"a","stars":1}"#).await;
        let url = format!("/notes/{}/", created.json()["id"]);
        assert_eq!(said(&reader.get(&url).await).1, said(&created).1);
        let patched = writer.patch(&url, r#"{"stars":null}"#).await;
        assert_eq!(said(&reader.get(&url).await).1, said(&patched).1);
        assert_eq!(writer.delete(&url).await.status, 204);
        assert_eq!(reader.get(&url).await.status, 404);
        assert_eq!(said(&reader.get("/notes/").await).1, "[]");
    }
}

#[tokio::test]
async fn refusals_are_alike() {
    let Some(database) = server().await else { return };
    let (database, clients) = notes_in(database).await;
    run(&database, "CREATE TABLE star (id INT PRIMARY KEY); INSERT INTO star VALUES (3)").await;
    run(&database, "ALTER TABLE note ADD FOREIGN KEY (stars) REFERENCES star (id)").await;
    run(
        &database,
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF new.title = 'late' THEN new.title = 'taken'; END IF; RETURN new; END $$; \
         CREATE TRIGGER late BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION late()",
    )
    .await;
    clients[0].post("/notes/", r#"{"title":"taken","stars":3}"#).await;
    let mut answers = Vec::new();
    for client in &clients {
        answers.push(vec![
            said(&client.post("/notes/", r#"{"title":"taken"}"#).await),
            // Validation finds nothing wrong, the database does.
            said(&client.post("/notes/", r#"{"title":"late"}"#).await),
            said(&client.post("/notes/", r#"{"title":"b","stars":4}"#).await),
            said(&client.patch("/notes/1/", r#"{"stars":4}"#).await),
            said(&client.post("/notes/", r#"{"title":"a\u0000b"}"#).await),
            said(&client.patch("/notes/9/", r#"{"title":"x"}"#).await),
            said(&client.delete("/notes/9/").await),
            said(&client.get("/notes/?stars=x").await),
            said(&client.get("/notes/99999999999999999999/").await),
            said(&client.get("/notes/?stars__gte=99999999999").await),
        ]);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][1].1, r#"{"title":["note with this title already exists."]}"#);
    assert_eq!(number(&database, "SELECT COUNT(*) FROM note").await, 1);
}

/// A database to which seaview's own sessions can be told from SeaORM's, by a name.
async fn named() -> Option<(Database, String)> {
    if backend() != DbBackend::Postgres {
        return None;
    }
    let url = url().await;
    let name = url.rsplit_once('=').expect("the name of a schema").1.to_owned();
    let database = Database::connect(&format!("{url}&application_name={name}")).await;
    let database = database.expect("a database");
    // All that the pool will ever have.
    let most = database.connection().get_postgres_connection_pool().options().get_max_connections();
    let all = join_all((0..most).map(|_| database.connection().begin())).await;
    for transaction in all {
        let transaction = transaction.expect("a transaction");
        let rename = "SET application_name TO 'sea_orm'";
        transaction.execute_unprepared(rename).await.expect("a name");
        transaction.commit().await.expect("a commit");
    }
    Some((database, name))
}

/// How many sessions of that name there are of which this is true.
async fn sessions(database: &Database, name: &str, condition: &str) -> i64 {
    // CASE, since conditions are tested in any order and may end what they are tested on.
    let sql = format!(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE CASE WHEN application_name = '{name}' AND \
         pid <> pg_backend_pid() THEN {condition} END"
    );
    number(database, &sql).await
}

/// Waits until it is true.
async fn until(mut what: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if what().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it did not come to be");
}

#[tokio::test]
async fn lost_connections_are_opened_again() {
    let Some((database, name)) = named().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    let ask = async || {
        let created = own.post("/notes/", r#"{"title":"a"}"#).await;
        assert_eq!(created.status, 201, "{created:?}");
        let url = format!("/notes/{}/", created.json()["id"]);
        assert_eq!(own.get(&url).await.status, 200);
        assert_eq!(own.delete(&url).await.status, 204);
    };
    for _ in 0..3 {
        until(async || sessions(&database, &name, "state = 'idle'").await >= 2).await;
        ask().await;
        sessions(&database, &name, "pg_terminate_backend(pid)").await;
        until(async || sessions(&database, &name, "true").await == 0).await;
        // The news has to be read from the sockets.
        tokio::time::sleep(Duration::from_millis(20)).await;
        ask().await;
    }
    until(async || {
        ask().await;
        sessions(&database, &name, "query LIKE '%note%'").await >= 2
    })
    .await;
}

#[tokio::test]
async fn tables_may_change_behind_the_back_of_prepared_statements() {
    let Some(database) = server().await else { return };
    let (database, clients) = notes_in(database).await;
    clients[0].post("/notes/", r#"{"title":"a","stars":1}"#).await;
    let both = async |path: &str| {
        let [own, other] = [said(&clients[0].get(path).await), said(&clients[1].get(path).await)];
        assert_eq!(own, other, "{path}");
        own.0
    };
    assert_eq!(both("/notes/1/").await, 200);
    run(&database, "ALTER TABLE note ADD COLUMN colour TEXT").await;
    run(&database, "CREATE INDEX stars ON note (stars)").await;
    assert_eq!(both("/notes/1/").await, 200);
    run(&database, "ALTER TABLE note RENAME COLUMN stars TO points").await;
    assert_eq!((both("/notes/1/").await, both("/notes/").await), (500, 500));
    run(&database, "ALTER TABLE note RENAME COLUMN points TO stars").await;
    assert_eq!((both("/notes/1/").await, both("/notes/").await), (200, 200));
    let patched = clients[0].patch("/notes/1/", r#"{"title":"b"}"#).await;
    // What was prepared would return another type now.
    run(&database, "ALTER TABLE note ALTER COLUMN title TYPE CHAR(3)").await;
    for path in ["/notes/1/", "/notes/"] {
        assert_eq!(clients[0].get(path).await.status, 200, "{path}");
    }
    let again = clients[0].patch("/notes/1/", r#"{"title":"b"}"#).await;
    assert_eq!((patched.status.as_u16(), again.status.as_u16()), (200, 200));
    run(&database, "DROP TABLE note").await;
    assert_eq!(both("/notes/1/").await, 500);
}

/// Notes after so many seconds.
#[derive(ViewSet)]
#[viewset(serializer = NoteSerializer)]
struct SlowNotes;

impl ModelViewSet for SlowNotes {
    fn get_queryset(&self, request: &Request) -> Select<note::Entity> {
        let seconds = request.query_param("seconds").and_then(|text| text.parse::<f64>().ok());
        note::Entity::find().filter(Expr::cust_with_values(
            "(SELECT COUNT(pg_sleep($1))) > 0",
            [seconds.unwrap_or_default()],
        ))
    }
}

fn slow(database: Database) -> Client {
    Client::new(DefaultRouter::new().register("notes", SlowNotes).into_router(database))
}

#[tokio::test]
async fn nobody_waits_behind_a_long_query() {
    let Some(database) = server().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    let client = slow(database);
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let start = Instant::now();
    let slow = async {
        let answers = join_all((0..2).map(|_| client.get("/notes/?seconds=1"))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        start.elapsed()
    };
    let quick = async {
        // Some are sent with the slow ones, some while these run.
        for _ in 0..3 {
            let answers = join_all((0..20).map(|_| client.get("/notes/1/"))).await;
            assert!(answers.iter().all(|answer| answer.status == 200));
        }
        start.elapsed()
    };
    let (slow, quick) = tokio::join!(slow, quick);
    assert!(quick < slow && slow < Duration::from_millis(1900), "{quick:?} {slow:?}");
}

#[tokio::test]
async fn the_query_of_a_client_that_went_away_is_stopped() {
    let Some((database, name)) = named().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let client = slow(database.clone());
    let endless = client.get("/notes/?seconds=60");
    assert!(tokio::time::timeout(Duration::from_millis(100), endless).await.is_err());
    until(async || sessions(&database, &name, "state = 'active'").await == 0).await;
    assert_eq!(client.get("/notes/1/").await.status, 200);
}

#[tokio::test]
async fn a_locked_row_holds_up_its_own_writer_alone() {
    let Some(database) = server().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let transaction = database.connection().begin().await.expect("a transaction");
    let change = "UPDATE note SET stars = 1 WHERE id = 1";
    transaction.execute_unprepared(change).await.expect("a change");
    let held = own.patch("/notes/1/", r#"{"title":"b"}"#);
    let others = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        for number in 0..10 {
            let body = format!(r#"{{"title":"{number}"}}"#);
            assert_eq!(own.post("/notes/", &body).await.status, 201);
        }
        assert_eq!(own.get("/notes/1/").await.json()["stars"], serde_json::Value::Null);
        transaction.commit().await.expect("a commit");
    };
    let (held, ()) = tokio::join!(held, others);
    held.assert(200, r#"{"id":1,"title":"b","stars":1}"#);
}

#[tokio::test]
async fn what_a_lost_connection_was_to_write_is_not_written_again() {
    let Some((database, name)) = named().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let transaction = database.connection().begin().await.expect("a transaction");
    let change = "UPDATE note SET stars = 1 WHERE id = 1";
    transaction.execute_unprepared(change).await.expect("a change");
    let waiting = "wait_event_type = 'Lock'";
    let stop = async {
        until(async || sessions(&database, &name, waiting).await == 1).await;
        sessions(
            &database,
            &name,
            &format!("CASE WHEN {waiting} THEN pg_terminate_backend(pid) END"),
        )
        .await;
    };
    let (lost, ()) = tokio::join!(own.patch("/notes/1/", r#"{"title":"b"}"#), stop);
    assert_eq!(lost.status, 500, "{lost:?}");
    transaction.commit().await.expect("a commit");
    own.get("/notes/1/").await.assert(200, r#"{"id":1,"title":"a","stars":1}"#);
}

#[tokio::test]
async fn many_ask_at_once() {
    let Some(database) = server().await else { return };
    let (_, [own, _]) = notes_in(database).await;
    let created = join_all((0..40).map(|number| {
        let (own, body) = (own.clone(), format!(r#"{{"title":"{number}","stars":{number}}}"#));
        async move { own.post("/notes/", body).await }
    }))
    .await;
    let shown = join_all((0..400).map(|number| {
        let (own, created) = (&own, &created[number % created.len()]);
        async move {
            let answer = own.get(&format!("/notes/{}/", created.json()["id"])).await;
            assert_eq!(said(&answer).1, said(created).1);
        }
    }));
    shown.await;
}
