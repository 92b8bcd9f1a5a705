//! A serializer as a table of fields, walked by code that knows no entity.

use std::any::type_name;

use sea_orm::{EntityTrait, Value, sea_query::SelectStatement};

use super::{column::ColumnFacts, field::TableField};
use crate::{Json, Result, database::Row};

/// The fields of a serializer in their order, with what the entity says of their columns.
///
/// One such table answers for parsing, validation, output, filters and OPTIONS.
#[derive(Debug)]
pub struct Table {
    /// The model's name in messages, `Country`.
    pub(crate) model_name: String,
    pub(crate) primary_key: Vec<ColumnFacts>,
    pub(crate) fields: Vec<TableField>,
    /// For each field that is shown its place in `fields` and `,"name":`.
    shown: Vec<(usize, Vec<u8>)>,
}

impl Table {
    /// A table without fields for an entity.
    pub fn of<E: EntityTrait>() -> Self {
        Self {
            model_name: model_name(type_name::<E>()),
            primary_key: ColumnFacts::primary_key::<E>(),
            fields: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// One more field, after those before it.
    ///
    /// # Panics
    /// If there is a field of that name already.
    #[track_caller]
    pub fn field(mut self, field: impl Into<TableField>) -> Self {
        let field = field.into();
        let name = field.name;
        let taken = self.fields.iter().any(|other| other.name == name);
        assert!(!taken, "the field `{name}` is declared twice; rename one of them");
        if !field.write_only {
            let separator = if self.shown.is_empty() { '{' } else { ',' };
            self.shown.push((self.fields.len(), format!("{separator}\"{name}\":").into_bytes()));
        }
        self.fields.push(field);
        self
    }

    /// The model's name in messages; by default that of the entity's module.
    pub fn model_name(mut self, name: impl Into<String>) -> Self {
        self.model_name = name.into();
        self
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The model's name in lower-case words, as messages of unique fields begin.
    pub(crate) fn verbose_name(&self) -> String {
        crate::naming::words(&self.model_name).to_lowercase()
    }

    /// Makes a statement read the columns that are shown, in the order of [`Table::write_rows`].
    pub(crate) fn select(&self, statement: &mut SelectStatement) {
        statement.clear_selects();
        statement
            .exprs(self.shown.iter().map(|(field, _)| self.fields[*field].column.select.clone()));
    }

    /// The JSON array of rows read with [`Table::select`].
    pub(crate) fn write_rows(&self, rows: &[Row]) -> Result<Json> {
        let mut out = Vec::with_capacity(2 + rows.len() * 32 * (1 + self.shown.len()));
        out.push(b'[');
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            for (column, (field, key)) in self.shown.iter().enumerate() {
                out.extend_from_slice(key);
                (self.fields[*field].kind.write_row)(row, column, &mut out)?;
            }
            self.close(&mut out);
        }
        out.push(b']');
        Ok(Json::from_bytes(out))
    }

    /// The JSON object of one row, from the values of the entity's columns in their order.
    pub(crate) fn write_values(&self, mut values: Vec<Value>) -> Json {
        let mut out = Vec::with_capacity(32 * (1 + self.shown.len()));
        for (field, key) in &self.shown {
            let field = &self.fields[*field];
            out.extend_from_slice(key);
            match values.get_mut(field.column.ordinal) {
                Some(value) => (field.kind.write)(value.clone(), &mut out),
                None => out.extend_from_slice(b"null"),
            }
        }
        self.close(&mut out);
        Json::from_bytes(out)
    }

    fn close(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.shown.is_empty() { b"{}" } else { b"}" });
    }
}

/// `Country` from `countries::country::Entity`: a SeaORM entity is named by its module.
fn model_name(entity: &str) -> String {
    let mut segments = entity.rsplit("::");
    let own = segments.next().unwrap_or(entity);
    let name = match own.strip_suffix("Entity") {
        Some("") => segments.next().unwrap_or(own),
        Some(name) => name,
        None => own,
    };
    crate::naming::camel_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_named_by_their_module() {
        for (entity, name) in [
            ("countries::country::Entity", "Country"),
            ("app::order_item::Entity", "OrderItem"),
            ("app::models::CakeEntity", "Cake"),
            ("app::Entity", "App"),
            ("app::Fruit", "Fruit"),
        ] {
            assert_eq!(model_name(entity), name);
        }
    }
}
