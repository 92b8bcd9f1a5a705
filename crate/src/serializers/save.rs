//! Rows written by the engine itself, in one statement each.
//!
//! These are the bodies of SeaORM's `insert`, `update` and `delete` with the statement in the
//! engine's hands: it may go another way than SeaORM's connection, and only what reads and sets the
//! columns of a model is compiled for each entity. The hooks of the entity's `ActiveModelBehavior`
//! get SeaORM's connection or transaction, as ever; outside of a transaction the row is committed
//! when `after_save` runs.

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue, ConnectionTrait, DatabaseExecutor,
    DbBackend, DbErr, IntoActiveModel, Iterable, Statement, TryIntoModel, Value,
    sea_query::{ColumnType, ExprTrait, Query, SimpleExpr},
};

use super::{
    Entity,
    entity::{EntityFacts, read_model},
};
use crate::{
    Result,
    database::{Database, Row},
};

/// Who runs the engine's statements: a database, or a connection or transaction of SeaORM's.
pub(crate) struct Executor<'a> {
    database: Option<&'a Database>,
    pub(super) sea_orm: &'a DatabaseExecutor<'a>,
}

impl<'a> Executor<'a> {
    /// A database, whose `sea_orm` serves the entity's hooks and the models that the engine cannot
    /// read.
    pub(super) fn of_database(database: &'a Database, sea_orm: &'a DatabaseExecutor<'a>) -> Self {
        Self { database: Some(database), sea_orm }
    }

    fn backend(&self) -> DbBackend {
        self.sea_orm.get_database_backend()
    }

    async fn rows(&self, statement: Statement) -> Result<Vec<Row>> {
        if let Some(database) = self.database {
            return database.write(statement).await;
        }
        let rows = self.sea_orm.query_all_raw(statement).await?;
        Ok(rows.into_iter().map(Row::from).collect())
    }
}

impl<'a> From<&'a DatabaseExecutor<'a>> for Executor<'a> {
    fn from(sea_orm: &'a DatabaseExecutor<'a>) -> Self {
        Self { database: None, sea_orm }
    }
}

/// Inserts or updates a row.
pub(super) async fn save<E: Entity>(
    active: E::ActiveModel,
    facts: &EntityFacts,
    executor: &Executor<'_>,
    new: bool,
) -> Result<E::Model> {
    let hooks = executor.sea_orm;
    let mut active = E::ActiveModel::before_save(active, hooks, new).await?;
    let values = taken::<E>(&mut active);
    let zeros = facts.zeros(set(&values));
    let row = facts.save(values, new, executor).await?;
    let mut model = read_model::<E>(&row, facts.kinds.as_deref().unwrap_or_default())?;
    if !zeros.is_empty() {
        model = with_zeros::<E>(model, zeros)?;
    }
    Ok(E::ActiveModel::after_save(model, hooks, new).await?)
}

/// Deletes a row.
pub(crate) async fn delete<E: Entity>(
    model: E::Model,
    facts: &EntityFacts,
    database: &Database,
) -> Result<()> {
    let hooks = DatabaseExecutor::from(database.connection());
    let mut active = E::ActiveModel::before_delete(model.into_active_model(), &hooks).await?;
    let deleted = active.clone();
    facts.delete(taken::<E>(&mut active), database).await?;
    E::ActiveModel::after_delete(deleted, &hooks).await?;
    Ok(())
}

/// The values of all columns.
type Values = Vec<ActiveValue<Value>>;

fn set(values: &Values) -> impl Iterator<Item = (usize, &Value)> {
    values.iter().enumerate().filter_map(|(place, value)| match value {
        ActiveValue::Set(value) => Some((place, value)),
        _ => None,
    })
}

fn taken<E: Entity>(active: &mut E::ActiveModel) -> Values {
    let mut values = Vec::new();
    for column in E::Column::iter() {
        values.push(active.take(column));
    }
    values
}

/// The answer to a write shows what was validated: databases forget the sign of a zero.
fn with_zeros<E: Entity>(model: E::Model, zeros: Vec<(usize, Value)>) -> Result<E::Model, DbErr> {
    let mut active = model.into_active_model();
    for (place, zero) in zeros {
        if let Some(column) = E::Column::iter().nth(place)
            // Equal but for its sign: what the database itself made of the value stays.
            && active.get(column).into_value().is_some_and(|kept| kept == zero)
        {
            active.try_set(column, zero)?;
        }
    }
    active.try_into_model()
}

impl EntityFacts {
    async fn save(&self, values: Values, new: bool, executor: &Executor<'_>) -> Result<Row> {
        match new {
            true => self.insert(values, executor).await,
            false => self.update(values, executor).await,
        }
    }

    async fn insert(&self, mut values: Values, executor: &Executor<'_>) -> Result<Row> {
        let returns = executor.backend() != DbBackend::MySql;
        let key: Vec<_> = match returns {
            true => Vec::new(),
            false => self.primary_key.iter().map(|place| values[*place].clone()).collect(),
        };
        let mut insert = Query::insert();
        insert.into_table(self.table.clone()).or_default_values();
        let (mut columns, mut inserted) = (Vec::new(), Vec::new());
        for (column, value) in self.columns.iter().zip(&mut values) {
            if let Some(value) = std::mem::take(value).into_value() {
                columns.push(column.reference.1.clone());
                inserted.push(column.saved(value));
            }
        }
        insert.columns(columns).values_panic(inserted);
        let gone = || DbErr::RecordNotFound("Failed to find inserted item".to_owned());
        if returns {
            let statement = executor.backend().build(insert.returning(self.returning()));
            return first(executor.rows(statement).await?, gone);
        }
        let inserted = executor.sea_orm.execute(&insert).await?;
        let key = with_last_id(key, inserted.last_insert_id())?;
        self.find_by(key, executor, gone).await
    }

