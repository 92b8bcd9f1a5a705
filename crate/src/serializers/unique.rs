//! Values that no two rows may share: what is said of them, and of keys of several columns.

use std::{borrow::Cow, collections::BTreeSet};

use sea_orm::{
    Value,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SimpleExpr},
};

use super::{
    draft::non_field,
    field::{Source, TableField},
    load::table_name,
    read::Read,
    table::Table,
};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail, Key},
};

impl Table {
    /// States that no two rows may share the values of these fields; keys of several columns that
    /// the entity declares need not be stated.
    pub(super) fn find_unique_together(&mut self) {
        let field_of = |column: &usize| {
            let of = |field: &TableField| match &field.source {
                Source::Column(own, _) => own.ordinal == *column,
                Source::Related(related) => {
                    related.join.belongs_to && related.join.from.ordinal == *column
                }
                _ => false,
            };
            // The field that is written, where one is shown and another written.
            let writable = self.fields.iter().position(|field| field.is_writable() && of(field));
            writable.or_else(|| self.fields.iter().position(of))
        };
        let keys = self.entity.unique_together.iter();
        let keys = keys.filter_map(|columns| columns.iter().map(field_of).collect());
        self.unique_together = keys.collect();
        let together: BTreeSet<_> = self.unique_together.iter().flatten().copied().collect();
        for place in together {
            self.fields[place].belongs_to_unique_set();
        }
    }

    /// The errors of unique sets whose values another row has: one query for all sets.
    pub(super) async fn check_together(
        &self,
        values: &[Option<Read>],
        instance: Option<&[Value]>,
        request: &Request,
    ) -> Result<Option<Detail>> {
        let mut query = Query::select();
        let mut asked = Vec::new();
        for set in &self.unique_together {
            if let Some(others) = self.others_with(set, values, instance) {
                query.expr(others);
                asked.push(set);
            }
        }
        if asked.is_empty() {
            return Ok(None);
        }
        let Some(row) = request.database().one(&query).await? else { return Ok(None) };
        let mut errors = Vec::new();
        for (place, set) in asked.into_iter().enumerate() {
            if row.get::<i32>(place)? == 1 {
                let fields: Vec<_> = set.iter().map(|&place| &self.fields[place]).collect();
                errors.push(not_unique_together(&fields));
            }
        }
        Ok((!errors.is_empty()).then(|| non_field(errors, request.settings())))
    }

    /// 1 if another row has the values of the set, else 0; `None` if there is nothing to ask: a
    /// value is missing or null, or nothing changes.
    fn others_with(
        &self,
        set: &[usize],
        values: &[Option<Read>],
        instance: Option<&[Value]>,
    ) -> Option<SimpleExpr> {
        let mut others = Query::select();
        others.expr(Expr::cust("1")).from(self.entity.table.clone());
        let mut changes = instance.is_none();
        for &place in set {
            let column = self.fields[place].written_column()?;
            let there = instance.and_then(|row| row.get(column.ordinal));
            let value = values[place].as_ref().and_then(Read::as_value).or(there)?;
            if *value == value.as_null() {
                return None;
            }
            changes |= Some(value) != there;
            others.and_where(Expr::col(column.reference.clone()).eq(value.clone()));
        }
        if let Some(own) = instance.and_then(|row| self.is_row(row)) {
            others.and_where(own.not());
        }
        let exists = CaseStatement::new().case(Expr::exists(others), 1).finally(0);
        changes.then(|| exists.into())
    }

    /// `country with this name already exists.`: the column's name in words, unless the field has
    /// a label of its own.
    pub(super) fn taken(&self, field: &TableField) -> ErrorDetail {
        let column = field.written_column().map_or(field.name, |column| column.name.as_str());
        let label = match &field.label {
            Cow::Borrowed(stated) => Cow::Borrowed(*stated),
            Cow::Owned(_) if column == "id" => "ID".into(),
            Cow::Owned(_) => column.replace('_', " ").to_lowercase().into(),
        };
        let message = format!("{} with this {label} already exists.", self.verbose_name());
        ErrorDetail::new(message, "unique")
    }

    /// The error of a broken unique key, as if the check had found it.
    pub(super) async fn unique_error(&self, key: Key, request: &Request) -> Error {
        let columns = match key {
            Key::Columns(columns) => columns,
            Key::Name(name) => self.columns_of(&name, request).await.unwrap_or_default(),
            Key::Unknown => Vec::new(),
        };
        let fields = self.fields.iter().filter(|field| field.is_writable());
        let fields: Vec<_> = fields
            .filter(|f| f.written_column().is_some_and(|own| columns.contains(&own.name)))
            .collect();
        let (name, detail) = match fields.as_slice() {
            [field] => (field.name, self.taken(field)),
            fields => (request.settings().non_field_errors_key, not_unique_together(fields)),
        };
        let errors = vec![(Cow::Borrowed(name), Detail::messages(vec![detail]))];
        Error::Validation(Detail::Fields(errors))
    }

    /// The columns of a key of the table, of which MySQL tells the name alone.
    async fn columns_of(&self, key: &str, request: &Request) -> Result<Vec<String>> {
        let text = |name: &'static str| Expr::col(Alias::new(name));
        let mut query = Query::select();
        // MySQL's own tables have bytes where others have text.
        query
            .expr_as(text("column_name").cast_as(Alias::new("CHAR")), Alias::new("name"))
            .from((Alias::new("information_schema"), Alias::new("statistics")))
            .and_where(text("table_schema").eq(Expr::cust("DATABASE()")))
            .and_where(text("table_name").eq(table_name(&self.entity.table).to_string()))
            .and_where(text("index_name").eq(key));
        let rows = request.database().all(&query).await?;
        rows.iter().map(|row| Ok(row.get::<String>(0)?)).collect()
    }
}

fn not_unique_together(fields: &[&TableField]) -> ErrorDetail {
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    let message = match names.is_empty() {
        true => "This object must be unique.".to_owned(),
        false => format!("The fields {} must make a unique set.", names.join(", ")),
    };
    ErrorDetail::new(message, "unique")
}
