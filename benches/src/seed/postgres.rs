//! PostgreSQL's databases: one that is the template of the others.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

use super::{Copy, create_table};
use crate::options::Options;

/// The template.
pub(crate) struct Postgres {
    server: DatabaseConnection,
    /// Up to the name of the database.
    base: String,
    name: String,
    copies: AtomicUsize,
}

impl Postgres {
    /// Makes the template.
    ///
    /// # Errors
    /// Without a server, or what it says.
    pub(super) async fn create(options: &Options, rows: u64) -> anyhow::Result<Self> {
        let url = options.postgres.as_deref();
        let url =
            url.context("PostgreSQL needs `--postgres URL`; tests/servers/start starts one")?;
        let (base, _) = url.rsplit_once('/').context("the URL has no database")?;
        let seed = Self {
            server: Database::connect(url).await?,
            base: base.to_owned(),
            name: format!("seaview_bench_{}", std::process::id()),
            copies: AtomicUsize::new(0),
        };
        seed.run(&format!("CREATE DATABASE {}", seed.name)).await?;
        let db = Database::connect(seed.url(&seed.name)).await?;
        create_table(&db, rows).await?;
        let sequence = "SELECT setval(pg_get_serial_sequence('countries_country', 'id'), MAX(id)) \
                        FROM countries_country";
        db.execute_unprepared(sequence).await?;
        db.execute_unprepared("VACUUM ANALYZE countries_country").await?;
        db.close().await?;
        Ok(seed)
    }

    /// Another database.
    ///
    /// # Errors
    /// What the server says.
    pub(super) async fn copy(&self, number: usize) -> anyhow::Result<Copy> {
        let name = self.copy_name(number);
        self.copies.fetch_max(number + 1, Ordering::Relaxed);
        self.run(&format!("CREATE DATABASE {name} TEMPLATE {}", self.name)).await?;
        let url = self.url(&name);
        let connection = Database::connect(&url).await?;
        Ok(Copy { url, served_as: Some(name), connection })
    }

    /// Removes the databases.
    ///
    /// # Errors
    /// What the server says.
    pub(super) async fn remove(self) -> anyhow::Result<()> {
        for number in 0..self.copies.load(Ordering::Relaxed) {
            let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.copy_name(number));
            self.run(&drop).await?;
        }
        self.run(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await?;
        Ok(self.server.close().await?)
    }

    async fn run(&self, statement: &str) -> anyhow::Result<()> {
        self.server.execute_unprepared(statement).await?;
        Ok(())
    }

    fn copy_name(&self, number: usize) -> String {
        format!("{}_{number}", self.name)
    }

    fn url(&self, database: &str) -> String {
        format!("{}/{database}", self.base)
    }
}
