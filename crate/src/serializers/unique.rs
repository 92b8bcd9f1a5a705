//! Values that no two rows may share: checked before writing, and named when the database objects.

use std::borrow::Cow;

use sea_orm::{
    ConnectionTrait, Value,
    sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use super::{draft::Draft, field::TableField, table::Table};
use crate::{
    Error, Result, Settings,
    database::Database,
    error::{Detail, ErrorDetail, Key},
};

impl Table {
    /// Adds the errors of unique fields whose values other rows have; one query for all of them,
    /// none where nothing changes.
    ///
    /// `instance` holds the values of the row being updated, by column.
    pub(crate) async fn check_unique(
        &self,
        draft: &mut Draft,
        instance: Option<&[Value]>,
        database: &Database,
    ) -> Result<()> {
        let mut asked = Vec::new();
        let mut query = Query::select();
        for (index, field) in self.fields.iter().enumerate().filter(|(_, f)| f.is_unique()) {
            let Some(value) = &draft.fields[index].value else { continue };
            let unchanged = instance.and_then(|row| row.get(field.column.ordinal)) == Some(value);
            // No row has a null character in it, and PostgreSQL would refuse the question.
            let impossible = |error: &ErrorDetail| error.code == "null_characters_not_allowed";
            let impossible = draft.fields[index].errors.iter().any(impossible);
            if unchanged || impossible || *value == value.as_null() {
                continue;
            }
            query.expr(self.is_taken(field, value, instance));
            asked.push(index);
        }
        if asked.is_empty() {
            return Ok(());
        }
        if let Some(row) = database.connection().query_one(&query).await? {
            for (column, &index) in asked.iter().enumerate() {
                if row.try_get_by_index::<i32>(column)? == 1 {
                    // Before the lengths: in DRF the validators of the column come first.
                    draft.fields[index].errors.insert(0, self.taken(&self.fields[index]));
                }
            }
        }
        Ok(())
    }

    /// 1 if another row has the value, else 0.
    fn is_taken(
        &self,
        field: &TableField,
        value: &Value,
        instance: Option<&[Value]>,
    ) -> SimpleExpr {
        let mut others: SelectStatement = Query::select();
        let (table, column) = field.column.reference.clone();
        others
            .expr(Expr::cust("1"))
            .from(table.clone())
            .and_where(Expr::col((table, column)).eq(value.clone()));
        if let Some(row) = instance {
            let same = self.primary_key.iter().filter_map(|key| {
                let own = row.get(key.ordinal)?.clone();
                Some(Expr::col(key.reference.clone()).eq(own))
            });
            if let Some(same) = same.reduce(|all, one| all.and(one)) {
                others.and_where(same.not());
            }
        }
        CaseStatement::new().case(Expr::exists(others), 1).finally(0).into()
    }

    /// `country with this name already exists.`
    fn taken(&self, field: &TableField) -> ErrorDetail {
        let column = field.label.to_lowercase();
        let label = if field.label == "ID" { "ID" } else { &column };
        ErrorDetail::new(
            format!("{} with this {label} already exists.", self.verbose_name()),
            "unique",
        )
    }

    /// The error of a broken unique key, as if the check had found it.
    pub(super) fn unique_error(&self, key: &Key, settings: &Settings) -> Error {
        let fields = self.fields_of(key);
        let (name, detail) = match fields.as_slice() {
            [field] => (field.name, self.taken(field)),
            fields => (settings.non_field_errors_key, not_unique_together(fields)),
        };
        let errors = vec![(Cow::Borrowed(name), Detail::messages(vec![detail]))];
        Error::Validation(Detail::Fields(errors))
    }

    /// The fields of a violated key. A name is that of a column or holds those of columns, as
    /// `country_name_key` and `idx-country-name` do.
    fn fields_of(&self, key: &Key) -> Vec<&TableField> {
        let all = self.fields.iter();
        match key {
            Key::Columns(names) => all.filter(|field| names.contains(&field.column.name)).collect(),
            Key::Name(key) => {
                let exact: Vec<_> = all.clone().filter(|field| field.column.name == *key).collect();
                if !exact.is_empty() {
                    return exact;
                }
                let suffix =
                    |field: &&TableField| key.ends_with(&format!("-{}", field.column.name));
                all.filter(suffix).collect()
            }
            Key::Unknown => Vec::new(),
        }
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
