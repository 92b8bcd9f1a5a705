//! The languages that people may read in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "language")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(2))")]
    pub code: String,
    #[sea_orm(column_type = "String(StringLen::N(40))")]
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
