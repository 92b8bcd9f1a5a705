//! Papers, known by a random key.

use sea_orm::{Set, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "String(StringLen::N(60))")]
    pub title: String,
    #[sea_orm(default_value = "draft")]
    pub status: Status,
    #[sea_orm(default_value = 1)]
    pub revision: i64,
}

/// How far a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, seaview::Field)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(5))")]
pub enum Status {
    #[sea_orm(string_value = "draft")]
    Draft,
    #[sea_orm(string_value = "final")]
    Final,
}

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C: ConnectionTrait>(mut self, _: &C, _: bool) -> Result<Self, DbErr> {
        if self.id.is_not_set() {
            self.id = Set(uuid::Uuid::new_v4());
        }
        Ok(self)
    }
}
