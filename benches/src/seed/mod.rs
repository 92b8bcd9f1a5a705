//! The database that each server gets a copy of.

mod postgres;
mod sqlite;

use clap::ValueEnum;
use countries::country;
use sea_orm::{ConnectionTrait, DatabaseConnection, Schema, sea_query::Index};

use crate::options::{Database, Options};
use postgres::Postgres;
use sqlite::Sqlite;

/// Rows of the smaller table.
pub(crate) const SMALL: u64 = 1000;
/// Rows of the larger table.
pub(crate) const LARGE: u64 = 100_000;
/// Areas are below this, a prime number, each of them different.
pub(crate) const AREAS: u64 = 1_000_003;
/// The key of the first of the rows that are there to be deleted.
pub(crate) const FIRST_DELETABLE: u64 = 10_000_000;
/// How many such rows there are.
pub(crate) const DELETABLE: u64 = 60_000;

/// SQLite's journal, a property of the file.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Journal {
    /// A write-ahead log.
    Wal,
    /// SQLite's default. seaview turns it into a write-ahead log when it opens the file.
    Delete,
}

/// A database with so many countries.
pub(crate) enum Seed {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// A server's own copy of it.
pub(crate) struct Copy {
    /// How the server finds it.
    pub(crate) url: String,
    /// Its name, if processes of a database server work for it.
    pub(crate) served_as: Option<String>,
    connection: DatabaseConnection,
}

impl Seed {
    /// Makes the database: always the same rows, with the keys 1 to `rows`.
    ///
    /// # Errors
    /// What the system or the database says.
    pub(crate) async fn create(options: &Options, rows: u64) -> anyhow::Result<Self> {
        Ok(match options.database {
            Database::Sqlite => Self::Sqlite(Sqlite::create(options, rows).await?),
            Database::Postgres => Self::Postgres(Postgres::create(options, rows).await?),
        })
    }

    /// A fresh copy for the server of this number.
    ///
    /// # Errors
    /// What the system or the database says.
    pub(crate) async fn copy(&self, number: usize) -> anyhow::Result<Copy> {
        match self {
            Self::Sqlite(seed) => seed.copy(number).await,
            Self::Postgres(seed) => seed.copy(number).await,
        }
    }

    /// Removes the database and its copies.
    ///
    /// # Errors
    /// What the system or the database says.
    pub(crate) async fn remove(self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(seed) => seed.remove(),
            Self::Postgres(seed) => seed.remove().await,
        }
    }
}

impl Copy {
    /// Puts the rows that are there to be deleted back.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn refill(&self) -> anyhow::Result<()> {
        fill(&self.connection, FIRST_DELETABLE, FIRST_DELETABLE + DELETABLE - 1).await
    }
}

/// Makes the table, with an index for the filter, and its rows.
async fn create_table(db: &DatabaseConnection, rows: u64) -> anyhow::Result<()> {
    let schema = Schema::new(db.get_database_backend());
    db.execute(&schema.create_table_from_entity(country::Entity)).await?;
    let mut index = Index::create();
    index.name("countries_country_area").table(country::Entity).col(country::Column::Area);
    db.execute(&index).await?;
    fill(db, 1, rows).await
}

/// Makes the rows of these keys that are not there.
async fn fill(db: &DatabaseConnection, first: u64, last: u64) -> anyhow::Result<()> {
    let rows = format!(
        "INSERT INTO countries_country (id, name, capital, area) \
         WITH RECURSIVE keys(id) AS (SELECT CAST({first} AS bigint) UNION ALL \
         SELECT id + 1 FROM keys WHERE id < {last}) \
         SELECT id, 'Country ' || id || ' of the \"Île\"', 'Capital of ' || id, \
         id * 7919 % {AREAS} FROM keys WHERE true ON CONFLICT DO NOTHING"
    );
    db.execute_unprepared(&rows).await?;
    Ok(())
}
