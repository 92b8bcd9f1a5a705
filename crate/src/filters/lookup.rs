//! `/countries/1/`: the column by which a URL names one row.

use std::{borrow::Cow, sync::OnceLock};

use sea_orm::{
    DbBackend, EntityTrait, Statement, Value,
    sea_query::{Expr, SelectStatement, SimpleExpr},
};

use crate::{
    Error, Request, Result,
    database::is,
    fields::{ColumnField, FieldOptions, Input, Kind, int},
    serializers::{ColumnFacts, EntityFacts, ModelColumn, ModelSerializer, Table},
};

/// A viewset's `lookup_field`: a column and the type of its values.
#[derive(Clone)]
pub struct Lookup {
    column: ColumnFacts,
    kind: &'static Kind,
    url_kwarg: Cow<'static, str>,
    /// The statement of one row among all of the table.
    of_all: OnceLock<(DbBackend, String)>,
}

impl Lookup {
    /// By a column; the captured value is called by the column's name.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn by<E: EntityTrait, T: ColumnField>(
        name: &'static str,
        column: ModelColumn<E, T>,
    ) -> Self {
        Self::new(column.facts(), Kind::of::<T>(), name)
    }

    /// By the primary key; the captured value is called `pk`. `None` for a key of several columns
    /// and for one that is no field of the serializer and not counted up by the database.
    pub fn primary_key<S: ModelSerializer>() -> Option<Self> {
        Self::key_of(ColumnFacts::primary_key::<S::Entity>(), S::table())
    }

    fn key_of(key: Vec<ColumnFacts>, table: &Table) -> Option<Self> {
        let mut keys = key.into_iter();
        let (Some(column), None) = (keys.next(), keys.next()) else { return None };
        let kind = match table.kind_of(&column) {
            Some(kind) => kind,
            None if column.auto_increment => Kind::of::<i64>(),
            None => return None,
        };
        Some(Self::new(column, kind, "pk"))
    }

    fn new(column: ColumnFacts, kind: &'static Kind, url_kwarg: &'static str) -> Self {
        Self { column, kind, url_kwarg: url_kwarg.into(), of_all: OnceLock::new() }
    }

    /// The same with another name for the captured value: DRF's `lookup_url_kwarg`.
    pub fn url_kwarg(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.url_kwarg = name.into();
        self
    }

    /// The name of the captured value.
    pub(crate) fn kwarg(&self) -> &Cow<'static, str> {
        &self.url_kwarg
    }

    /// `true` if each row has a value, and no two the same.
    pub(crate) fn is_unique(&self) -> bool {
        self.column.primary_key || self.column.unique && !self.column.nullable
    }

    /// True for the rows that the request names; and the column in that condition, by its place, and
    /// the value.
    ///
    /// # Errors
    /// As [`Lookup::statement`].
    pub(crate) fn condition(
        &self,
        request: &Request,
        model_name: &str,
    ) -> Result<(SimpleExpr, (usize, Value))> {
        let value = self.value(request, model_name)?;
        let column = Expr::col(self.column.reference.clone());
        let backend = request.database().backend();
        let condition = is(column, self.column.saved(value.clone()), backend);
        Ok((condition, (self.column.ordinal, value)))
    }

    /// The statement of the row that the request names, among the rows of another.
    ///
    /// # Errors
    /// "Not found." if the value cannot be one of the column's, "No … matches the given query."
    /// for a number that no column holds.
    pub(crate) fn statement(
        &self,
        rows: &mut SelectStatement,
        entity: &EntityFacts,
        request: &Request,
        model_name: &str,
    ) -> Result<Statement> {
        let value = self.value(request, model_name)?;
        let backend = request.database().backend();
        let of_all = entity.is_find(rows);
        if let Some((known, sql)) = self.of_all.get()
            && (of_all, *known) == (true, backend)
        {
            return Ok(Statement::from_sql_and_values(backend, sql, [value]));
        }
        let column = Expr::col(self.column.reference.clone());
        let statement =
            backend.build(rows.and_where(is(column, self.column.saved(value), backend)));
        // MySQL compares some values twice.
        if of_all && statement.values.as_ref().is_some_and(|values| values.0.len() == 1) {
            self.of_all.get_or_init(|| (backend, statement.sql.clone()));
        }
        Ok(statement)
    }

    fn value(&self, request: &Request, model_name: &str) -> Result<Value> {
        let text = request.kwargs().get(&self.url_kwarg).ok_or_else(Error::not_found)?;
        // PostgreSQL takes no NUL in text; no row has one.
        if self.kind.schema.text && text.contains('\0') {
            return Err(Error::no_match(model_name));
        }
        let number = self.kind.schema.kind == "integer";
        if number && int(text).is_none() {
            return Err(Error::not_found());
        }
        let options = FieldOptions { trim_whitespace: false, ..FieldOptions::default() };
        let parsed =
            (self.kind.parse)(Input::Text(text.into()), &options).map_err(|_| match number {
                true => Error::no_match(model_name),
                false => Error::not_found(),
            })?;
        Ok(parsed.value)
    }
}
