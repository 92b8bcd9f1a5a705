//! The cars of the book mobile service.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "car")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub make: String,
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub model: String,
    pub year: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(17))")]
    pub vin: String,
    #[sea_orm(column_type = "String(StringLen::N(30))", default_value = "")]
    pub color: String,
}

impl ActiveModelBehavior for ActiveModel {}
