//! What an entity says of itself as a whole, without its type.

use std::{
    any::{Any, type_name},
    sync::{Arc, OnceLock},
};

use sea_orm::{
    ActiveModelTrait, DbBackend, DbErr, FromQueryResult, Iterable, QueryTrait, Schema, Statement,
    TryIntoModel, Value,
    sea_query::{ArrayType, IndexCreateStatement, SelectStatement, TableRef},
};

use super::{
    Entity, column::ColumnFacts, load::table_name, table::model_name, texts::Texts, values,
};
use crate::database::{Database, Row, reads_directly};

/// A row as its entity's `Model`, for code of the application's own.
pub(crate) type AnyModel = Box<dyn Any + Send + Sync>;

/// The facts of an entity that loading and checking need.
#[derive(Clone, Debug)]
pub(crate) struct EntityFacts {
    /// `app::country::Entity`.
    pub(crate) type_name: &'static str,
    pub(crate) table: TableRef,
    /// All columns in the entity's order.
    pub(crate) columns: Vec<ColumnFacts>,
    /// The places of the primary key among them.
    pub(crate) primary_key: Vec<usize>,
    /// The columns of each unique key of several.
    pub(crate) unique_together: Vec<Vec<usize>>,
    /// Reads a row that has all columns under their own names, in their order.
    read_model: fn(&Row, &[ArrayType]) -> Result<AnyModel, DbErr>,
    /// The kinds of the columns' Rust types, where they are known.
    known_kinds: Vec<Option<ArrayType>>,
    /// All of them, if SeaORM is not needed to read a model.
    pub(super) kinds: Option<Vec<ArrayType>>,
    /// `SELECT` of all columns.
    pub(super) find: SelectStatement,
    /// Its text.
    find_text: OnceLock<String>,
    /// The texts of its writes.
    pub(super) texts: Arc<Texts>,
    /// The values of a model's columns.
    pub(crate) values: fn(&AnyModel) -> Vec<Value>,
}

impl EntityFacts {
    pub(crate) fn of<E: Entity>() -> Self {
        let mut columns = Vec::new();
        for column in E::Column::iter() {
            columns.push(ColumnFacts::of::<E>(column));
        }
        let indexes = Schema::new(DbBackend::Sqlite).create_index_from_entity(E::default());
        let known_kinds = known_kinds::<E>();
        Self {
            type_name: type_name::<E>(),
            table: E::default().table_ref(),
            primary_key: places(&ColumnFacts::primary_key::<E>()),
            unique_together: unique_keys(&columns, &indexes),
            columns,
            read_model: |row, kinds| Ok(Box::new(read_model::<E>(row, kinds)?)),
            kinds: known_kinds.iter().cloned().collect(),
            known_kinds,
            find: E::find().into_query(),
            find_text: OnceLock::new(),
            texts: Arc::default(),
            values: |model| match model.downcast_ref::<E::Model>() {
                Some(model) => values::<E>(model),
                None => Vec::new(),
            },
        }
    }

    /// The permission to do something with rows, by table and codename:
    /// `countries_country.add_country`.
    pub(crate) fn permission(&self, verb: &str) -> String {
        let model = model_name(self.type_name).to_lowercase();
        format!("{}.{verb}_{model}", table_name(&self.table))
    }
}

impl EntityFacts {
    /// Takes note of the kind of a column's Rust type.
    pub(super) fn learn(&mut self, column: usize, kind: ArrayType) {
        if let Some(known) = self.known_kinds.get_mut(column) {
            *known = Some(kind);
            self.kinds = self.known_kinds.iter().cloned().collect();
        }
    }

    /// `true` if a statement reads all rows of the table as SeaORM's `find` does.
    pub(crate) fn is_find(&self, statement: &SelectStatement) -> bool {
        *statement == self.find
    }

    /// `true` if a statement reads all columns in their order and nothing else.
    pub(super) fn is_read_by(&self, statement: &Statement) -> bool {
        let text = self.find_text.get_or_init(|| statement.db_backend.build(&self.find).sql);
        statement.sql.starts_with(text)
    }

    /// `true` if rows of the database's own way can be read: those of SeaORM's connection are read
    /// without knowing the kinds of their columns.
    pub(super) fn is_read_from(&self, database: &Database) -> bool {
        self.kinds.is_some() || !database.is_direct()
    }

