//! Users who hold the same permissions: Django's `auth.Group`.

use std::fmt;

use sea_orm::{Set, entity::prelude::*};

use super::{group_permission, permission};
use crate::Result;

/// A group.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "auth_group")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What it is called.
    #[sea_orm(unique, column_type = "String(StringLen::N(150))")]
    pub name: String,
    /// Who is in it.
    #[sea_orm(has_many, via = "user_group")]
    pub users: HasMany<super::user::Entity>,
    /// What its users may do.
    #[sea_orm(has_many, via = "group_permission")]
    pub permissions: HasMany<super::permission::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Inserts a group.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the insert fails.
    pub async fn create(db: &impl ConnectionTrait, name: &str) -> Result<Self> {
        let group = ActiveModel { name: Set(name.to_owned()), ..Default::default() };
        Ok(group.insert(db).await?)
    }

    /// Lets the users of the group hold a permission such as `country.add_country`.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if there is no such permission.
    pub async fn grant(&self, db: &impl ConnectionTrait, permission: &str) -> Result<()> {
        let permission_id = permission::Model::find(db, permission).await?.id;
        let row = group_permission::ActiveModel {
            group_id: Set(self.id),
            permission_id: Set(permission_id),
        };
        group_permission::Entity::insert(row).exec_without_returning(db).await?;
        Ok(())
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