    async fn update(&self, mut values: Values, executor: &Executor<'_>) -> Result<Row> {
        let key = self.key_in(&mut values).ok_or(DbErr::UpdateGetPrimaryKey)?;
        let mut update = Query::update();
        update.table(self.table.clone());
        for (column, value) in self.columns.iter().zip(values) {
            if let ActiveValue::Set(value) = value {
                update.value(column.reference.1.clone(), column.saved(value));
            }
        }
        if update.get_values().is_empty() {
            let gone = || DbErr::RecordNotFound("Failed to find updated item".to_owned());
            return self.find_by(key, executor, gone).await;
        }
        update.and_where_option(self.has_key(key.clone()));
        let gone = || DbErr::RecordNotUpdated;
        if executor.backend() != DbBackend::MySql {
            let statement = executor.backend().build(update.returning(self.returning()));
            return first(executor.rows(statement).await?, gone);
        }
        match executor.sea_orm.execute(&update).await?.rows_affected() {
            0 => Err(gone().into()),
            _ => self.find_by(key, executor, gone).await,
        }
    }

    async fn delete(&self, mut values: Values, database: &Database) -> Result<()> {
        let key = self.key_in(&mut values).ok_or(DbErr::UpdateGetPrimaryKey)?;
        let mut delete = Query::delete();
        delete.from_table(self.table.clone()).and_where_option(self.has_key(key));
        database.execute(&delete).await.map(drop)
    }

    /// The row with a key.
    async fn find_by(
        &self,
        key: Vec<Value>,
        executor: &Executor<'_>,
        gone: impl Fn() -> DbErr,
    ) -> Result<Row> {
        let mut row = self.find.clone();
        row.and_where_option(self.has_key(key));
        first(executor.rows(executor.backend().build(&row)).await?, gone)
    }

    /// Takes the values of the primary key, if they are all there.
    fn key_in(&self, values: &mut Values) -> Option<Vec<Value>> {
        let take = |place: &usize| std::mem::take(values.get_mut(*place)?).into_value();
        self.primary_key.iter().map(take).collect()
    }

    fn has_key(&self, key: Vec<Value>) -> Option<SimpleExpr> {
        let key = self.primary_key.iter().map(|place| &self.columns[*place]).zip(key);
        key.map(|(column, value)| column.is(value)).reduce(ExprTrait::and)
    }

    /// The zeros among values that are written.
    pub(super) fn zeros<'v>(
        &self,
        written: impl Iterator<Item = (usize, &'v Value)>,
    ) -> Vec<(usize, Value)> {
        use ColumnType::{Decimal, Double, Float};

        let signed = |place: usize| {
            let column_type = self.columns.get(place).map(|column| &column.column_type);
            matches!(column_type, Some(Float | Double | Decimal(_)))
        };
        let zeros = written.filter(|(place, value)| signed(*place) && is_zero(value));
        zeros.map(|(place, value)| (place, value.clone())).collect()
    }
}

/// A key whose one missing value the database has counted up.
fn with_last_id(key: Values, last_id: u64) -> Result<Vec<Value>, DbErr> {
    let missing = key.iter().filter(|value| value.is_not_set()).count();
    match (missing, last_id) {
        (0, _) => {}
        (1, 1..) => {}
        (_, 0) => return Err(DbErr::RecordNotInserted),
        _ => return Err(DbErr::UnpackInsertId),
    }
    let last_id = Value::BigUnsigned(Some(last_id));
    Ok(key.into_iter().map(|value| value.into_value().unwrap_or(last_id.clone())).collect())
}

fn first(rows: Vec<Row>, gone: impl Fn() -> DbErr) -> Result<Row> {
    Ok(rows.into_iter().next().ok_or_else(gone)?)
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Float(value) => *value == Some(0.0),
        Value::Double(value) => *value == Some(0.0),
        #[cfg(feature = "rust_decimal")]
        Value::Decimal(value) => value.is_some_and(|value| value.is_zero()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_only_if_the_database_has_counted_it_up() {
        let (set, missing) = (|| ActiveValue::Set(Value::from("a")), || ActiveValue::NotSet);
        let counted = Value::BigUnsigned(Some(7));
        assert_eq!(with_last_id(vec![set()], 0), Ok(vec![Value::from("a")]));
        assert_eq!(with_last_id(vec![missing()], 7), Ok(vec![counted.clone()]));
        let both = with_last_id(vec![set(), missing()], 7);
        assert_eq!(both, Ok(vec![Value::from("a"), counted]));
        assert_eq!(with_last_id(vec![missing()], 0), Err(DbErr::RecordNotInserted));
        assert_eq!(with_last_id(vec![missing(), missing()], 7), Err(DbErr::UnpackInsertId));
    }
}
