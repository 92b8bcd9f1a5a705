//! Replicas answer what only reads.

mod reads;
mod users;
mod writers;
mod writes;

use http::Method;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};
use seaview::prelude::*;

use crate::support::{Answer, Client};

mod shelf {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "shelf")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[sea_orm(has_many)]
        pub notes: HasMany<super::note::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod note {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "note")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub title: String,
        pub shelf_id: i64,
        #[sea_orm(belongs_to, from = "shelf_id", to = "id")]
        pub shelf: BelongsTo<super::shelf::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = note::Entity)]
struct NoteSerializer {
    id: i64,
    title: String,
    shelf_id: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = note::Entity)]
struct TitleSerializer {
    id: i64,
    title: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = shelf::Entity)]
struct ShelfSerializer {
    id: i64,
    name: String,
    #[serializer(nested, keyed)]
    notes: Vec<TitleSerializer>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = ShelfSerializer)]
struct ShelfViewSet;

#[derive(ViewSet)]
#[viewset(serializer = NoteSerializer, filterset_fields(title))]
struct NoteViewSet;

impl ModelViewSet for NoteViewSet {
    async fn initial(&self, request: &mut Request) -> Result<()> {
        if request.header("x-fresh").is_some() {
            request.use_primary();
        }
        Ok(())
    }
}

#[actions]
impl NoteViewSet {
    /// What a query of the application finds.
    #[action(detail = false, methods(get, post))]
    async fn own(&self, request: &Request) -> Result {
        let note = note::Entity::find_by_id(1).one(request.db()).await?;
        Response::json(&note.map(|note| note.title))
    }

    /// Writes although it is asked by GET.
    #[action(detail = true, methods(get))]
    async fn visit(&self, request: &Request, note: note::Model) -> Result {
        let read = note.title.clone();
        let mut note = note.into_active_model();
        note.title = Set("visited".into());
        note.update(request.primary().connection()).await?;
        Response::json(&read)
    }

    /// Deletes although it is asked by GET.
    #[action(detail = true, methods(get))]
    async fn discard(&self, request: &Request, note: note::Model) -> Result {
        self.perform_destroy(request, note).await?;
        Ok(Response::no_content())
    }

    /// Takes longer than anybody waits.
    #[action(detail = false, methods(post))]
    async fn slow(&self, _: &Request) -> Result {
        std::future::pending().await
    }
}

/// The tables, and a note that says which database this is.
async fn fill(database: &Database, name: &str) {
    database.create_table(shelf::Entity).await.expect("a table");
    database.create_table(note::Entity).await.expect("a table");
    add(database, "shelf (name)", &format!("'{name}'")).await;
    add(database, "note (title, shelf_id)", &format!("'{name}', 1")).await;
}

async fn add(database: &Database, columns: &str, values: &str) {
    let insert = format!("INSERT INTO {columns} VALUES ({values})");
    database.connection().execute_unprepared(&insert).await.expect("a row");
}

/// A database, and what it takes for its replica: nothing makes them alike, so that each answer
/// tells where its rows come from. The replica has a second shelf with a note on it.
async fn pair() -> [Database; 2] {
    let pair = [crate::support::database().await, crate::support::database().await];
    differ(&pair).await;
    pair
}

async fn differ([primary, replica]: &[Database; 2]) {
    fill(primary, "primary").await;
    fill(replica, "replica").await;
    add(replica, "shelf (name)", "'second'").await;
    add(replica, "note (title, shelf_id)", "'second', 2").await;
}

fn router() -> DefaultRouter {
    DefaultRouter::new().register("notes", NoteViewSet).register("shelves", ShelfViewSet)
}

fn serving([primary, replica]: &[Database; 2]) -> Client {
    // Clients of tests are one client, who has written: its reads are told apart elsewhere.
    let settings = Settings { read_your_writes: None, ..Settings::default() };
    let database = primary.clone().with_replica(replica.clone());
    Client::new(router().settings(settings).into_router(database))
}

/// The title of the first note, which is where it was read.
async fn read(client: &Client, headers: &[(&str, &str)]) -> String {
    let answer = client.send(Method::GET, "/notes/1/", headers, "").await;
    title(&answer)
}

#[track_caller]
fn title(answer: &Answer) -> String {
    answer.json()["title"].as_str().expect("a title").to_owned()
}

async fn titles(client: &Client) -> Vec<String> {
    let notes = client.get("/notes/").await.json();
    let notes = notes.as_array().expect("a list").iter();
    notes.map(|note| note["title"].as_str().expect("a title").to_owned()).collect()
}
