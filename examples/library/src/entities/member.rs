//! Those who borrow books.

use sea_orm::{Set, entity::prelude::*};

use super::now;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(20))")]
    pub username: String,
    #[sea_orm(column_type = "String(StringLen::N(40))")]
    pub password: String,
    #[sea_orm(column_type = "String(StringLen::N(254))", default_value = "")]
    pub email: String,
    #[sea_orm(column_type = "String(StringLen::N(20))", default_value = "")]
    pub nickname: String,
    #[sea_orm(column_type = "String(StringLen::N(20))", default_value = "web")]
    pub referrer: String,
    #[sea_orm(default_value = true)]
    pub is_active: bool,
    pub joined: DateTimeUtc,
}

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C: ConnectionTrait>(mut self, _: &C, _: bool) -> Result<Self, DbErr> {
        if self.joined.is_not_set() {
            self.joined = Set(now());
        }
        Ok(self)
    }
}
