//! The one row that a queryset is narrowed to.

use sea_orm::{QueryTrait, Select, Statement};

use super::{
    Entity, SerializerClass,
    entity::read_model,
    load::{Columns, Record},
    table::Table,
};
use crate::{Json, Request, Result};

impl<E: Entity> SerializerClass<E> {
    /// The first row of a queryset.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the query fails.
    pub(crate) async fn first(
        &self,
        queryset: Select<E>,
        request: &Request,
    ) -> Result<Option<E::Model>> {
        let (database, entity) = (request.database(), &self.table.entity);
        if let Some(kinds) = entity.kinds.as_ref().filter(|_| database.is_direct()) {
            let statement = database.backend().build(queryset.as_query());
            if entity.is_read_by(&statement) {
                let rows = database.run(statement).await?;
                return Ok(rows.first().map(|row| read_model::<E>(row, kinds)).transpose()?);
            }
        }
        // No LIMIT: SQLite prepares a statement anew whenever a bound one changes.
        Ok(queryset.all(request.db()).await?.into_iter().next())
    }

    /// The JSON object of the first row of a queryset, if it can be shown without its model; `None`
    /// also if there is no row.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the query fails.
    pub(crate) async fn first_shown(
        &self,
        queryset: &Select<E>,
        request: &Request,
    ) -> Result<Option<Json>> {
        let statement = request.database().backend().build(queryset.as_query());
        self.table.first_shown(statement, request).await
    }
}

impl Table {
    async fn first_shown(&self, statement: Statement, request: &Request) -> Result<Option<Json>> {
        let plan = self.planned(request)?;
        let database = plan.database(request);
        let readable = database.is_direct() && self.entity.is_read_by(&statement);
        if !readable || plan.level.model {
            return Ok(None);
        }
        let rows = database.run(statement).await?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let record = Record { columns: Columns::Whole(row), model: None };
        let loaded = plan.level.load(vec![record], &database, request).await?;
        plan.write_one(&loaded, request).map(Some)
    }
}
