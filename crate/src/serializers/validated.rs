//! Input that passed validation.

use std::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sea_orm::{
    ActiveModelTrait, DatabaseExecutor, DatabaseTransaction, EntityTrait, Iterable,
    SqliteTransactionMode, TransactionOptions, TransactionTrait, Value,
};

use super::{
    ModelSerializer,
    children::Pending,
    field::Source,
    read::Read,
    related::Show,
    save::{Executor, save},
    table::Table,
    values,
};
use crate::{Result, database::Database, fields::Extra};

pub(super) type ActiveModel<S> = <<S as ModelSerializer>::Entity as EntityTrait>::ActiveModel;
pub(super) type Model<S> = <<S as ModelSerializer>::Entity as EntityTrait>::Model;

/// Validated input as the entity's `ActiveModel`: what `perform_create` and `perform_update` get.
///
/// It dereferences to the `ActiveModel`, so hooks read and set columns by name; what a PATCH left
/// out is `Unchanged` there, null and a value are `Set`. Input that is no column is
/// [`Validated::extra`]. [`Validated::insert`] and [`Validated::update`] run the entity's
/// `before_save` and `after_save`, and write nested rows and those of junction tables in the same
/// transaction.
pub struct Validated<S: ModelSerializer> {
    pub(super) active: ActiveModel<S>,
    extras: Vec<(&'static str, Extra)>,
    pub(super) pending: Vec<Pending>,
    serializer: PhantomData<fn() -> S>,
}

/// Names input that is no column, with its type: the derive makes a constant of each
/// `#[serializer(extra)]` field, `MemberSerializer::PASSWORD_CONFIRM`.
pub struct ExtraField<T> {
    name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T> ExtraField<T> {
    /// The input of this name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, value: PhantomData }
    }
}

impl<S: ModelSerializer> Validated<S> {
    /// Puts the values of the fields where they belong.
    pub(super) fn assemble(
        table: &Table,
        mut active: ActiveModel<S>,
        fields: Vec<Option<Read>>,
        new: bool,
        partial: bool,
    ) -> Result<Self> {
        let Sorted { mut columns, extras, pending } = table.sort(fields, new);
        for (column, value) in Column::<S>::iter().zip(&mut columns) {
            match value.take() {
                Some(value) if partial => active.set_if_not_equals(column, value),
                Some(value) => active.try_set(column, value)?,
                None => {}
            }
        }
        Ok(Self { active, extras, pending, serializer: PhantomData })
    }

    /// The same input for another serializer of the entity.
    pub(super) fn of_serializer<O>(self) -> Validated<O>
    where
        O: ModelSerializer<Entity = S::Entity>,
    {
        let Self { active, extras, pending, .. } = self;
        Validated { active, extras, pending, serializer: PhantomData }
    }

    /// The `ActiveModel`; nested rows are left behind.
    pub fn into_inner(self) -> ActiveModel<S> {
        self.active
    }

    /// Input that is no column; `None` if it was not sent.
    pub fn extra<T: 'static>(&self, field: ExtraField<T>) -> Option<&T> {
        let (_, extra) = self.extras.iter().find(|(name, _)| *name == field.name)?;
        extra.downcast_ref()
    }

