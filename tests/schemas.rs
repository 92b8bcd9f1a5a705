//! Tables in a schema of their own.

use sea_orm::{ConnectionTrait, DbBackend};
use seaview::prelude::*;

use crate::support::Client;

mod book {
    use sea_orm::entity::prelude::*;

    /// SQLite calls the schema of its file `main`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(schema_name = "main", table_name = "book")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique, column_type = "String(StringLen::N(20))")]
        pub isbn: String,
        pub title: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = book::Model, search_fields(title), ordering_fields(title))]
struct BookViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = book::Model, entity_hooks = false)]
struct UnreadViewSet;

#[tokio::test]
async fn rows_are_found_and_written_there() {
    let database = crate::support::database().await;
    match database.backend() {
        // A schema is a database there, and a test has one.
        DbBackend::MySql => return,
        DbBackend::Postgres => {
            // All tests are in one database, where an earlier run may have left it.
            let anew = "CREATE SCHEMA IF NOT EXISTS main; DROP TABLE IF EXISTS main.book";
            database.connection().execute_unprepared(anew).await.expect("a schema");
        }
        _ => {}
    }
    database.create_table(book::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("books", BookViewSet).register_with_basename(
        "unread",
        UnreadViewSet,
        "unread",
    );
    let router = router.into_router(database);
    let client = Client::new(router);
    for (path, id, isbn) in [("books", 1, "1-2"), ("unread", 2, "3-4")] {
        let book = |title: &str| format!(r#"{{"id":{id},"isbn":"{isbn}","title":"{title}"}}"#);
        client.post(&format!("/{path}/"), book("Sea")).await.assert(201, &book("Sea"));
        let taken = r#"{"isbn":["book with this isbn already exists."]}"#;
        client.post(&format!("/{path}/"), book("View")).await.assert(400, taken);
        let one = format!("/{path}/{id}/");
        client.patch(&one, r#"{"title":"View"}"#).await.assert(200, &book("View"));
        client.patch(&one, book("Sea")).await.assert(200, &book("Sea"));
        client.get(&one).await.assert(200, &book("Sea"));
        let found = format!("/books/?search=sea&ordering=title&title={id}");
        assert!(client.get(&found).await.text().contains(isbn));
        assert_eq!(client.delete(&one).await.status, 204);
        assert_eq!(client.get(&one).await.status, 404);
    }
}
