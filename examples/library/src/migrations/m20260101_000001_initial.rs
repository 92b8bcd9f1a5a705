//! All tables as they were first.

use sea_orm::Schema;
use sea_orm_migration::prelude::*;

use crate::entities::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Schema::new(manager.get_database_backend())
            .builder()
            .register(countries::country::Entity)
            .register(user::Entity)
            .register(author::Entity)
            .register(publisher::Entity)
            .register(tag::Entity)
            .register(language::Entity)
            .register(book::Entity)
            .register(book_tag::Entity)
            .register(review::Entity)
            .register(event::Entity)
            .register(guest::Entity)
            .register(car::Entity)
            .register(sample::Entity)
            .register(strict::Entity)
            .register(strict_tag::Entity)
            .register(document::Entity)
            .register(shelf::Entity)
            .register(shelf_tag::Entity)
            .register(member::Entity)
            .register(note::Entity)
            .register(order::Entity)
            .register(order_item::Entity)
            .register(reading::Entity)
            .apply(manager.get_connection())
            .await
    }
}
