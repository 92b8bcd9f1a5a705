//! Rows that are written along with the one they belong to.

use std::{any::Any, fmt, marker::PhantomData, pin::Pin};

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseExecutor, DynIden, EntityTrait, IntoActiveModel,
    Iterable, Value,
    sea_query::{Alias, DeleteStatement, Expr, ExprTrait, IntoIden, Query, SimpleExpr, TableRef},
};

use super::{
    ModelSerializer,
    join::{Join, Junction, Seen},
    load::table_name,
    offspring::Instance,
    read::Read,
    save::Executor,
    validated::Validated,
    whole_object,
};
use crate::{Error, Request, Result, error::ErrorDetail};

/// A validated child.
pub(crate) struct Child {
    /// A [`Validated`] of its serializer.
    validated: Box<dyn Any + Send + Sync>,
    /// The key of the row that it updates.
    key: Option<Value>,
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// What a nested serializer does with its rows, without its type.
pub(crate) trait AnyChildren: fmt::Debug + Send + Sync {
    /// Makes a child of the values of its fields, and runs its serializer's own check.
    fn assemble<'a>(
        &'a self,
        values: Vec<Option<Read>>,
        instance: Option<Instance>,
        request: &'a Request,
    ) -> BoxFuture<'a, Child>;

    /// Writes a child: a new one belongs to a row by the column and the key of `owner`.
    fn write<'a>(
        &'a self,
        child: Child,
        owner: (usize, Value),
        executor: &'a Executor<'a>,
    ) -> BoxFuture<'a, ()>;
}

/// [`AnyChildren`] of the serializer `S`.
pub(crate) struct Children<S>(PhantomData<fn() -> S>);

impl<S> Children<S> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S> fmt::Debug for Children<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Children")
    }
}

impl<S: ModelSerializer> AnyChildren for Children<S> {
    fn assemble<'a>(
        &'a self,
        values: Vec<Option<Read>>,
        instance: Option<Instance>,
        request: &'a Request,
    ) -> BoxFuture<'a, Child> {
        Box::pin(async move {
            let (active, key) = there::<S>(instance);
            let new = key.is_none();
            let mut child = Validated::<S>::assemble(S::table(), active, values, new, !new)?;
            S::validate(&mut child, request).await.map_err(whole_object(request))?;
            Ok(Child { validated: Box::new(child), key })
        })
    }

    fn write<'a>(
        &'a self,
        child: Child,
        (column, key): (usize, Value),
        executor: &'a Executor<'a>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let new = child.key.is_none();
            let Ok(mut validated) = child.validated.downcast::<Validated<S>>() else {
                return Ok(());
            };
            let foreign_key = <S::Entity as EntityTrait>::Column::iter().nth(column);
            if let Some(foreign_key) = foreign_key.filter(|_| new) {
                validated.try_set(foreign_key, key)?;
            }
            validated.write(executor, new).await.map(drop)
        })
    }
}

/// Makes these the children of the row with this key: those that it had are deleted.
async fn replace(
    children: Vec<Child>,
    class: &dyn AnyChildren,
    join: &Join,
    key: Value,
    seen: Seen,
    new: bool,
    executor: &Executor<'_>,
) -> Result<()> {
    let column = &join.target.columns[join.to];
    if !new {
        let kept = children.iter().filter_map(|child| child.key.clone()).collect();
        let delete = delete_children(join, key.clone(), kept, seen);
        executor.sea_orm.execute(&delete).await?;
    }
    for child in children {
        class.write(child, (column.ordinal, key.clone()), executor).await?;
    }
    Ok(())
}

/// Deletes the rows that belong to the one with this key, but for those that stay and those that
/// are not seen.
fn delete_children(join: &Join, key: Value, kept: Vec<Value>, seen: Seen) -> DeleteStatement {
    let target = &join.target;
    let column = &target.columns[join.to];
    let mut delete = Query::delete();
    delete
        .from_table(target.table.clone())
        .and_where(Expr::col(column.reference.1.clone()).eq(key.clone()));
    if let Some(own) = target.primary_key.first().filter(|_| !kept.is_empty()) {
        let own = target.columns[*own].reference.1.clone();
        delete.and_where(Expr::col(own).is_not_in(kept));
    }
    if let Some(seen) = seen {
        let keys = target.primary_key.iter().map(|place| target.columns[*place].reference.clone());
        let own = Expr::col(column.reference.clone()).eq(key);
        delete.and_where(among(&target.table, keys.collect(), own.and(seen)));
    }
    delete
}

/// True for the rows of a table of which the condition is, by their keys. Distinct rows are a table
/// of their own for MySQL, which reads no table that it is writing.
fn among(table: &TableRef, keys: Vec<(DynIden, DynIden)>, condition: SimpleExpr) -> SimpleExpr {
    let alias = Alias::new("seen").into_iden();
    let (mut rows, mut found) = (Query::select(), Query::select());
    rows.distinct().from(table.clone()).and_where(condition);
    let mut own = Vec::with_capacity(keys.len());
    for (number, key) in keys.into_iter().enumerate() {
        let name = Alias::new(format!("key_{number}")).into_iden();
        rows.expr_as(Expr::col(key.clone()), name.clone());
        found.column((alias.clone(), name));
        own.push(Expr::col(key.1));
    }
    found.from_subquery(rows, alias);
    match own.len() {
        1 => own.remove(0).in_subquery(found),
        _ => Expr::tuple(own).in_subquery(found),
    }
}

