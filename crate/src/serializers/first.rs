//! The one row that a queryset is narrowed to.

use sea_orm::Statement;

use super::{
    Entity, SerializerClass,
    entity::read_model,
    load::{Columns, Record},
    table::Table,
};
use crate::{Json, Request, Result, database::Row};

impl<E: Entity> SerializerClass<E> {
    /// The model of a row that has all columns.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if a column holds no value of its type.
    pub(crate) fn read(&self, row: &Row) -> Result<E::Model> {
        let kinds = self.table.entity.kinds.as_deref().unwrap_or_default();
        Ok(read_model::<E>(row, kinds)?)
    }
}

impl Table {
    /// The first row of a statement that reads all columns.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the query fails.
    pub(crate) async fn first(
        &self,
        statement: Statement,
        request: &Request,
    ) -> Result<Option<Row>> {
        let (database, entity) = (request.database(), &self.entity);
        match entity.kinds.is_some() && entity.is_read_by(&statement) {
            true => database.first(statement).await,
            false => database.first_by_sea_orm(statement).await,
        }
    }

    /// The first row of a statement as JSON, without its model.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if a query fails.
    pub(crate) async fn first_shown(
        &self,
        statement: &Statement,
        request: &Request,
    ) -> Result<First> {
        // What is wrong with the fields that were asked for is told if there is a row.
        let Ok(plan) = self.planned(request) else { return Ok(First::NeedsModel) };
        let database = plan.database(request);
        if plan.level.model || !self.entity.is_read_by(statement) {
            return Ok(First::NeedsModel);
        }
        if let Some(flat) = &plan.flat_whole
            && let Some(object) = database.flat_one(statement, flat).await
        {
            return Ok(match object.is_empty() {
                true => First::Missing,
                false => First::Shown(Json::from_bytes(object)),
            });
        }
        let Some(row) = database.first(statement.clone()).await? else {
            return Ok(First::Missing);
        };
        if let Some(object) = plan.flat_whole.as_ref().and_then(|flat| flat.object(&row)) {
            return Ok(First::Shown(Json::from_bytes(object)));
        }
        let record = Record { columns: Columns::Whole { row, sent: Vec::new() }, model: None };
        let loaded = plan.level.load(vec![record], &database, request).await?;
        plan.write_one(&loaded, request).map(First::Shown)
    }
}

/// What came of a row that was to be shown without its model.
pub(crate) enum First {
    Shown(Json),
    Missing,
    /// Its model is needed.
    NeedsModel,
}
