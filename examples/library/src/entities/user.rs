//! Those who log in.

use sea_orm::entity::prelude::*;
use seaview::User;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(150))")]
    pub username: String,
    #[sea_orm(column_type = "String(StringLen::N(128))")]
    pub password: String,
    #[sea_orm(default_value = false)]
    pub is_staff: bool,
    #[sea_orm(default_value = true)]
    pub is_active: bool,
    #[sea_orm(unique, column_type = "String(StringLen::N(40))")]
    pub token: Option<String>,
    #[sea_orm(has_many)]
    pub notes: HasMany<super::note::Entity>,
    #[sea_orm(has_many)]
    pub reviews: HasMany<super::review::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl User for Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn username(&self) -> &str {
        &self.username
    }

    fn is_staff(&self) -> bool {
        self.is_staff
    }

    fn is_active(&self) -> bool {
        self.is_active
    }
}
