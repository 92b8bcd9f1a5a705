//! Viewsets: the six actions, their hooks, and which rows they see.

mod actions;
mod behaviour;
mod facts;
mod hooks;
mod html;
mod lookups;
mod scope;
mod updates;

use http::Method;
use sea_orm::{ConnectionTrait, Select, Set, entity::prelude::*};
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
    let rows = "INSERT INTO note (owner, text, stars, place) VALUES
            ('ada', 'one', 1, NULL), ('bob', 'two', 2, 'Rome'), ('ada', 'three', 3, NULL);
        CREATE TABLE log (line TEXT);
        CREATE TRIGGER text_log AFTER UPDATE OF text ON note BEGIN INSERT INTO log VALUES ('text'); END;
        CREATE TRIGGER stars_log AFTER UPDATE OF stars ON note BEGIN INSERT INTO log VALUES ('stars'); END;
        CREATE TRIGGER place_log AFTER UPDATE OF place ON note BEGIN INSERT INTO log VALUES ('place'); END;
        CREATE TRIGGER owner_log AFTER UPDATE OF owner ON note BEGIN INSERT INTO log VALUES ('owner'); END;
        CREATE TRIGGER any_log AFTER UPDATE ON note BEGIN INSERT INTO log VALUES ('any'); END;";
    database.connection().execute_unprepared(rows).await.expect("rows");
    database
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
    let lines = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, lines);
    let rows = connection.query_all_raw(lines).await.expect("the log");
    let lines: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    connection.execute_unprepared("DELETE FROM log").await.expect("an empty log");
    lines.join(" ")
}

const ONE: &str = r#"{"id":1,"owner":"ada","text":"one","stars":1,"place":null}"#;

const NO_NOTE: &str = r#"{"detail":"No Note matches the given query."}"#;
