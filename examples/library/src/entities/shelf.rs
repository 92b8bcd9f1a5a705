//! Where the books stand.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shelf")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(20))")]
    pub label: String,
    #[sea_orm(indexed)]
    pub curator_id: Option<i64>,
    #[sea_orm(belongs_to, from = "curator_id", to = "id", on_delete = "SetNull")]
    pub curator: BelongsTo<Option<super::author::Entity>>,
    #[sea_orm(has_many, via = "shelf_tag")]
    pub tags: HasMany<super::tag::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
