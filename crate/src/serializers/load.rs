//! The rows of a plan: one query a relation and level, whatever the number of rows.

use std::{
    any::Any,
    collections::{HashMap, HashSet},
    pin::Pin,
};

use futures_util::future::try_join_all;
use sea_orm::{
    Value,
    sea_query::{
        Alias, Asterisk, DynIden, Expr, ExprTrait, Func, IntoIden, Order, Query, SelectStatement,
        SimpleExpr, TableName, TableRef,
    },
};

use super::{
    column::ColumnFacts,
    entity::{AnyModel, EntityFacts},
    join::Join,
    key::{Key, read_key},
    plan::{Branch, Level, Rows},
};
use crate::{
    Request, Result,
    database::{Database, Row},
};

/// More values than this in one `IN` are asked for in several statements: SQLite takes no more
/// than 32,766, PostgreSQL and MySQL no more than 65,535.
const MAX_KEYS: usize = 30_000;

/// The rows of a level with everything that belongs to them.
pub(super) struct Loaded<'a> {
    pub(super) records: Vec<Record<'a>>,
    pub(super) branches: Vec<Found>,
}

/// One row.
pub(super) struct Record<'a> {
    pub(super) columns: Columns,
    pub(super) model: Option<Model<'a>>,
}

/// Its columns, as a level reads them or all of the entity.
pub(super) enum Columns {
    Row(Row),
    /// All of the entity; what was `sent` may have lost its sign there.
    Whole {
        row: Row,
        sent: Vec<(usize, Value)>,
    },
    Values(Vec<Value>),
}

/// Its model.
pub(super) enum Model<'a> {
    Read(AnyModel),
    Given(&'a (dyn Any + Send + Sync)),
}

impl Model<'_> {
    pub(super) fn as_any(&self) -> &dyn Any {
        match self {
            Self::Read(model) => model.as_ref(),
            Self::Given(model) => *model,
        }
    }
}

/// What a branch has for each key.
pub(super) enum Found {
    Rows { loaded: Loaded<'static>, by_key: HashMap<Key, Vec<usize>> },
    Counts(HashMap<Key, i64>),
}

type Loading<'a, 'b> = Pin<Box<dyn Future<Output = Result<Loaded<'b>>> + Send + 'a>>;

/// Makes a statement read all columns of an entity, as its model is read.
pub(super) fn select_all(entity: &EntityFacts, statement: &mut SelectStatement) {
    for column in &entity.columns {
        statement.expr_as(column.select.clone(), Alias::new(column.name.clone()));
    }
}

impl Level {
    /// Makes a statement read the columns of this level, and then, if it is given, a key.
    pub(super) fn select(&self, statement: &mut SelectStatement, key: Option<SimpleExpr>) {
        statement.clear_selects();
        for (place, &ordinal) in self.places().iter().enumerate() {
            let column = &self.entity.columns[ordinal];
            // SeaORM reads a model by the names of its columns.
            let name = if self.model { column.name.clone() } else { format!("c{place}") };
            statement.expr_as(column.select.clone(), Alias::new(name));
        }
        if self.places().is_empty() {
            statement.expr(Expr::cust("1"));
        }
        if let Some(key) = key {
            statement.expr_as(key, Alias::new("related_key"));
        }
    }

    /// The records of rows that this level's statement found.
    pub(super) fn records<'a>(&self, rows: Vec<Row>) -> Result<Vec<Record<'a>>> {
        let record = |row: Row| {
            let model = match self.model {
                true => Some(Model::Read(self.entity.read_model(&row)?)),
                false => None,
            };
            Ok(Record { columns: Columns::Row(row), model })
        };
        rows.into_iter().map(record).collect()
    }

    /// Adds what belongs to the records.
    pub(super) fn load<'a, 'b: 'a>(
        &'a self,
        records: Vec<Record<'b>>,
        database: &'a Database,
        request: &'a Request,
    ) -> Loading<'a, 'b> {
        Box::pin(async move {
            if self.branches.is_empty() {
                return Ok(Loaded { records, branches: Vec::new() });
            }
            let mut asked = Vec::with_capacity(self.branches.len());
            for branch in &self.branches {
                let keys = self.keys(&records, &branch.join.from)?;
                asked.push(branch.load(keys, database, request));
            }
            let branches = try_join_all(asked).await?;
            Ok(Loaded { records, branches })
        })
    }

