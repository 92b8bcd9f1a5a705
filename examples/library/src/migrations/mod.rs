//! How the tables came to be, step by step.

mod m20260101_000001_initial;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All steps, the oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20260101_000001_initial::Migration)]
    }
}
