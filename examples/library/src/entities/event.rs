//! What goes on in the library.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(80))")]
    pub name: String,
    #[sea_orm(column_type = "String(StringLen::N(60))", default_value = "")]
    pub city: String,
    pub starts_at: DateTimeUtc,
    #[sea_orm(default_value = 100)]
    pub capacity: i64,
    #[sea_orm(has_many)]
    pub guests: HasMany<super::guest::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