/// What a child starts from: the row that it updates with its key, or nothing.
fn there<S: ModelSerializer>(
    instance: Option<Instance>,
) -> (<S::Entity as EntityTrait>::ActiveModel, Option<Value>) {
    let row = instance.and_then(|Instance { model, values }| {
        let model = model.downcast::<<S::Entity as EntityTrait>::Model>().ok()?;
        let key = S::table().entity.primary_key.first().and_then(|place| values.get(*place))?;
        Some((model.into_active_model(), Some(key.clone())))
    });
    row.unwrap_or_else(|| (ActiveModelTrait::default(), None))
}

/// What is written beside the row itself, when its key is known.
pub(crate) enum Pending {
    Keys {
        field: &'static str,
        join: std::sync::Arc<Join>,
        keys: Vec<Value>,
        seen: Seen,
    },
    Children {
        join: std::sync::Arc<Join>,
        children: std::sync::Arc<dyn AnyChildren>,
        rows: Vec<Child>,
        seen: Seen,
    },
}

impl Pending {
    /// Writes it for the row with these values.
    pub(super) async fn save(
        self,
        row: &[Value],
        new: bool,
        executor: &Executor<'_>,
    ) -> Result<()> {
        let key = |join: &Join| row.get(join.from.ordinal).cloned().unwrap_or(Value::BigInt(None));
        match self {
            Self::Keys { field, join, keys, seen } => {
                let Some(junction) = &join.junction else { return Ok(()) };
                let saved = relate(junction, key(&join), keys, seen, new, executor.sea_orm).await;
                saved.map_err(|error| gone(error, field))
            }
            Self::Children { join, children, rows, seen } => {
                let key = key(&join);
                replace(rows, &*children, &join, key, seen, new, executor).await
            }
        }
    }
}

/// A row that was there when the input was checked is gone.
fn gone(error: Error, field: &'static str) -> Error {
    let foreign_key = matches!(&error, Error::Database(cause)
        if matches!(cause.sql_err(), Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_))));
    if !foreign_key {
        return error;
    }
    let message = ErrorDetail::new("Invalid pk - object does not exist.", "does_not_exist");
    crate::ValidationError::field(field, message).into()
}

/// Makes the rows of a junction table those of these keys, as far as others were seen, touching
/// none that is there already.
async fn relate(
    junction: &Junction,
    key: Value,
    mut wanted: Vec<Value>,
    seen: Seen,
    new: bool,
    transaction: &DatabaseExecutor<'_>,
) -> Result<()> {
    if !new {
        // Deleted by what is kept, so that no row is read that another request is changing.
        let mut delete = Query::delete();
        delete
            .from_table(junction.table.clone())
            .and_where(Expr::col(junction.from.clone()).eq(key.clone()));
        if !wanted.is_empty() {
            delete.and_where(Expr::col(junction.to.clone()).is_not_in(wanted.iter().cloned()));
        }
        if let Some(seen) = seen {
            let table = table_name(&junction.table);
            let own = Expr::col((table.clone(), junction.from.clone())).eq(key.clone());
            let keys = vec![(table, junction.to.clone())];
            delete.and_where(among(&junction.table, keys, own.and(seen)));
        }
        transaction.execute(&delete).await?;
        wanted = missing(junction, &key, wanted, transaction).await?;
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let mut insert = Query::insert();
    insert.into_table(junction.table.clone()).columns([junction.from.clone(), junction.to.clone()]);
    for other in wanted {
        insert.values_panic([Expr::val(key.clone()), Expr::val(other)]);
    }
    transaction.execute(&insert).await?;
    Ok(())
}

/// Those of the keys that the row is not related to yet.
async fn missing(
    junction: &Junction,
    key: &Value,
    wanted: Vec<Value>,
    transaction: &DatabaseExecutor<'_>,
) -> Result<Vec<Value>> {
    let mut missing = Vec::new();
    let table = table_name(&junction.table);
    let mut query = Query::select();
    for other in &wanted {
        let mut row = Query::select();
        row.expr(Expr::cust("1"))
            .from(junction.table.clone())
            .and_where(Expr::col((table.clone(), junction.from.clone())).eq(key.clone()))
            .and_where(Expr::col((table.clone(), junction.to.clone())).eq(other.clone()));
        query.expr(sea_orm::sea_query::CaseStatement::new().case(Expr::exists(row), 1).finally(0));
    }
    if wanted.is_empty() {
        return Ok(missing);
    }
    if let Some(row) = transaction.query_one(&query).await? {
        for (place, other) in wanted.into_iter().enumerate() {
            if row.try_get_by_index::<i32>(place)? != 1 {
                missing.push(other);
            }
        }
    }
    Ok(missing)
}
