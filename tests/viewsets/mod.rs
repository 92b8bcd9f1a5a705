//! Viewsets: the six actions, their hooks, and which rows they see.

mod actions;
mod behaviour;
mod facts;
mod hooks;
mod html;
mod lookups;
mod scope;
mod unread;
mod updates;

use http::Method;
use sea_orm::{ConnectionTrait, DbBackend, Select, Set, entity::prelude::*};
use seaview::prelude::*;

use crate::support::{Answer, Client};

mod note {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "note")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[serializer(read_only)]
        pub owner: String,
        pub text: String,
        #[sea_orm(default_value = 5)]
        pub stars: i32,
        pub place: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The two fields of a note that a list shows.
#[derive(ModelSerializer)]
#[serializer(entity = note::Entity)]
struct NoteTitleSerializer {
    id: i64,
    text: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model)]
struct NoteViewSet;

/// The notes of the user whom the header names.
#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct OwnViewSet;

impl ModelViewSet for OwnViewSet {
    fn get_queryset(&self, request: &Request) -> Select<note::Entity> {
        let owner = request.header("x-user").unwrap_or_default();
        note::Entity::find().filter(note::Column::Owner.eq(owner))
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut note: Validated<note::Model>,
    ) -> Result<note::Model> {
        let owner = request.header("x-user").ok_or_else(Error::permission_denied)?;
        note.owner = Set(owner.to_owned());
        note.insert(request.db()).await
    }
}

async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(note::Entity).await.expect("a table");
    let connection = database.connection();
    let notes =
        [("ada", "one", 1, None), ("bob", "two", 2, Some("Rome")), ("ada", "three", 3, None)];
    let notes = notes.map(|(owner, text, stars, place)| note::ActiveModel {
        owner: Set(owner.to_owned()),
        text: Set(text.to_owned()),
        stars: Set(stars),
        place: Set(place.map(str::to_owned)),
        ..Default::default()
    });
    note::Entity::insert_many(notes).exec(connection).await.expect("notes");
    connection.execute_unprepared("CREATE TABLE log (line VARCHAR(20))").await.expect("a log");
    for trigger in triggers(database.backend()) {
        connection.execute_unprepared(&trigger).await.expect("a trigger");
    }
    database
}

/// Statements that make the table log which of its columns an UPDATE writes: on MariaDB, which of
/// them it changes.
fn triggers(backend: DbBackend) -> Vec<String> {
    let columns = ["text", "stars", "place", "owner"];
    let insert = |line: &str| format!("INSERT INTO log VALUES ('{line}')");
    match backend {
        DbBackend::MySql => {
            let changed = |column: &str| {
                let insert = insert(column);
                format!("IF NOT (OLD.{column} <=> NEW.{column}) THEN {insert}; END IF;")
            };
            let lines = columns.map(changed).concat();
            let any = insert("any");
            vec![format!(
                "CREATE TRIGGER note_log AFTER UPDATE ON note FOR EACH ROW BEGIN {lines} {any}; END"
            )]
        }
        DbBackend::Postgres => {
            let function = "CREATE FUNCTION log_line() RETURNS trigger LANGUAGE plpgsql AS \
                            'BEGIN INSERT INTO log VALUES (TG_ARGV[0]); RETURN NULL; END'";
            let trigger = |(of, line): (String, &str)| {
                format!(
                    "CREATE TRIGGER {line}_log AFTER UPDATE {of} ON note FOR EACH ROW \
                     EXECUTE FUNCTION log_line('{line}')"
                )
            };
            let lines = columns.map(|column| (format!("OF {column}"), column));
            let lines = lines.into_iter().chain([(String::new(), "any")]);
            [function.to_owned()].into_iter().chain(lines.map(trigger)).collect()
        }
        _ => {
            let trigger = |(of, line): (String, &str)| {
                let insert = insert(line);
                format!("CREATE TRIGGER {line}_log AFTER UPDATE {of} ON note BEGIN {insert}; END")
            };
            let lines = columns.map(|column| (format!("OF {column}"), column));
            lines.into_iter().chain([(String::new(), "any")]).map(trigger).collect()
        }
    }
}

/// A client of one viewset at `/notes/`, and the database behind it.
async fn serving(viewset: impl ModelViewSet) -> (Client, Database) {
    let database = database().await;
    let router = DefaultRouter::new().register("notes", viewset);
    (Client::new(router.into_router(database.clone())), database)
}

async fn send_as(client: &Client, user: &str, method: Method, path: &str, body: &str) -> Answer {
    let headers = [("x-user", user), ("content-type", "application/json")];
    client.send(method, path, &headers, body).await
}

/// What the triggers of the table saw since the last time, in alphabetical order.
async fn written(database: &Database) -> String {
    let connection = database.connection();
    let lines = "SELECT line FROM log ORDER BY line";
    let lines = sea_orm::Statement::from_string(database.backend(), lines);
    let rows = connection.query_all_raw(lines).await.expect("the log");
    let lines: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    connection.execute_unprepared("DELETE FROM log").await.expect("an empty log");
    lines.join(" ")
}

const ONE: &str = r#"{"id":1,"owner":"ada","text":"one","stars":1,"place":null}"#;

const NO_NOTE: &str = r#"{"detail":"No Note matches the given query."}"#;