    /// The different values of a column.
    fn keys(&self, records: &[Record<'_>], column: &ColumnFacts) -> Result<Vec<Value>> {
        let mut seen = HashSet::with_capacity(records.len());
        let mut keys = Vec::with_capacity(records.len());
        for record in records {
            let value = self.value(record, column)?;
            if Key::of(&value).is_some_and(|key| seen.insert(key)) {
                keys.push(value);
            }
        }
        Ok(keys)
    }

    fn value(&self, record: &Record<'_>, column: &ColumnFacts) -> Result<Value> {
        match &record.columns {
            Columns::Row(row) => {
                Ok(read_key(row, self.place(column.ordinal), &column.column_type)?)
            }
            Columns::Whole { row, .. } => Ok(read_key(row, column.ordinal, &column.column_type)?),
            Columns::Values(values) => {
                Ok(values.get(column.ordinal).cloned().unwrap_or(Value::BigInt(None)))
            }
        }
    }

    /// The key by which a record finds its rows in a branch.
    pub(super) fn key(&self, record: &Record<'_>, branch: usize) -> Result<Option<Key>> {
        let value = self.value(record, &self.branches[branch].join.from)?;
        Ok(Key::of(&value))
    }
}

impl Branch {
    async fn load(
        &self,
        keys: Vec<Value>,
        database: &Database,
        request: &Request,
    ) -> Result<Found> {
        let mut rows = Vec::new();
        for keys in keys.chunks(MAX_KEYS) {
            let mut statement = self.statement(keys);
            self.narrow(&mut statement, request);
            rows.extend(database.all(&statement).await?);
        }
        match &self.rows {
            Rows::Count => Ok(Found::Counts(self.counts(&rows)?)),
            Rows::All(level) => {
                let key = level.places().len().max(1);
                let mut by_key: HashMap<Key, Vec<usize>> = HashMap::with_capacity(keys.len());
                for (index, row) in rows.iter().enumerate() {
                    let value = read_key(row, key, self.join.key_type())?;
                    if let Some(key) = Key::of(&value) {
                        by_key.entry(key).or_default().push(index);
                    }
                }
                let loaded = level.load(level.records(rows)?, database, request).await?;
                Ok(Found::Rows { loaded, by_key })
            }
        }
    }

    /// `SELECT … FROM tag JOIN book_tag ON … WHERE book_tag.book_id IN (…)`
    fn statement(&self, keys: &[Value]) -> SelectStatement {
        let join = &*self.join;
        let mut statement = Query::select();
        let key = match &join.junction {
            None => Expr::col(join.target.columns[join.to].reference.clone()),
            Some(junction) => Expr::col((table_name(&junction.table), junction.from.clone())),
        };
        match (&self.rows, &join.junction) {
            (Rows::Count, Some(junction)) => {
                statement.from(junction.table.clone());
            }
            (_, junction) => {
                statement.from(join.target.table.clone());
                if let Some(junction) = junction {
                    let other = (table_name(&junction.table), junction.to.clone());
                    let to = join.target.columns[join.to].reference.clone();
                    statement.inner_join(junction.table.clone(), Expr::col(to).equals(other));
                }
            }
        }
        statement.and_where(key.clone().is_in(keys.iter().cloned()));
        match &self.rows {
            Rows::Count => {
                statement.expr(Func::count(Expr::col(Asterisk))).expr(key.clone());
                statement.add_group_by([key]);
            }
            Rows::All(level) => {
                level.select(&mut statement, Some(key));
                self.order(&mut statement, join);
            }
        }
        statement
    }

    /// Leaves out the rows that are not to be shown.
    fn narrow(&self, statement: &mut SelectStatement, request: &Request) {
        statement.and_where_option(self.join.seen(request));
        let Some(prefetch) = &self.prefetch else { return };
        let target = &self.join.target;
        let (key, shown) = match &self.join.junction {
            Some(junction) => {
                let key = Expr::col((table_name(&junction.table), junction.to.clone()));
                (key, &target.columns[self.join.to])
            }
            None => {
                let Some(&key) = target.primary_key.first() else { return };
                (Expr::col(target.columns[key].reference.clone()), &target.columns[key])
            }
        };
        let mut rows = prefetch.rows(request);
        rows.clear_selects().clear_order_by().expr(Expr::col(shown.reference.clone()));
        statement.and_where(key.in_subquery(rows));
    }

    fn order(&self, statement: &mut SelectStatement, join: &Join) {
        let columns = &join.target.columns;
        for (ordinal, order) in &self.ordering {
            statement.order_by(columns[*ordinal].reference.clone(), order.clone());
        }
        for &ordinal in &join.target.primary_key {
            statement.order_by(columns[ordinal].reference.clone(), Order::Asc);
        }
    }

    fn counts(&self, rows: &[Row]) -> Result<HashMap<Key, i64>> {
        let mut counts = HashMap::with_capacity(rows.len());
        for row in rows {
            if let Some(key) = Key::of(&read_key(row, 1, self.join.key_type())?) {
                counts.insert(key, row.get::<i64>(0)?);
            }
        }
        Ok(counts)
    }
}

/// The name under which a table's columns are known.
pub(crate) fn table_name(table: &TableRef) -> DynIden {
    match table {
        TableRef::Table(TableName(_, name), None) => name.clone(),
        TableRef::Table(_, Some(alias))
        | TableRef::SubQuery(_, alias)
        | TableRef::ValuesList(_, alias)
        | TableRef::FunctionCall(_, alias) => alias.clone(),
        _ => Alias::new("").into_iden(),
    }
}
