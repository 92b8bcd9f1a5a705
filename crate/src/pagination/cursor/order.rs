//! The order that cursors point into, and the rows after a place in it.

use sea_orm::{
    DbBackend, Order as Direction, Value,
    sea_query::{ColumnType, Cond, Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use super::{invalid_cursor, position};
use crate::{
    Error, Result,
    database::{Row, kept},
    fields::Kind,
    filters::Ordering,
    serializers::{ColumnFacts, Table, kind_of_key},
};

/// Columns by which no two rows are alike.
pub(in crate::pagination) struct Order<'a> {
    pub(super) terms: Vec<Term<'a>>,
    backend: DbBackend,
}

/// A column in a direction.
#[derive(Clone)]
pub(in crate::pagination) struct Term<'a> {
    /// The column, or the subquery that finds it in another table.
    value: SimpleExpr,
    /// What the entity says of the column, if it is its own.
    own: Option<&'a ColumnFacts>,
    kind: &'static Kind,
    descending: bool,
}

/// The values of a row's ordering columns.
pub(in crate::pagination) type Place = Vec<Option<Value>>;

impl<'a> Order<'a> {
    /// Those of an ordering, and after them the primary key unless rows are told apart already.
    ///
    /// # Errors
    /// [`Error::Internal`] if the primary key is of a type that cannot be read.
    pub(super) fn of(ordering: &[Ordering], table: &'a Table, backend: DbBackend) -> Result<Self> {
        Self::by(ordering.iter().map(|term| Term::stated(term, table)), table, backend)
    }

    /// These terms, and after them the primary key likewise.
    ///
    /// # Errors
    /// As [`Order::of`].
    pub(in crate::pagination) fn by(
        terms: impl IntoIterator<Item = Term<'a>>,
        table: &'a Table,
        backend: DbBackend,
    ) -> Result<Self> {
        let stated = terms.into_iter().map(Ok);
        let mut terms: Vec<Term<'a>> = Vec::new();
        let key = table.primary_key().map(|column| Term::key(column, table));
        for term in stated.chain(key) {
            let term = term?;
            if terms.iter().any(|other| other.value == term.value) {
                continue;
            }
            let last = term.is_unique();
            terms.push(term);
            if last {
                break;
            }
        }
        Ok(Self { terms, backend })
    }

    /// `true` if rows that did not come through SeaORM tell their place.
    pub(super) fn reads_directly(&self) -> bool {
        self.terms.iter().all(|term| term.kind.reads_directly())
    }

    /// What a statement must read to tell the place of a row.
    pub(in crate::pagination) fn columns(&self) -> impl Iterator<Item = SimpleExpr> {
        self.terms.iter().map(Term::select)
    }

    /// Orders a statement, the other way round if it goes backwards.
    pub(in crate::pagination) fn apply(&self, statement: &mut SelectStatement, reverse: bool) {
        statement.clear_order_by();
        for term in &self.terms {
            let direction =
                if term.descending != reverse { Direction::Desc } else { Direction::Asc };
            statement.order_by_expr(term.value.clone(), direction);
        }
    }

    /// The place of a row, whose values are read from this column on.
    ///
    /// # Errors
    /// [`Error::Database`] if a column holds no value of its type.
    pub(in crate::pagination) fn place(&self, row: &Row, from: usize) -> Result<Place> {
        let value = |(number, term): (usize, &Term<'_>)| match row.is_null(from + number) {
            true => Ok(None),
            false => Ok(Some((term.kind.read_row)(row, from + number)?)),
        };
        self.terms.iter().enumerate().map(value).collect()
    }

    /// The place of a row as the database keeps its values, where SQLite's columns hold others
    /// than those of their type.
    ///
    /// # Errors
    /// As [`Order::place`].
    pub(in crate::pagination) fn kept_place(&self, row: &Row, from: usize) -> Result<Place> {
        let value = |(number, term): (usize, &Term<'_>)| match row.kept(from + number) {
            Some(value) => Ok(Some(value)),
            None if row.is_null(from + number) => Ok(None),
            None => Ok(Some((term.kind.read_row)(row, from + number)?)),
        };
        self.terms.iter().enumerate().map(value).collect()
    }

