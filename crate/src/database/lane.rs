//! Which way the engine's own statements go to the database.

use sea_orm::Statement;

use super::Row;
#[cfg(feature = "direct-sqlite")]
use super::sqlite::Sqlite;

/// A way to the database beside SeaORM's connection. Without one, and wherever the way does not
/// answer, SeaORM's connection does.
#[derive(Clone, Debug, Default)]
pub(super) enum Lane {
    /// SeaORM's connection alone.
    #[default]
    SeaOrm,
    #[cfg(feature = "direct-sqlite")]
    Sqlite(std::sync::Arc<Sqlite>),
}

impl Lane {
    /// `true` if statements go another way than SeaORM's.
    pub(super) fn is_direct(&self) -> bool {
        !matches!(self, Self::SeaOrm)
    }

    /// The rows of statements that read, of one state of the database; `None` if SeaORM's
    /// connection shall answer.
    pub(super) async fn read<const N: usize>(
        &self,
        statements: [&Statement; N],
    ) -> Option<[Vec<Row>; N]> {
        let _ = statements;
        match self {
            Self::SeaOrm => None,
            #[cfg(feature = "direct-sqlite")]
            Self::Sqlite(sqlite) => sqlite.read(statements).await,
        }
    }

    /// The rows that a statement returns which writes; `None` if it has done nothing and SeaORM's
    /// connection shall try.
    pub(super) async fn write(&self, statement: &Statement) -> Option<Vec<Row>> {
        let _ = statement;
        match self {
            Self::SeaOrm => None,
            #[cfg(feature = "direct-sqlite")]
            Self::Sqlite(sqlite) => sqlite.write(statement).await,
        }
    }
}
