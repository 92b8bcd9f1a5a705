//! The ways to one database: they answer alike, see each other's rows, and keep nobody waiting.

mod postgres;
mod types;
mod waiting;
mod writes;

use sea_orm::DbBackend;
use seaview::{Database, prelude::*};

use crate::support::{Answer, Client, backend, file_url, url};

pub(crate) mod note {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "note")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub title: String,
        pub stars: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = note::Entity)]
struct NoteSerializer {
    #[serializer(read_only)]
    id: i64,
    title: String,
    stars: Option<i32>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = NoteSerializer, filterset_fields(stars(exact, gte)), ordering_fields(title))]
struct NoteViewSet;

/// A new SQLite file, opened by seaview: there is a way beside SeaORM's connection to it.
pub(crate) async fn file() -> Database {
    Database::connect(&file_url()).await.expect("a database")
}

/// A new database of the server that the tests run on, if it is one to which there is a way beside
/// SeaORM's connection.
async fn server() -> Option<Database> {
    if backend() != DbBackend::Postgres {
        return None;
    }
    Some(Database::connect(&url().await).await.expect("a database"))
}

/// The same database by SeaORM's connection alone.
pub(crate) fn plain(database: &Database) -> Database {
    Database::from(database.connection().clone())
}

fn notes_of(database: Database) -> Client {
    Client::new(DefaultRouter::new().register("notes", NoteViewSet).into_router(database))
}

/// Two applications on one database: by its own way, and by SeaORM's connection.
async fn notes() -> (Database, [Client; 2]) {
    notes_in(file().await).await
}

async fn notes_in(database: Database) -> (Database, [Client; 2]) {
    database.create_table(note::Entity).await.expect("a table");
    let clients = [notes_of(database.clone()), notes_of(plain(&database))];
    (database, clients)
}

/// The status and the body of an answer.
fn said(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned())
}

async fn each_reads_what_the_other_wrote([own, other]: &[Client; 2]) {
    for (writer, reader) in [(own, other), (other, own)] {
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
async fn files_and_servers_have_a_way_of_their_own_and_databases_in_memory_have_none() {
    let memory = Database::connect("sqlite::memory:").await.expect("a database");
    let database = file().await;
    let server = server().await;
    let way = |database: &Database| format!("{database:?}");
    assert!(way(&database).contains("Sqlite {"), "{}", way(&database));
    assert!(server.is_none_or(|server| way(&server).contains("Postgres {")));
    for database in [memory, plain(&database)] {
        assert!(way(&database).contains("lane: SeaOrm"), "{}", way(&database));
    }
}
