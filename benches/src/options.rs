//! What the command is asked to compare.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::{
    contender::Contender,
    scenario::Scenario,
    seed::{Journal, LARGE, SMALL},
};

/// Compares seaview with the same resource written by hand, and with others.
#[derive(Parser)]
pub(crate) struct Options {
    /// Contenders beside seaview on SeaORM's connection.
    #[arg(long, value_enum, value_delimiter = ',')]
    with: Vec<Contender>,
    /// The database.
    #[arg(long, value_enum, default_value_t = Database::Sqlite)]
    pub(crate) database: Database,
    /// A PostgreSQL server on which databases may be made; `tests/servers/start` starts one.
    #[arg(long, env = "POSTGRES_URL", value_name = "URL", hide_env_values = true)]
    pub(crate) postgres: Option<String>,
    /// Rows of the table; 1,000 and 100,000 unless stated.
    #[arg(long, value_delimiter = ',')]
    pub(crate) rows: Vec<u64>,
    /// Scenarios to run; all of them unless stated.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Scenario>,
    /// Rounds of each server for each scenario; their median counts. 11 unless stated.
    #[arg(long)]
    rounds: Option<usize>,
    /// Seconds of a round; 1 unless stated.
    #[arg(long)]
    seconds: Option<f64>,
    /// Connections, kept alive.
    #[arg(long, default_value_t = 32)]
    pub(crate) connections: usize,
    /// SQLite's journal in the database file that all servers get.
    #[arg(long, value_enum, default_value_t = Journal::Wal)]
    pub(crate) journal: Journal,
    /// Where SQLite's files go; in memory unless stated, so that no disk is measured.
    #[arg(long)]
    pub(crate) directory: Option<PathBuf>,
    /// Five rounds of half a second, and of the 100,000 rows only what needs them: for continuous
    /// integration.
    #[arg(long)]
    short: bool,
    /// Fails if a ratio of CPU time surely is a tenth worse than the one in `benches/floors.json`; a
    /// scenario that seems so is measured again first.
    #[arg(long)]
    pub(crate) check: bool,
    /// Puts the ratios of this run into `benches/floors.json`.
    #[arg(long)]
    pub(crate) keep: bool,
    /// Writes all ratios to a file.
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

/// A kind of database.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Database {
    /// A file with a write-ahead log.
    Sqlite,
    /// A server.
    Postgres,
}

impl Database {
    /// The name in the file of floors.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// The name in headings.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

impl Options {
    /// With everything stated that was not.
    pub(crate) fn shortened(mut self) -> Self {
        self.rounds.get_or_insert(if self.short { 5 } else { 11 });
        self.seconds.get_or_insert(if self.short { 0.5 } else { 1.0 });
        if self.rows.is_empty() {
            self.rows = vec![SMALL, LARGE];
        }
        self
    }

    /// Rounds of a scenario.
    pub(crate) fn rounds(&self) -> usize {
        self.rounds.unwrap_or(1).max(1)
    }

    /// Seconds of a round.
    pub(crate) fn seconds(&self) -> f64 {
        self.seconds.unwrap_or(1.0)
    }

    /// The servers, the hand-written one first.
    pub(crate) fn contenders(&self) -> Vec<Contender> {
        let mut contenders = vec![Contender::ByHand, Contender::Seaview];
        for &contender in &self.with {
            if !contenders.contains(&contender) {
                contenders.push(contender);
            }
        }
        contenders
    }

    /// The scenarios for a table of so many rows.
    pub(crate) fn scenarios(&self, rows: u64) -> Vec<Scenario> {
        let wanted = |scenario: &Scenario| {
            (self.only.is_empty() || self.only.contains(scenario))
                && (rows >= LARGE || !scenario.is_deep())
                && (rows < LARGE || !self.short || scenario.is_deep())
        };
        Scenario::value_variants().iter().copied().filter(wanted).collect()
    }
}
