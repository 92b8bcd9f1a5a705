//! Which strict row has which tags.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "strict_tag")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub strict_id: i64,
    #[sea_orm(primary_key, auto_increment = false, indexed)]
    pub tag_id: i64,
    #[sea_orm(belongs_to, from = "strict_id", to = "id", on_delete = "Cascade")]
    pub strict: BelongsTo<super::strict::Entity>,
    #[sea_orm(belongs_to, from = "tag_id", to = "id", on_delete = "Cascade")]
    pub tag: BelongsTo<super::tag::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
