//! A serializer as a table of fields, walked by code that knows no entity.

use std::{any::type_name, sync::OnceLock};

use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, Iterable, Value,
    sea_query::{Alias, SelectStatement, SimpleExpr},
};

use super::{column::ColumnFacts, field::TableField};
use crate::{
    Json, Result,
    database::{Database, Row},
    fields::SqliteJson,
};

/// The fields of a serializer in their order, with what the entity says of their columns.
///
/// One such table answers for parsing, validation, output, filters and OPTIONS.
#[derive(Debug)]
pub struct Table {
    /// The model's name in messages, `Country`.
    pub(crate) model_name: String,
    pub(crate) primary_key: Vec<ColumnFacts>,
    pub(crate) fields: Vec<TableField>,
    /// What a `SELECT` says to read all columns of the entity.
    columns: Vec<SimpleExpr>,
    /// For each field that is shown its place in `fields` and `,"name":`.
    shown: Vec<(usize, Vec<u8>)>,
    /// The SQL of one row's JSON, where SQLite writes all the fields as this table would.
    sqlite_object: OnceLock<Option<String>>,
}

impl Table {
    /// A table without fields for an entity.
    pub fn of<E: EntityTrait>() -> Self {
        Self {
            model_name: model_name(type_name::<E>()),
            primary_key: ColumnFacts::primary_key::<E>(),
            fields: Vec::new(),
            columns: E::Column::iter().map(|column| column.into_expr()).collect(),
            shown: Vec::new(),
            sqlite_object: OnceLock::new(),
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

    /// The JSON array of all rows of a statement.
    pub(crate) async fn all(&self, mut rows: SelectStatement, database: &Database) -> Result<Json> {
        self.select(&mut rows, database.backend());
        match self.sqlite_object(database.backend()) {
            Some(object) => Ok(Json::from_bytes(database.json_all(&rows, object).await?)),
            None => self.write_rows(&database.all(&rows).await?),
        }
    }

    /// The JSON array of at most `limit` rows after the first `offset`.
    pub(crate) async fn slice(
        &self,
        mut rows: SelectStatement,
        database: &Database,
        limit: u64,
        offset: u64,
    ) -> Result<Json> {
        self.select(&mut rows, database.backend());
        self.write_rows(&database.slice(&rows, limit, offset).await?)
    }

    /// The same with the count of all rows.
    pub(crate) async fn page(
        &self,
        mut rows: SelectStatement,
        database: &Database,
        limit: u64,
        offset: u64,
    ) -> Result<(u64, Json)> {
        self.select(&mut rows, database.backend());
        if let Some(object) = self.sqlite_object(database.backend()) {
            let page = database.json_page(&rows, object, limit, offset).await?;
            return Ok((page.count, Json::from_bytes(page.rows)));
        }
        let page = database.page(&rows, limit, offset).await?;
        Ok((page.count, self.write_rows(&page.rows)?))
    }

    /// Makes a statement read the columns that are shown, as `c0`, `c1`, …. If its rows shall be
    /// distinct, all columns follow: rows that differ in what is not shown are still two.
    fn select(&self, statement: &mut SelectStatement, backend: DbBackend) {
        statement.clear_selects();
        let distinct = backend.build(statement).sql.starts_with("SELECT DISTINCT");
        for (place, (field, _)) in self.shown.iter().enumerate() {
            let column = self.fields[*field].column.select.clone();
            statement.expr_as(column, Alias::new(format!("c{place}")));
        }
        if distinct {
            statement.exprs(self.columns.iter().cloned());
        }
    }

    fn sqlite_object(&self, backend: DbBackend) -> Option<&str> {
        let object = || self.sqlite_object.get_or_init(|| self.build_sqlite_object()).as_deref();
        if backend == DbBackend::Sqlite { object() } else { None }
    }

    fn build_sqlite_object(&self) -> Option<String> {
        // Older versions of SQLite take no more than 127 arguments.
        if self.shown.is_empty() || self.shown.len() > 60 {
            return None;
        }
        let mut members = Vec::with_capacity(self.shown.len());
        for (place, (field, _)) in self.shown.iter().enumerate() {
            let field = &self.fields[*field];
            let name = field.name.replace('\'', "''");
            members.push(match field.kind.schema.sqlite_json {
                SqliteJson::Differs => return None,
                SqliteJson::Same => format!("'{name}', c{place}"),
                SqliteJson::Boolean => format!(
                    "'{name}', CASE WHEN c{place} THEN json('true') \
                     WHEN c{place} IS NOT NULL THEN json('false') END"
                ),
            });
        }
        Some(format!("json_object({})", members.join(", ")))
    }

    /// The JSON array of rows that hold the columns shown, in their order.
    fn write_rows(&self, rows: &[Row]) -> Result<Json> {
        let mut out = Vec::with_capacity(2 + rows.len() * 32 * (1 + self.shown.len()));
        out.push(b'[');
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            for (column, (field, key)) in self.shown.iter().enumerate() {
                out.extend_from_slice(key);
                let field = &self.fields[*field];
                (field.kind.write_row)(row, column, &field.options, &mut out)?;
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
                Some(value) => (field.kind.write)(value.clone(), &field.options, &mut out),
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

    mod sample {
        use sea_orm::entity::prelude::*;

        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
        #[sea_orm(table_name = "sample")]
        pub(super) struct Model {
            #[sea_orm(primary_key)]
            pub(super) id: i64,
            pub(super) text: Option<String>,
            pub(super) flag: Option<bool>,
            pub(super) small: i16,
            pub(super) ratio: f64,
        }

        impl ActiveModelBehavior for ActiveModel {}
    }

    fn table(with_float: bool) -> Table {
        use crate::{column, serializers::field};

        let table = Table::of::<sample::Entity>()
            .field(field("id", column!(sample::Entity, id)))
            .field(field("it's", column!(sample::Entity, text)))
            .field(field("flag", column!(sample::Entity, flag)))
            .field(field("small", column!(sample::Entity, small)));
        if with_float { table.field(field("ratio", column!(sample::Entity, ratio))) } else { table }
    }

    async fn database() -> Database {
        use sea_orm::{ActiveModelTrait, Set};

        let database = Database::connect("sqlite::memory:").await.unwrap();
        database.create_table(sample::Entity).await.unwrap();
        let every_ascii: String = (0..=0x7F_u8).map(char::from).filter(|c| *c != '\0').collect();
        let texts =
            [None, Some("".into()), Some(every_ascii), Some("ä€😀\u{2028}\u{2029}\u{85}".into())];
        for (index, text) in texts.into_iter().enumerate() {
            let row = sample::ActiveModel {
                text: Set(text),
                flag: Set([None, Some(true), Some(false), None][index]),
                small: Set([0, 1, i16::MIN, i16::MAX][index]),
                ratio: Set([0.1, -0.0, 1e16, 1e-5][index]),
                ..Default::default()
            };
            row.insert(database.connection()).await.unwrap();
        }
        database
    }

    #[tokio::test]
    async fn sqlite_writes_the_same_bytes_as_the_rows_do() {
        use sea_orm::{EntityTrait, QueryTrait};

        let (database, table) = (database().await, table(false));
        assert!(table.sqlite_object(database.backend()).is_some());
        let select = sample::Entity::find().into_query();
        let mut by_row = select.clone();
        table.select(&mut by_row, database.backend());
        let by_row = table.write_rows(&database.all(&by_row).await.unwrap()).unwrap();
        assert_eq!(table.all(select.clone(), &database).await.unwrap(), by_row);
        assert_eq!(table.page(select.clone(), &database, 10, 0).await.unwrap(), (4, by_row));
        let (count, beyond) = table.page(select, &database, 10, 10).await.unwrap();
        assert_eq!((count, beyond.as_bytes()), (4, &b"[]"[..]));
    }

    #[tokio::test]
    async fn floats_are_never_left_to_sqlite() {
        use sea_orm::{EntityTrait, QueryTrait};

        let (database, table) = (database().await, table(true));
        assert!(table.sqlite_object(database.backend()).is_none());
        let all = table.all(sample::Entity::find().into_query(), &database).await.unwrap();
        let text = String::from_utf8_lossy(all.as_bytes()).into_owned();
        for ratio in ["\"ratio\":0.1}", "\"ratio\":0.0}", "\"ratio\":1e+16}", "\"ratio\":1e-05}"] {
            assert!(text.contains(ratio), "{ratio} in {text}");
        }
    }
}
