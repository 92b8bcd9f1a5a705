//! What users think of books.

use sea_orm::{Set, entity::prelude::*};

use super::now;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(indexed)]
    pub book_id: i64,
    #[sea_orm(indexed)]
    pub owner_id: i64,
    pub stars: i64,
    #[sea_orm(column_type = "Text", default_value = "")]
    pub text: String,
    #[sea_orm(default_value = 0)]
    pub likes: i64,
    pub created: DateTimeUtc,
    #[sea_orm(belongs_to, from = "book_id", to = "id", on_delete = "Cascade")]
    pub book: BelongsTo<super::book::Entity>,
    #[sea_orm(belongs_to, from = "owner_id", to = "id", on_delete = "Cascade")]
    pub owner: BelongsTo<super::user::Entity>,
}

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C: ConnectionTrait>(mut self, _: &C, _: bool) -> Result<Self, DbErr> {
        if self.created.is_not_set() {
            self.created = Set(now());
        }
        Ok(self)
    }
}
