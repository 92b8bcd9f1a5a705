//! Those who wrote the books.

use std::fmt;

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "author")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub name: String,
    #[sea_orm(unique, column_type = "String(StringLen::N(254))")]
    pub email: String,
    pub born: Option<Date>,
    #[sea_orm(column_type = "Text", default_value = "")]
    pub bio: String,
    #[sea_orm(column_type = "String(StringLen::N(200))", default_value = "")]
    pub website: String,
    #[sea_orm(has_many)]
    pub books: HasMany<super::book::Entity>,
    #[sea_orm(has_many)]
    pub shelves: HasMany<super::shelf::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
