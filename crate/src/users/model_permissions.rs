//! The permissions of tables: what Django's `migrate` inserts.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, EntityTrait, Set};

use super::permission;
use crate::{
    Result,
    serializers::{Entity, EntityFacts},
};

/// The permissions `view`, `add`, `change` and `delete` of entities, and others that are stated.
///
/// ```no_run
/// # async fn run(database: seaview::Database) -> seaview::Result<()> {
/// # mod country {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
/// #     #[sea_orm(table_name = "countries_country")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub name: String }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// use seaview::users::ModelPermissions;
///
/// ModelPermissions::new()
///     .entity(country::Entity)
///     .permission(country::Entity, "annex")
///     .create(database.connection())
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default)]
pub struct ModelPermissions {
    /// Table, codename and name for people.
    rows: Vec<(String, String, String)>,
}

impl ModelPermissions {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The four of an entity: `countries_country.view_country` and so on.
    pub fn entity<E: Entity>(self, entity: E) -> Self {
        ["add", "change", "delete", "view"]
            .into_iter()
            .fold(self, |rows, verb| rows.permission(entity, verb))
    }

    /// One more of an entity: `countries_country.annex_country`.
    pub fn permission<E: Entity>(mut self, _: E, verb: &str) -> Self {
        let full = EntityFacts::of::<E>().permission(verb);
        if let Some((table, codename)) = full.split_once('.') {
            let name = format!("Can {}", codename.replace('_', " "));
            self.rows.push((table.to_owned(), codename.to_owned(), name));
        }
        self
    }

    /// Inserts those that are not there, and says how many.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if a statement fails.
    pub async fn create(self, db: &impl ConnectionTrait) -> Result<usize> {
        let known = permission::Entity::find().all(db).await?;
        let mut known: HashSet<_> =
            known.into_iter().map(|row| (row.table_name, row.codename)).collect();
        let rows = self.rows.into_iter();
        let new = rows.filter(|(table, code, _)| known.insert((table.clone(), code.clone())));
        let new = new.map(|(table_name, codename, name)| permission::ActiveModel {
            name: Set(name),
            table_name: Set(table_name),
            codename: Set(codename),
            ..Default::default()
        });
        let new: Vec<_> = new.collect();
        let count = new.len();
        if count > 0 {
            permission::Entity::insert_many(new).exec_without_returning(db).await?;
        }
        Ok(count)
    }
}
