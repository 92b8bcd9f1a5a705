//! Rows that are written and shown without being read first: one statement each.
//!
//! By hand the shortest PATCH is `UPDATE … RETURNING`. SeaORM's way, and Django's, is to read the
//! row, change it and write it, which costs a statement more and a model. It is needed where
//! somebody looks at the model: a hook, a permission, a check of several columns together. Where
//! nobody does, these are the writes; nothing here is compiled for an entity.

use sea_orm::{
    DbBackend, DbErr, Statement, Value,
    sea_query::{Alias, Expr, ExprTrait, Query, ReturningClause, SelectStatement, SimpleExpr},
};

use super::{
    draft::Target,
    entity::EntityFacts,
    field::Source,
    load::{Columns, Record},
    plan::Plan,
    table::Table,
    texts::Verb,
};
use crate::{Json, Request, Result, database::Row};

/// The row that an update or a deletion is for.
pub(crate) struct Unread<'a> {
    /// True for that row alone.
    pub(crate) own: SimpleExpr,
    /// The column in that condition, by its place, and the value.
    pub(crate) named_by: (usize, Value),
    /// The rows among which it must be, if these are not all.
    pub(crate) among: Option<&'a SelectStatement>,
}

impl Table {
    /// `true` if a row can be written without being read: nothing is asked of its other columns,
    /// nothing is written beside it, and the database returns what it wrote.
    pub(crate) fn is_written_unread(&self, request: &Request) -> bool {
        let alone = |field: &super::TableField| match &field.source {
            Source::Related(related) => !related.many,
            _ => !field.schema.file,
        };
        request.primary().backend() != DbBackend::MySql
            && self.entity.primary_key.len() == 1
            && self.unique_together.is_empty()
            && self.fields.iter().filter(|field| field.is_writable()).all(alone)
            && self.planned(request).is_ok_and(|plan| !plan.level.model)
    }

    /// Checks the data of the request, inserts a row and shows it.
    ///
    /// # Errors
    /// Those of validation, and of the database.
    pub(crate) async fn insert_unread(&self, request: &Request) -> Result<Json> {
        let write = self.write_of(Target::New, false, request).await?;
        let plan = self.planned(request)?;
        let database = plan.way(request.primary());
        let rows = database.write(write.insert(database.backend())).await?;
        let shown = self.show_written(rows, &write, &plan, request).await?;
        Ok(shown.ok_or(DbErr::RecordNotInserted)?)
    }

    /// Checks what the data of the request make of a row.
    ///
    /// # Errors
    /// Those of validation; also if the row is not there.
    pub(crate) async fn check_unread(
        &self,
        row: &Unread<'_>,
        partial: bool,
        request: &Request,
    ) -> Result<Write<'_>> {
        self.write_of(Target::Unread(&row.own), partial, request).await
    }

    /// Updates a row and shows it; `None` if it is not there.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn update_unread(
        &self,
        row: Unread<'_>,
        write: Write<'_>,
        request: &Request,
    ) -> Result<Option<Json>> {
        let plan = self.planned(request)?;
        let database = plan.way(request.primary());
        let rows = match write.columns.is_empty() {
            true => database.all(self.entity.find.clone().and_where(self.entity.is(row))).await?,
            false => database.write(write.update(row, database.backend())).await?,
        };
        self.show_written(rows, &write, &plan, request).await
    }

    /// Deletes a row; `false` if it is not there.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn delete_unread(&self, row: Unread<'_>, request: &Request) -> Result<bool> {
        let mut delete = Query::delete();
        delete.from_table(self.entity.table.clone()).and_where(self.entity.is(row));
        Ok(request.primary().execute(&delete).await? > 0)
    }

    /// What the data of the request make of the columns.
    async fn write_of(
        &self,
        target: Target<'_>,
        partial: bool,
        request: &Request,
    ) -> Result<Write<'_>> {
        let read = self.read(target, partial, request).await?;
        let sorted = self.sort(read, target.is_new());
        debug_assert!(sorted.pending.is_empty(), "rows beside this one are written after it");
        let columns = sorted.columns.into_iter().enumerate();
        let columns = columns.filter_map(|(place, value)| Some((place, value?))).collect();
        Ok(Write { entity: &self.entity, columns })
    }

    async fn show_written(
        &self,
        rows: Vec<Row>,
        write: &Write<'_>,
        plan: &Plan,
        request: &Request,
    ) -> Result<Option<Json>> {
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        if let Some(object) = plan.flat_whole.as_ref().and_then(|flat| flat.object(&row)) {
            return Ok(Some(Json::from_bytes(object)));
        }
        let written = write.columns.iter().map(|(place, value)| (*place, value));
        let columns = Columns::Whole { row, sent: self.entity.zeros(written) };
        let record = Record { columns, model: None };
        let loaded = plan.level.load(vec![record], &plan.way(request.primary()), request).await?;
        plan.write_one(&loaded, request).map(Some)
    }
}

