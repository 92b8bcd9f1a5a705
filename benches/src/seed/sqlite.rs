//! SQLite's file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sea_orm::{ConnectionTrait, Database};

use super::{Copy, Journal, create_table};
use crate::options::Options;

/// The file, in a directory that ends with it.
pub(crate) struct Sqlite {
    directory: PathBuf,
}

impl Sqlite {
    /// Makes the file.
    ///
    /// # Errors
    /// What the system or the database says.
    pub(super) async fn create(options: &Options, rows: u64) -> anyhow::Result<Self> {
        let name = format!("seaview-bench-{}", std::process::id());
        let directory = options.directory.clone().unwrap_or_else(in_memory).join(name);
        fs::create_dir_all(&directory)?;
        let seed = Self { directory };
        let db = Database::connect(url(&seed.file())).await?;
        let mode = if matches!(options.journal, Journal::Wal) { "WAL" } else { "DELETE" };
        db.execute_unprepared(&format!("PRAGMA journal_mode = {mode}")).await?;
        create_table(&db, rows).await?;
        db.close().await?;
        Ok(seed)
    }

    /// Another file.
    ///
    /// # Errors
    /// What the system or the database says.
    pub(super) async fn copy(&self, number: usize) -> anyhow::Result<Copy> {
        let copy = self.directory.join(format!("{number}.db"));
        fs::copy(self.file(), &copy)?;
        let url = url(&copy);
        let connection = Database::connect(&url).await?;
        Ok(Copy { url, served_as: None, connection })
    }

    /// Removes the directory.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn remove(&self) -> anyhow::Result<()> {
        Ok(fs::remove_dir_all(&self.directory)?)
    }

    fn file(&self) -> PathBuf {
        self.directory.join("seed.db")
    }
}

fn url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

/// Where Linux keeps files in memory, else where temporary files go.
fn in_memory() -> PathBuf {
    let shared_memory = PathBuf::from("/dev/shm");
    if shared_memory.is_dir() { shared_memory } else { std::env::temp_dir() }
}
