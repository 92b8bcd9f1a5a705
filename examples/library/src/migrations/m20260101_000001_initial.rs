//! All tables as they were first.

use sea_orm::{EntityTrait, Schema};
use sea_orm_migration::prelude::*;
use seaview::Database;

use crate::entities::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = Tables(manager);
        tables.create(countries::country::Entity).await?;
        tables.create(user::Entity).await?;
        tables.create(author::Entity).await?;
        tables.create(publisher::Entity).await?;
        tables.create(tag::Entity).await?;
        tables.create(language::Entity).await?;
        tables.create(book::Entity).await?;
        tables.create(book_tag::Entity).await?;
        tables.create(review::Entity).await?;
        tables.create(event::Entity).await?;
        tables.create(guest::Entity).await?;
        tables.create(car::Entity).await?;
        tables.create(sample::Entity).await?;
        tables.create(strict::Entity).await?;
        tables.create(strict_tag::Entity).await?;
        tables.create(document::Entity).await?;
        tables.create(shelf::Entity).await?;
        tables.create(shelf_tag::Entity).await?;
        tables.create(member::Entity).await?;
        tables.create(note::Entity).await?;
        tables.create(order::Entity).await?;
        tables.create(order_item::Entity).await?;
        tables.create(reading::Entity).await
    }
}

struct Tables<'a>(&'a SchemaManager<'a>);

impl Tables<'_> {
    /// The table of an entity, after those that it refers to, and its indexes.
    async fn create<E: EntityTrait>(&self, entity: E) -> Result<(), DbErr> {
        let Self(manager) = self;
        let backend = manager.get_database_backend();
        manager.create_table(Database::create_table_from_entity(entity, backend)).await?;
        for index in Schema::new(backend).create_index_from_entity(entity) {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
