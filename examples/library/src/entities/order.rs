//! What customers of the library's shop ordered.

use sea_orm::{Set, entity::prelude::*};

use super::now;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "order")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(40))")]
    pub customer: String,
    pub placed: DateTimeUtc,
    #[sea_orm(has_many)]
    pub items: HasMany<super::order_item::Entity>,
}

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C: ConnectionTrait>(mut self, _: &C, _: bool) -> Result<Self, DbErr> {
        if self.placed.is_not_set() {
            self.placed = Set(now());
        }
        Ok(self)
    }
}
