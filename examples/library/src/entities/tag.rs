//! Words by which books and shelves are found.

use std::fmt;

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tag")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(30))")]
    pub name: String,
    #[sea_orm(has_many, via = "book_tag")]
    pub books: HasMany<super::book::Entity>,
    #[sea_orm(has_many, via = "shelf_tag")]
    pub shelves: HasMany<super::shelf::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