/// What a statement writes.
pub(crate) struct Write<'a> {
    entity: &'a EntityFacts,
    columns: Vec<(usize, Value)>,
}

impl Write<'_> {
    fn places(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().map(|(place, _)| *place)
    }

    fn values(&self) -> impl Iterator<Item = Value> {
        self.columns.iter().map(|(_, value)| value.clone())
    }

    fn insert(&self, backend: DbBackend) -> Statement {
        let values = self.values().collect();
        let build = || self.build_insert(backend);
        self.entity.texts.statement(Verb::Insert, self.places(), backend, values, build)
    }

    fn update(&self, row: Unread<'_>, backend: DbBackend) -> Statement {
        if row.among.is_some() {
            return self.build_update(row, backend);
        }
        let (place, value) = row.named_by.clone();
        let values = self.values().chain([value]).collect();
        let build = || self.build_update(row, backend);
        self.entity.texts.statement(Verb::UpdateBy(place), self.places(), backend, values, build)
    }

    fn build_insert(&self, backend: DbBackend) -> Statement {
        let mut insert = Query::insert();
        insert.into_table(self.entity.table.clone()).or_default_values();
        let columns = self.columns.iter().map(|(place, value)| {
            let column = &self.entity.columns[*place];
            (column.reference.1.clone(), column.saved(value.clone()))
        });
        let (columns, values): (Vec<_>, Vec<_>) = columns.unzip();
        insert.columns(columns).values_panic(values).returning(self.entity.returning());
        backend.build(&insert)
    }

    fn build_update(&self, row: Unread<'_>, backend: DbBackend) -> Statement {
        let mut update = Query::update();
        update.table(self.entity.table.clone()).returning(self.entity.returning());
        for (place, value) in &self.columns {
            let column = &self.entity.columns[*place];
            update.value(column.reference.1.clone(), column.saved(value.clone()));
        }
        backend.build(update.and_where(self.entity.is(row)))
    }
}

impl EntityFacts {
    pub(super) fn returning(&self) -> ReturningClause {
        Query::returning().exprs(self.columns.iter().map(|column| column.returning.clone()))
    }

    /// True for one row, if it is among those where it must be.
    fn is(&self, Unread { own, among, .. }: Unread<'_>) -> SimpleExpr {
        let key = self.primary_key.first().and_then(|place| self.columns.get(*place));
        let (Some(rows), Some(key)) = (among, key) else { return own };
        let (name, key) = (Alias::new("seaview_key"), Expr::col(key.reference.clone()));
        // What the queryset selects stays: its conditions may name it.
        let mut rows = rows.clone();
        rows.clear_order_by().expr_as(key.clone(), name.clone()).and_where(own.clone());
        let mut keys = Query::select();
        keys.column(name).from_subquery(rows, Alias::new("seaview_rows"));
        own.and(key.in_subquery(keys))
    }
}