    /// The values of a place as texts.
    pub(super) fn texts(&self, place: &Place) -> Vec<Option<String>> {
        let text = |(term, value): (&Term<'_>, &Option<Value>)| {
            value.as_ref().map(|value| position::text(term.kind, value))
        };
        self.terms.iter().zip(place).map(text).collect()
    }

    /// The place that texts stand for: the values of as many columns.
    ///
    /// # Errors
    /// 404 "Invalid cursor" if they are not values of these columns.
    pub(super) fn read<'t>(
        &self,
        texts: impl IntoIterator<Item = Option<&'t str>>,
    ) -> Result<Place> {
        let value = |(term, text): (&Term<'_>, Option<&str>)| match text {
            None => Ok(None),
            Some(text) => position::value(term.kind, text).map(Some).ok_or_else(invalid_cursor),
        };
        self.terms.iter().zip(texts).map(value).collect()
    }

    /// The rows after a place in the direction of travel, as ranges of which each comes after the
    /// one before it. In each all columns but one are fixed, so that an index leads to its first
    /// row, however many rows there are before it.
    pub(in crate::pagination) fn after(&self, place: &Place, reverse: bool) -> Vec<Cond> {
        let mut ranges = Vec::new();
        for last in (0..place.len()).rev() {
            for range in self.beyond(last, place[last].as_ref(), reverse) {
                ranges.push(self.at(&place[..last]).add(range));
            }
        }
        ranges
    }

    /// The rows with these values in the first columns.
    pub(super) fn at(&self, values: &[Option<Value>]) -> Cond {
        let terms = self.terms.iter().zip(values);
        terms.fold(Cond::all(), |all, (term, value)| {
            all.add(match value {
                Some(value) => term.value.clone().eq(term.bound(value, self.backend)),
                None => term.value.clone().is_null(),
            })
        })
    }

    fn beyond(&self, term: usize, value: Option<&Value>, reverse: bool) -> Vec<SimpleExpr> {
        let term = &self.terms[term];
        let descending = term.descending != reverse;
        // PostgreSQL takes NULL for the greatest value, the others for the smallest.
        let nulls_come_last = (self.backend == DbBackend::Postgres) != descending;
        match value {
            None if nulls_come_last => Vec::new(),
            None => vec![term.value.clone().is_not_null()],
            Some(value) => {
                let value = term.bound(value, self.backend);
                let further = if descending {
                    term.value.clone().lt(value)
                } else {
                    term.value.clone().gt(value)
                };
                let nulls = term.is_nullable() && nulls_come_last;
                [further].into_iter().chain(nulls.then(|| term.value.clone().is_null())).collect()
            }
        }
    }
}

impl<'a> Term<'a> {
    pub(in crate::pagination) fn stated(ordering: &Ordering, table: &'a Table) -> Self {
        let (value, direction) = ordering.term();
        let mut columns = table.entity.columns.iter();
        Self {
            value,
            own: columns.find(|column| column.reference == ordering.column),
            kind: ordering.kind,
            descending: matches!(direction, Direction::Desc),
        }
    }

    fn key(column: &'a ColumnFacts, table: &Table) -> Result<Self> {
        Self::column(column, table, false).ok_or_else(|| {
            let ColumnFacts { name, .. } = column;
            Error::internal(format!(
                "pages by cursor cannot read the key `{name}`; make it a field of the serializer"
            ))
        })
    }

    /// A column of the entity, if its type is known.
    pub(in crate::pagination) fn column(
        column: &'a ColumnFacts,
        table: &Table,
        descending: bool,
    ) -> Option<Self> {
        let kind = table.kind_of(column).or_else(|| kind_of_key(&column.column_type))?;
        let value = Expr::col(column.reference.clone());
        Some(Self { value, own: Some(column), kind, descending })
    }

