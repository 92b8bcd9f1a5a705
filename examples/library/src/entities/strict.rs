//! One required column of every kind.

use sea_orm::entity::prelude::*;

use super::sample::Size;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "strict")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(10))")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    #[sea_orm(column_type = "String(StringLen::N(254))")]
    pub email: String,
    pub count: i64,
    pub ratio: f64,
    #[sea_orm(column_type = "Decimal(Some((6, 2)))")]
    pub amount: Decimal,
    pub active: bool,
    pub day: Date,
    pub moment: DateTimeUtc,
    pub size: Size,
    pub payload: Json,
    pub token: Uuid,
    #[sea_orm(indexed)]
    pub tag_id: i64,
    #[sea_orm(belongs_to, from = "tag_id", to = "id", on_delete = "Cascade")]
    pub tag: BelongsTo<super::tag::Entity>,
    #[sea_orm(has_many, relation_enum = "Tags", via = "strict_tag")]
    pub tags: HasMany<super::tag::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// All tags of a row, beside the one that it has to have.
pub struct StrictToTags;

impl Linked for StrictToTags {
    type FromEntity = Entity;
    type ToEntity = super::tag::Entity;

    fn link(&self) -> Vec<RelationDef> {
        vec![
            super::strict_tag::Relation::Strict.def().rev(),
            super::strict_tag::Relation::Tag.def(),
        ]
    }
}
