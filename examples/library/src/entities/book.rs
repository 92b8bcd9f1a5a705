//! The books themselves.

use std::fmt;

use sea_orm::{Set, entity::prelude::*};

use super::now;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "book")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub uuid: Uuid,
    #[sea_orm(column_type = "String(StringLen::N(120))", unique_key = "title_author")]
    pub title: String,
    #[sea_orm(unique, column_type = "String(StringLen::N(13))")]
    pub isbn: String,
    pub pages: i64,
    #[sea_orm(column_type = "Decimal(Some((8, 2)))")]
    pub price: Decimal,
    pub rating: Option<f64>,
    pub published: Date,
    pub published_at: Option<DateTimeUtc>,
    #[sea_orm(default_value = true)]
    pub in_print: bool,
    pub binding: Binding,
    #[sea_orm(default_value = "en")]
    pub language: Language,
    pub metadata: Option<Json>,
    #[sea_orm(indexed, unique_key = "title_author")]
    pub author_id: i64,
    #[sea_orm(indexed)]
    pub publisher_id: Option<i64>,
    pub created: DateTimeUtc,
    #[sea_orm(belongs_to, from = "author_id", to = "id", on_delete = "Cascade")]
    pub author: BelongsTo<super::author::Entity>,
    #[sea_orm(belongs_to, from = "publisher_id", to = "id", on_delete = "SetNull")]
    pub publisher: BelongsTo<Option<super::publisher::Entity>>,
    #[sea_orm(has_many, via = "book_tag")]
    pub tags: HasMany<super::tag::Entity>,
    #[sea_orm(has_many)]
    pub reviews: HasMany<super::review::Entity>,
}

/// How a book is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, seaview::Field)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(9))")]
pub enum Binding {
    #[sea_orm(string_value = "hardcover")]
    Hardcover,
    #[sea_orm(string_value = "paperback")]
    Paperback,
    #[sea_orm(string_value = "ebook")]
    #[field(label = "E-book")]
    Ebook,
}

/// What a book is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, seaview::Field)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(2))")]
pub enum Language {
    #[sea_orm(string_value = "en")]
    English,
    #[sea_orm(string_value = "fr")]
    French,
    #[sea_orm(string_value = "de")]
    German,
    #[sea_orm(string_value = "th")]
    Thai,
}

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C: ConnectionTrait>(mut self, _: &C, _: bool) -> Result<Self, DbErr> {
        if self.uuid.is_not_set() {
            self.uuid = Set(uuid::Uuid::new_v4());
        }
        if self.created.is_not_set() {
            self.created = Set(now());
        }
        Ok(self)
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.title, self.isbn)
    }
}