    /// What a statement is ordered by.
    pub(in crate::pagination) fn ordering(&self) -> (SimpleExpr, Direction) {
        let direction = if self.descending { Direction::Desc } else { Direction::Asc };
        (self.value.clone(), direction)
    }

    /// No two rows have the same value.
    fn is_unique(&self) -> bool {
        self.own.is_some_and(|column| column.primary_key || (column.unique && !column.nullable))
    }

    /// A row may have no value, or no row in the other table.
    fn is_nullable(&self) -> bool {
        self.own.is_none_or(|column| column.nullable)
    }

    /// What reads the value.
    fn select(&self) -> SimpleExpr {
        self.own.map_or_else(|| self.value.clone(), |column| column.select.clone())
    }

    fn bound(&self, value: &Value, backend: DbBackend) -> SimpleExpr {
        let value = Expr::val(kept(value.clone(), backend));
        match self.own.map(|column| &column.column_type) {
            Some(ColumnType::Enum { name, .. }) => value.as_enum(name.clone()),
            _ => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, EntityTrait, QueryTrait, Statement};

    use super::*;
    use crate::Database;

    mod reading {
        use sea_orm::entity::prelude::*;

        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
        #[sea_orm(table_name = "reading")]
        pub(super) struct Model {
            #[sea_orm(primary_key)]
            pub(super) id: i64,
            pub(super) sensor: String,
            pub(super) level: Option<i32>,
        }

        impl ActiveModelBehavior for ActiveModel {}
    }

    async fn indexed() -> Database {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        database.create_table(reading::Entity).await.unwrap();
        for index in ["(sensor)", "(level)", "(sensor, level)"] {
            let name = index.replace(|c: char| !c.is_alphabetic(), "_");
            let create = format!("CREATE INDEX by{name} ON reading {index}");
            database.connection().execute_unprepared(&create).await.unwrap();
        }
        database
    }

    /// How SQLite finds the rows of a statement.
    async fn explain(database: &Database, statement: &SelectStatement) -> String {
        let mut statement: Statement = database.backend().build(statement);
        statement.sql.insert_str(0, "EXPLAIN QUERY PLAN ");
        let rows = database.connection().query_all_raw(statement).await.unwrap();
        let steps = rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap());
        steps.collect::<Vec<_>>().join("; ")
    }

    #[tokio::test]
    async fn an_index_leads_to_the_first_row_of_each_range() {
        let database = indexed().await;
        let sensor = |desc: bool| {
            let column = crate::column!(reading::Entity, sensor);
            if desc { Ordering::desc(column) } else { Ordering::asc(column) }
        };
        let level = || Ordering::desc(crate::column!(reading::Entity, level));
        let table = Table::of::<reading::Entity>();
        for (ordering, texts) in [
            (vec![sensor(false)], vec![Some("keel"), Some("7")]),
            (vec![sensor(true)], vec![Some("keel"), Some("7")]),
            (vec![level()], vec![Some("3"), Some("7")]),
            (vec![level()], vec![None, Some("7")]),
            (vec![sensor(true), level()], vec![Some("keel"), Some("3"), Some("7")]),
            (vec![sensor(false), level()], vec![Some("keel"), None, Some("7")]),
        ] {
            let order = Order::of(&ordering, &table, DbBackend::Sqlite).unwrap();
            let place = order.read(texts.clone()).unwrap();
            for (reverse, range) in [false, true].into_iter().flat_map(|reverse| {
                order.after(&place, reverse).into_iter().map(move |r| (reverse, r))
            }) {
                let mut statement = reading::Entity::find().into_query();
                order.apply(&mut statement, reverse);
                statement.cond_where(range);
                let plan = explain(&database, &statement).await;
                let led = plan.starts_with("SEARCH reading USING") && plan.contains("INDEX by_");
                let sorted = plan.contains("TEMP B-TREE FOR ORDER BY");
                assert!(led && !sorted, "{texts:?}: {plan}");
            }
        }
    }
}