    /// The model of a row that has all columns under their own names, in their order.
    ///
    /// # Errors
    /// [`DbErr`] if a column holds no value of its type.
    pub(super) fn read_model(&self, row: &Row) -> Result<AnyModel, DbErr> {
        (self.read_model)(row, self.kinds.as_deref().unwrap_or_default())
    }
}

/// The model of a row that has all columns under their own names, in their order.
pub(super) fn read_model<E: Entity>(row: &Row, kinds: &[ArrayType]) -> Result<E::Model, DbErr> {
    if let Some(row) = row.as_query_result() {
        return E::Model::from_query_result(row, "");
    }
    let mut active = <E::ActiveModel as ActiveModelTrait>::default();
    for (place, (column, kind)) in E::Column::iter().zip(kinds).enumerate() {
        active.try_set(column, row.value(place, kind)?)?;
    }
    active.try_into_model()
}

/// Which kind of value each column takes: SeaORM does not say what type a field of a model has, but
/// refuses values of others. Not known is that of a column which takes none of these, as an enum
/// may.
fn known_kinds<E: Entity>() -> Vec<Option<ArrayType>> {
    let mut active = <E::ActiveModel as ActiveModelTrait>::default();
    let mut kind = |column: E::Column| {
        let mut samples = samples().into_iter();
        samples.find_map(|(kind, sample)| active.try_set(column, sample).is_ok().then_some(kind))
    };
    let mut kinds = Vec::new();
    for column in E::Column::iter() {
        kinds.push(kind(column));
    }
    kinds
}

fn samples() -> Vec<(ArrayType, Value)> {
    let samples = [
        (ArrayType::BigInt, Value::from(1_i64)),
        (ArrayType::Int, Value::from(1_i32)),
        (ArrayType::String, Value::from("1")),
        (ArrayType::Bool, Value::from(true)),
        (ArrayType::SmallInt, Value::from(1_i16)),
        (ArrayType::TinyInt, Value::from(1_i8)),
        (ArrayType::TinyUnsigned, Value::from(1_u8)),
        (ArrayType::SmallUnsigned, Value::from(1_u16)),
        (ArrayType::Unsigned, Value::from(1_u32)),
        (ArrayType::Double, Value::from(1_f64)),
        (ArrayType::Float, Value::from(1_f32)),
        (ArrayType::Bytes, Value::from(vec![1_u8])),
        #[cfg(feature = "chrono")]
        (ArrayType::ChronoDate, Value::from(chrono::NaiveDate::default())),
        #[cfg(feature = "chrono")]
        (ArrayType::ChronoTime, Value::from(chrono::NaiveTime::default())),
        #[cfg(feature = "chrono")]
        (ArrayType::ChronoDateTime, Value::from(chrono::NaiveDateTime::default())),
        #[cfg(feature = "chrono")]
        (ArrayType::ChronoDateTimeUtc, Value::from(chrono::DateTime::<chrono::Utc>::default())),
        #[cfg(feature = "chrono")]
        (
            ArrayType::ChronoDateTimeWithTimeZone,
            Value::from(chrono::DateTime::<chrono::FixedOffset>::default()),
        ),
        #[cfg(feature = "uuid")]
        (ArrayType::Uuid, Value::from(uuid::Uuid::nil())),
        #[cfg(feature = "rust_decimal")]
        (ArrayType::Decimal, Value::from(rust_decimal::Decimal::ONE)),
    ];
    samples.into_iter().filter(|(kind, _)| reads_directly(kind)).collect()
}

fn places(columns: &[ColumnFacts]) -> Vec<usize> {
    columns.iter().map(|column| column.ordinal).collect()
}

/// `#[sea_orm(unique_key = "…")]`: SeaORM shows them in the schema that it generates.
fn unique_keys(columns: &[ColumnFacts], indexes: &[IndexCreateStatement]) -> Vec<Vec<usize>> {
    let place = |name: &String| columns.iter().position(|column| column.name == *name);
    let unique = indexes.iter().filter(|index| index.is_unique_key());
    let columns = unique.map(|index| {
        let names = index.get_index_spec().get_column_names();
        names.iter().filter_map(place).collect::<Vec<_>>()
    });
    columns.filter(|columns| columns.len() > 1).collect()
}
