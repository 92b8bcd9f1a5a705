//! What can be allowed: Django's `auth.Permission`.

use std::fmt;

use sea_orm::entity::prelude::*;

use crate::{Error, Result};

/// A permission on a table. Django has a content type where this has the table's name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "auth_permission")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// For people: `Can add country`.
    #[sea_orm(column_type = "String(StringLen::N(255))")]
    pub name: String,
    /// The table it is about: `countries_country`.
    #[sea_orm(unique_key = "table_codename", column_type = "String(StringLen::N(100))")]
    pub table_name: String,
    /// What may be done: `add_country`.
    #[sea_orm(unique_key = "table_codename", column_type = "String(StringLen::N(100))")]
    pub codename: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The permission of this name, `countries_country.add_country`.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is none.
    pub async fn find(db: &impl ConnectionTrait, permission: &str) -> Result<Self> {
        let (table, codename) = permission.split_once('.').unwrap_or_default();
        let query = Entity::find()
            .filter(Column::TableName.eq(table))
            .filter(Column::Codename.eq(codename));
        let missing = || {
            Error::internal(format!(
                "there is no permission `{permission}`; insert it with `ModelPermissions`"
            ))
        };
        query.one(db).await?.ok_or_else(missing)
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table_name, self.codename)
    }
}
