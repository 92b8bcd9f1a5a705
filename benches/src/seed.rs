//! The database file that each server gets a copy of.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use countries::country;
use sea_orm::{ConnectionTrait, Database, EntityTrait, Schema, Set};

/// Rows of the table, with the keys 1 to this.
pub(crate) const ROWS: u64 = 1000;

/// SQLite's journal, a property of the file.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Journal {
    /// A write-ahead log.
    Wal,
    /// SQLite's default. seaview turns it into a write-ahead log when it opens the file.
    Delete,
}

/// The file, in a directory that ends with it.
pub(crate) struct Seed {
    directory: PathBuf,
}

impl Seed {
    /// Makes the file: always the same rows.
    ///
    /// # Errors
    /// What the system or the database says.
    pub(crate) async fn create(parent: Option<&Path>, journal: Journal) -> anyhow::Result<Self> {
        let name = format!("seaview-bench-{}", std::process::id());
        let directory = parent.map_or_else(in_memory, Path::to_owned).join(name);
        fs::create_dir_all(&directory)?;
        let seed = Self { directory };
        let db = Database::connect(url(&seed.file())).await?;
        let mode = if matches!(journal, Journal::Wal) { "WAL" } else { "DELETE" };
        db.execute_unprepared(&format!("PRAGMA journal_mode = {mode}")).await?;
        let schema = Schema::new(db.get_database_backend());
        db.execute(&schema.create_table_from_entity(country::Entity)).await?;
        country::Entity::insert_many((1..=ROWS as i64).map(row)).exec(&db).await?;
        db.close().await?;
        Ok(seed)
    }

    /// The URL of a fresh copy.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn copy(&self, name: &str) -> anyhow::Result<String> {
        let copy = self.directory.join(format!("{name}.db"));
        fs::copy(self.file(), &copy)?;
        Ok(url(&copy))
    }

    fn file(&self) -> PathBuf {
        self.directory.join("seed.db")
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        // What cannot be removed stays; there is nobody to tell.
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

fn row(id: i64) -> country::ActiveModel {
    country::ActiveModel {
        id: Set(id),
        name: Set(format!("Country {id} of the \"Île\"")),
        capital: Set(format!("Capital of {id}")),
        area: Set(id * 7919 % 1_000_003),
    }
}

/// Where Linux keeps files in memory, else where temporary files go.
fn in_memory() -> PathBuf {
    let shared_memory = PathBuf::from("/dev/shm");
    if shared_memory.is_dir() { shared_memory } else { std::env::temp_dir() }
}
