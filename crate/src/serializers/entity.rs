//! What an entity says of itself as a whole, without its type.

use std::any::{Any, type_name};

use sea_orm::{
    DbBackend, DbErr, EntityTrait, FromQueryResult, Iterable, QueryResult, Schema, Value,
    sea_query::TableRef,
};

use super::{Entity, column::ColumnFacts, load::table_name, table::model_name, values};

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
    /// Reads a row that has all columns under their own names.
    pub(crate) read_model: fn(&QueryResult) -> Result<AnyModel, DbErr>,
    /// The values of a model's columns.
    pub(crate) values: fn(&AnyModel) -> Vec<Value>,
}

impl EntityFacts {
    pub(crate) fn of<E: Entity>() -> Self {
        let columns: Vec<_> = E::Column::iter().map(ColumnFacts::of::<E>).collect();
        let place = |name: &str| columns.iter().position(|column| column.name == name);
        let key = ColumnFacts::primary_key::<E>();
        Self {
            type_name: type_name::<E>(),
            table: E::default().table_ref(),
            primary_key: key.iter().map(|column| column.ordinal).collect(),
            unique_together: unique_keys::<E>(place),
            columns,
            read_model: |row| Ok(Box::new(E::Model::from_query_result(row, "")?)),
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

/// `#[sea_orm(unique_key = "…")]`: SeaORM shows them in the schema that it generates.
fn unique_keys<E: EntityTrait>(place: impl Fn(&str) -> Option<usize>) -> Vec<Vec<usize>> {
    let indexes = Schema::new(DbBackend::Sqlite).create_index_from_entity(E::default());
    let unique = indexes.iter().filter(|index| index.is_unique_key());
    let columns = unique.map(|index| {
        let names = index.get_index_spec().get_column_names();
        names.iter().filter_map(|name| place(name)).collect::<Vec<_>>()
    });
    columns.filter(|columns| columns.len() > 1).collect()
}
