//! Which shelf has which tags.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shelf_tag")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub shelf_id: i64,
    #[sea_orm(primary_key, auto_increment = false, indexed)]
    pub tag_id: i64,
    #[sea_orm(belongs_to, from = "shelf_id", to = "id", on_delete = "Cascade")]
    pub shelf: BelongsTo<super::shelf::Entity>,
    #[sea_orm(belongs_to, from = "tag_id", to = "id", on_delete = "Cascade")]
    pub tag: BelongsTo<super::tag::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
