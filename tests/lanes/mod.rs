//! The ways to one database: they answer alike, see each other's rows, and keep nobody waiting.

mod types;
mod waiting;
mod writes;

use std::sync::atomic::{AtomicU32, Ordering};

use seaview::{Database, prelude::*};

use crate::support::Client;

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
async fn file() -> Database {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("seaview_lane_{}_{count}", std::process::id()));
    for suffix in ["", "-wal", "-shm"] {
        _ = std::fs::remove_file(format!("{}.db{suffix}", file.display()));
    }
    let url = format!("sqlite://{}.db?mode=rwc", file.display());
    Database::connect(&url).await.expect("a database")
}

/// The same database by SeaORM's connection alone.
fn plain(database: &Database) -> Database {
    Database::from(database.connection().clone())
}

fn notes_of(database: Database) -> Client {
    Client::new(DefaultRouter::new().register("notes", NoteViewSet).into_router(database))
}

/// Two applications on one database: by its own way, and by SeaORM's connection.
async fn notes() -> (Database, [Client; 2]) {
    let database = file().await;
    database.create_table(note::Entity).await.expect("a table");
    let clients = [notes_of(database.clone()), notes_of(plain(&database))];
    (database, clients)
}

#[tokio::test]
async fn a_file_has_a_way_of_its_own_and_a_database_in_memory_has_none() {
    let memory = Database::connect("sqlite::memory:").await.expect("a database");
    let database = file().await;
    let way = |database: &Database| format!("{database:?}");
    assert!(way(&database).contains("Sqlite {"), "{}", way(&database));
    for database in [memory, plain(&database)] {
        assert!(way(&database).contains("lane: SeaOrm"), "{}", way(&database));
    }
}
