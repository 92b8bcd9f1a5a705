//! Those who print the books.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publisher")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(80))")]
    pub name: String,
    #[sea_orm(unique, column_type = "String(StringLen::N(40))")]
    pub slug: String,
    #[sea_orm(column_type = "String(StringLen::N(2))", default_value = "")]
    pub country: String,
    pub founded: Option<i64>,
    #[sea_orm(has_many)]
    pub books: HasMany<super::book::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
