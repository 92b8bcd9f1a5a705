//! What the sensors of the building measured.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reading")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(10))")]
    pub sensor: String,
    pub value: f64,
    pub taken_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
