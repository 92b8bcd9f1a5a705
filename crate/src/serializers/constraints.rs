//! Refusals of the database, told as the validators would have told them.

use std::borrow::Cow;

use http::StatusCode;
use sea_orm::{
    ConnectionTrait, DbErr, Value,
    sea_query::{CaseStatement, Expr, ExprTrait, Query},
};

use super::{
    draft::{Draft, Reading, Sent},
    field::TableField,
    load::table_name,
    table::Table,
};
use crate::{
    Action, Error, Request, Result,
    error::{Detail, ErrorDetail, Violation},
};

impl Table {
    /// The error that a client gets for one of the database: that of a field if a constraint was
    /// broken, else the same again.
    pub(crate) async fn constraint_error(&self, error: Box<DbErr>, request: &Request) -> Error {
        match Violation::of(&error) {
            None => Error::Database(error),
            Some(Violation::Unique(key)) => self.unique_error(key, request).await,
            Some(Violation::ForeignKey) if request.action() == Action::Destroy => {
                Error::api(StatusCode::CONFLICT, "Other objects still refer to this one.")
            }
            Some(Violation::Value(column)) => self.value_error(column.as_deref(), request),
            Some(Violation::ForeignKey) => match self.missing_references(request).await {
                Ok(detail) if !detail.is_empty() => Error::Validation(detail),
                _ => Error::Database(error),
            },
        }
    }

    /// The error of a value that its column cannot hold: wider than the entity says, or of what
    /// this database has not.
    fn value_error(&self, column: Option<&str>, request: &Request) -> Error {
        let of_column = |field: &&TableField| {
            field.written_column().is_some_and(|own| Some(own.name.as_str()) == column)
        };
        let field = self.fields.iter().filter(|field| field.is_writable()).find(of_column);
        let name = field.map_or(request.settings().non_field_errors_key, |field| field.name);
        let message = match field {
            Some(_) => "The database cannot hold this value.",
            None => "The database cannot hold one of these values.",
        };
        let messages = Detail::messages(vec![ErrorDetail::new(message, "invalid")]);
        Error::Validation(Detail::Fields(vec![(Cow::Borrowed(name), messages)]))
    }

    /// The errors of the foreign keys in the body that no row has. SQLite does not say which key
    /// was broken, so all are looked up, in one query.
    async fn missing_references(&self, request: &Request) -> Result<Detail> {
        let reading = Reading { request, partial: true, new: false };
        let draft = Draft::read(self, request.data().await?, reading)?;
        let mut query = Query::select();
        let mut asked = Vec::new();
        for (field, read) in self.fields.iter().zip(&draft.fields) {
            let references = field.column().and_then(|column| column.references.as_ref());
            let value = read.sent.as_ref().and_then(Sent::value);
            let (Some((table, column)), Some(value)) = (references, value) else { continue };
            let mut row = Query::select();
            row.expr(Expr::cust("1"))
                .from(table.clone())
                .and_where(Expr::col(column.clone()).eq(value.clone()))
                .and_where_option(request.scope(table, &table_name(table)));
            query.expr(CaseStatement::new().case(Expr::exists(row), 1).finally(0));
            asked.push((field.name, value));
        }
        let found = match asked.is_empty() {
            true => None,
            false => request.primary().connection().query_one(&query).await?,
        };
        let mut errors = Vec::new();
        for (index, (name, value)) in asked.into_iter().enumerate() {
            let exists =
                found.as_ref().map(|row| row.try_get_by_index::<i32>(index)).transpose()?;
            if exists == Some(0) {
                let missing = Detail::messages(vec![does_not_exist(value)]);
                errors.push((Cow::Borrowed(name), missing));
            }
        }
        Ok(Detail::Fields(errors))
    }
}

fn does_not_exist(key: &Value) -> ErrorDetail {
    let key = key.to_string();
    let key = key.trim_matches('\'');
    ErrorDetail::new(format!("Invalid pk \"{key}\" - object does not exist."), "does_not_exist")
}
