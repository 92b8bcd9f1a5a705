//! Rows written by the engine itself, in one statement each.
//!
//! These are the bodies of SeaORM's `insert`, `update` and `delete` with the statement in the
//! engine's hands. The hooks of the entity's `ActiveModelBehavior` get SeaORM's connection, as ever;
//! when `after_save` runs, the row is committed.

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, DatabaseExecutor, DbBackend, DbErr, IntoActiveModel,
    Iterable, QueryTrait, StatementBuilder, Value,
    sea_query::{Expr, ExprTrait, InsertStatement, Query, ReturningClause, UpdateStatement},
};

use super::{
    Entity, ModelSerializer,
    entity::{EntityFacts, read_model},
    validated::{Model, Validated, as_sent, sent},
};
use crate::{
    Result,
    database::{Database, Row},
};

impl<S: ModelSerializer> Validated<S> {
    /// Inserts the row; what is nested in it needs a transaction, which is SeaORM's.
    pub(crate) async fn insert_into(self, database: &Database) -> Result<Model<S>> {
        self.save_by_engine(database, true).await
    }

    /// Updates the row likewise.
    pub(crate) async fn update_in(self, database: &Database) -> Result<Model<S>> {
        self.save_by_engine(database, false).await
    }

    async fn save_by_engine(self, database: &Database, new: bool) -> Result<Model<S>> {
        let facts = &S::table().entity;
        // Rows of SeaORM's connection are read without knowing the kinds of their columns.
        let readable = !database.is_direct() || facts.kinds.is_some();
        let returning = database.backend() == DbBackend::Sqlite || database.is_direct();
        if !readable || !returning || !self.pending.is_empty() {
            return self.save(database.connection().into(), new).await;
        }
        let sent = sent::<S>(&self.active);
        let model = save::<S::Entity>(self.active, facts, database, new).await?;
        Ok(as_sent::<S>(model, sent))
    }
}

async fn save<E: Entity>(
    active: E::ActiveModel,
    facts: &EntityFacts,
    database: &Database,
    new: bool,
) -> Result<E::Model> {
    let db = DatabaseExecutor::from(database.connection());
    let active = E::ActiveModel::before_save(active, &db, new).await?;
    let row = match new {
        true => facts.insert(E::insert(active).into_query(), database).await?,
        false => {
            let key = facts.primary_key.iter().filter_map(|place| E::Column::iter().nth(*place));
            let key = key.filter_map(|column| active.get(column).into_value()).collect();
            let update = E::update(active).validate()?.into_query();
            facts.update(update, key, database).await?
        }
    };
    let model = read_model::<E>(&row, facts.kinds.as_deref().unwrap_or_default())?;
    Ok(E::ActiveModel::after_save(model, &db, new).await?)
}

/// Deletes a row.
pub(crate) async fn delete<E: Entity>(model: E::Model, database: &Database) -> Result<()> {
    let db = DatabaseExecutor::from(database.connection());
    let active = E::ActiveModel::before_delete(model.into_active_model(), &db).await?;
    let deleted = active.clone();
    database.execute(&E::delete(active).validate()?.into_query()).await?;
    E::ActiveModel::after_delete(deleted, &db).await?;
    Ok(())
}

impl EntityFacts {
    async fn insert(&self, mut insert: InsertStatement, database: &Database) -> Result<Row> {
        insert.returning(self.returning());
        let gone = || DbErr::RecordNotFound("Failed to find inserted item".to_owned());
        write(&insert, database, gone).await
    }

    async fn update(
        &self,
        mut update: UpdateStatement,
        key: Vec<Value>,
        database: &Database,
    ) -> Result<Row> {
        if update.get_values().is_empty() {
            let mut row = self.find.clone();
            for (place, value) in self.primary_key.iter().zip(key) {
                row.and_where(Expr::col(self.columns[*place].reference.clone()).eq(value));
            }
            let gone = || DbErr::RecordNotFound("Failed to find updated item".to_owned());
            return Ok(database.one(&row).await?.ok_or_else(gone)?);
        }
        update.returning(self.returning());
        write(&update, database, || DbErr::RecordNotUpdated).await
    }

    fn returning(&self) -> ReturningClause {
        Query::returning().exprs(self.columns.iter().map(|column| column.returning.clone()))
    }
}

async fn write(
    statement: &impl StatementBuilder,
    database: &Database,
    gone: impl Fn() -> DbErr,
) -> Result<Row> {
    let statement = database.backend().build(statement);
    Ok(database.write(statement).await?.into_iter().next().ok_or_else(gone)?)
}