    /// Inserts the row, and in the same transaction what is nested in it. `db` is a SeaORM
    /// connection or a transaction of one's own.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database); the view answers violated constraints with
    /// the errors of fields.
    pub async fn insert<'c>(self, db: impl Into<DatabaseExecutor<'c>>) -> Result<Model<S>> {
        self.save(db.into(), true).await
    }

    /// Updates the row, writing only the columns that are `Set`, and in the same transaction what
    /// is nested in it.
    ///
    /// # Errors
    /// As [`Validated::insert`]; [`Error::NotFound`](crate::Error::NotFound) if the row is gone.
    pub async fn update<'c>(self, db: impl Into<DatabaseExecutor<'c>>) -> Result<Model<S>> {
        self.save(db.into(), false).await
    }

    async fn save(self, db: DatabaseExecutor<'_>, new: bool) -> Result<Model<S>> {
        self.save_by(&Executor::from(&db), new).await
    }

    /// Inserts the row by the engine's own way to the database.
    pub(crate) async fn insert_into(self, database: &Database) -> Result<Model<S>> {
        self.save_in(database, true).await
    }

    /// Updates the row likewise.
    pub(crate) async fn update_in(self, database: &Database) -> Result<Model<S>> {
        self.save_in(database, false).await
    }

    async fn save_in(self, database: &Database, new: bool) -> Result<Model<S>> {
        let db = DatabaseExecutor::from(database.connection());
        let executor = match S::table().entity.is_read_from(database) {
            true => Executor::of_database(database, &db),
            false => Executor::from(&db),
        };
        self.save_by(&executor, new).await
    }

    async fn save_by(self, executor: &Executor<'_>, new: bool) -> Result<Model<S>> {
        if self.pending.is_empty() {
            return self.write(executor, new).await;
        }
        let transaction = begin(executor.sea_orm).await?;
        let inside = DatabaseExecutor::Transaction(&transaction);
        let model = self.write(&Executor::from(&inside), new).await?;
        transaction.commit().await?;
        Ok(model)
    }

    /// Writes the row and what is nested in it. One kind of executor for databases, connections and
    /// transactions: it is compiled once for a serializer.
    pub(super) async fn write(self, executor: &Executor<'_>, new: bool) -> Result<Model<S>> {
        let model = save::<S::Entity>(self.active, &S::table().entity, executor, new).await?;
        if !self.pending.is_empty() {
            save_all(self.pending, &values::<S::Entity>(&model), new, executor).await?;
        }
        Ok(model)
    }
}

async fn save_all(
    pending: Vec<Pending>,
    row: &[Value],
    new: bool,
    executor: &Executor<'_>,
) -> Result<()> {
    for pending in pending {
        pending.save(row, new, executor).await?;
    }
    Ok(())
}

/// The values of fields by where they go.
pub(super) struct Sorted {
    /// By the places of the entity's columns.
    pub(super) columns: Vec<Option<Value>>,
    extras: Vec<(&'static str, Extra)>,
    pub(super) pending: Vec<Pending>,
}

impl Table {
    pub(super) fn sort(&self, fields: Vec<Option<Read>>, new: bool) -> Sorted {
        let (mut extras, mut pending) = (Vec::new(), Vec::new());
        let mut columns = vec![None; self.entity.columns.len()];
        for (field, read) in self.fields.iter().zip(fields) {
            match (read.or_else(|| field.implied().filter(|_| new)), &field.source) {
                (Some(Read::Value(value)), _) => {
                    if let Some(column) = field.written_column() {
                        columns[column.ordinal] = Some(value);
                    }
                }
                (Some(Read::Extra(extra)), _) => extras.push((field.name, extra)),
                (Some(Read::Keys(keys, seen)), Source::Related(related)) => {
                    let join = Arc::clone(&related.join);
                    pending.push(Pending::Keys { field: field.name, join, keys, seen });
                }
                (Some(Read::Children(rows, seen)), Source::Related(related)) => {
                    if let Show::Object { children: Some(children), .. } = &related.show {
                        let (join, children) = (Arc::clone(&related.join), Arc::clone(children));
                        pending.push(Pending::Children { join, children, rows, seen });
                    }
                }
                _ => {}
            }
        }
        if !new {
            // The key says which row is updated: a client's would be that of another row.
            self.entity.primary_key.iter().for_each(|&key| columns[key] = None);
        }
        Sorted { columns, extras, pending }
    }
}

/// A transaction that writes. SQLite is told at once: one that reads first may find itself
/// outrun by another writer.
pub(super) async fn begin(db: &DatabaseExecutor<'_>) -> Result<DatabaseTransaction> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(db.begin_with_options(options).await?)
}

pub(super) type Column<S> = <<S as ModelSerializer>::Entity as EntityTrait>::Column;

impl<S: ModelSerializer> Deref for Validated<S> {
    type Target = ActiveModel<S>;

    fn deref(&self) -> &Self::Target {
        &self.active
    }
}

impl<S: ModelSerializer> DerefMut for Validated<S> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.active
    }
}
