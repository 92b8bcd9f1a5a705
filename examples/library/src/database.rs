//! The database, with its tables and first rows.

use sea_orm_migration::MigratorTrait;
use seaview::{Database, fixtures::Fixtures};

use crate::{entities::*, migrations::Migrator};

/// Opens the database of a URL and migrates it. A fresh one gets the fixtures; one that is there
/// keeps what it holds.
pub async fn open(url: &str) -> anyhow::Result<Database> {
    let database = Database::connect(url).await?;
    let db = database.connection();
    let fresh = Migrator::get_applied_migrations(db).await?.is_empty();
    Migrator::up(db, None).await?;
    if fresh {
        fixtures().load(db, include_str!("../fixtures/library.json")).await?;
    }
    Ok(database)
}

fn fixtures() -> Fixtures {
    Fixtures::new()
        .entity("countries.country", countries::country::Entity)
        .entity("library.user", user::Entity)
        .entity("library.author", author::Entity)
        .entity("library.publisher", publisher::Entity)
        .entity("library.tag", tag::Entity)
        .entity("library.language", language::Entity)
        .entity("library.book", book::Entity)
        .many_to_many("tags", book_tag::Column::BookId, book_tag::Column::TagId)
        .entity("library.review", review::Entity)
        .entity("library.event", event::Entity)
        .entity("library.guest", guest::Entity)
        .entity("library.car", car::Entity)
        .entity("library.document", document::Entity)
        .entity("library.shelf", shelf::Entity)
        .many_to_many("tags", shelf_tag::Column::ShelfId, shelf_tag::Column::TagId)
        .entity("library.member", member::Entity)
        .entity("library.note", note::Entity)
        .entity("library.order", order::Entity)
        .entity("library.order_item", order_item::Entity)
        .entity("library.reading", reading::Entity)
}
