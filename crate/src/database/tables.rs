//! The tables of entities.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Iterable, Schema,
    sea_query::{
        Alias, ColumnDef, ColumnType, DynIden, Expr, ExprTrait, Func, Query, SimpleExpr, Table,
        TableCreateStatement, extension::postgres::Type,
    },
};

use super::Database;
use crate::Result;

impl Database {
    /// Creates the table of an entity with its indexes, foreign keys and, on PostgreSQL, enums,
    /// and says whether it did: `false` if the table was there.
    ///
    /// For examples, tests and small applications; others run the `Migrator` of their
    /// `sea-orm-migration` crate: `Migrator::up(database.connection(), None).await?`.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the database refuses.
    pub async fn create_table<E: EntityTrait>(&self, entity: E) -> Result<bool> {
        let mut probe = Query::select();
        probe.expr(Expr::cust("1")).from(entity.table_ref()).and_where(Expr::cust("1 = 0"));
        if self.connection.query_all(&probe).await.is_ok() {
            return Ok(false);
        }
        if self.backend == DbBackend::Postgres {
            self.create_enums::<E>().await?;
        }
        self.connection.execute(&Self::create_table_from_entity(entity, self.backend)).await?;
        for index in Schema::new(self.backend).create_index_from_entity(entity) {
            self.connection.execute(&index).await?;
        }
        Ok(true)
    }

    /// The statement that creates the table of an entity, for migrations: SeaORM's, but that on
    /// MySQL times keep their microseconds and their years before 1970 and after 2038
    /// (`datetime(6)`, `time(6)`), and that text and bytes without a limit have none (`longtext`,
    /// `longblob`).
    pub fn create_table_from_entity<E: EntityTrait>(
        entity: E,
        backend: DbBackend,
    ) -> TableCreateStatement {
        let stated = Schema::new(backend).create_table_from_entity(entity);
        if backend != DbBackend::MySql {
            return stated;
        }
        let mut table = Table::create().table(entity.table_ref()).take();
        for column in stated.get_columns() {
            table.col(widened(column.clone()));
        }
        for index in stated.get_indexes() {
            table.index(&mut index.clone());
        }
        for key in stated.get_foreign_key_create_stmts() {
            table.foreign_key(&mut key.clone());
        }
        if let Some(comment) = stated.get_comment() {
            table.comment(comment);
        }
        table
    }

    /// Creates the enums of an entity that are not there.
    async fn create_enums<E: EntityTrait>(&self) -> Result<()> {
        for column in E::Column::iter() {
            let ColumnType::Enum { name, variants } = column.def().get_column_type().clone() else {
                continue;
            };
            // Among the schemas of the search path, as the table will look for it.
            let known = SimpleExpr::from(Func::cust(Alias::new("TO_REGTYPE")).arg(quoted(&name)));
            let mut probe = Query::select();
            probe.expr(Expr::cust("1")).and_where(known.is_not_null());
            if self.connection.query_one(&probe).await?.is_none() {
                let create = Type::create().as_enum(name).values(variants).to_owned();
                self.connection.execute(&create).await?;
            }
        }
        Ok(())
    }
}

fn quoted(name: &DynIden) -> String {
    format!("\"{}\"", name.to_string().replace('"', "\"\""))
}

/// A column of MySQL that keeps all that its Rust type holds.
fn widened(mut column: ColumnDef) -> ColumnDef {
    let wider = match column.get_column_type() {
        Some(ColumnType::DateTime | ColumnType::Timestamp | ColumnType::TimestampWithTimeZone) => {
            "datetime(6)"
        }
        Some(ColumnType::Time) => "time(6)",
        Some(ColumnType::Text) => "longtext",
        Some(ColumnType::Blob) => "longblob",
        _ => return column,
    };
    column.custom(Alias::new(wider));
    column
}
