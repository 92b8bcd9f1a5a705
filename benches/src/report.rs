//! The tables: a row a scenario, a column a contender.

use std::fmt;

use serde_json::json;

use crate::{
    contender::Contender,
    measure::Measure,
    options::Database,
    rounds::{Intervals, Ratios},
    scenario::Scenario,
};

/// From this share of its time on, the load itself is what limits.
const BUSY: f64 = 0.9;

/// All ratios of a run.
pub(crate) struct Report {
    pub(crate) database: Database,
    pub(crate) entries: Vec<Entry>,
}

/// One contender in one scenario.
pub(crate) struct Entry {
    pub(crate) rows: u64,
    pub(crate) scenario: Scenario,
    pub(crate) contender: Contender,
    pub(crate) ratios: Ratios,
    /// Between what the steady ones of them surely are.
    pub(crate) intervals: Intervals,
    /// Which part of the time the load was busy.
    pub(crate) client_share: Option<f64>,
}

impl Report {
    /// Without ratios yet.
    pub(crate) fn new(database: Database) -> Self {
        Self { database, entries: Vec::new() }
    }

    /// More ratios.
    pub(crate) fn extend(&mut self, entries: Vec<Entry>) {
        self.entries.extend(entries);
    }

    /// All ratios, for programs.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        let entry = |entry: &Entry| {
            let mut value = json!({
                "database": self.database.name(),
                "rows": entry.rows,
                "scenario": entry.scenario.name(),
                "contender": entry.contender.name(),
                "client_share": entry.client_share,
            });
            for (measure, ratio) in &entry.ratios {
                value[measure.name()] = json!(ratio);
            }
            value
        };
        self.entries.iter().map(entry).collect()
    }

    fn contenders(&self) -> Vec<Contender> {
        unique(self.entries.iter().map(|entry| entry.contender))
    }

    /// A table of one measure for one number of rows, if anything was measured.
    fn table(&self, f: &mut fmt::Formatter<'_>, rows: u64, measure: Measure) -> fmt::Result {
        let of_rows = || self.entries.iter().filter(|entry| entry.rows == rows);
        if !of_rows().any(|entry| entry.ratios.contains_key(&measure)) {
            return Ok(());
        }
        let contenders = self.contenders();
        writeln!(f, "{}, {} rows, {}\n", self.database.title(), thousands(rows), measure.title())?;
        write!(f, "| / by hand |")?;
        for contender in &contenders {
            write!(f, " {} |", contender.name())?;
        }
        writeln!(f, "\n|---{}|", "|---".repeat(contenders.len()))?;
        for scenario in unique(of_rows().map(|entry| entry.scenario)) {
            write!(f, "| {scenario} |")?;
            for &contender in &contenders {
                let mut found = of_rows();
                let found =
                    found.find(|entry| (entry.scenario, entry.contender) == (scenario, contender));
                write!(f, " {} |", found.map_or("–".into(), |entry| entry.cell(measure)))?;
            }
            writeln!(f)?;
        }
        writeln!(f)
    }
}

impl Entry {
    /// The ratio, with a mark if the load was too busy to tell how fast the server is.
    fn cell(&self, measure: Measure) -> String {
        let busy = measure == Measure::Throughput && self.client_share.is_some_and(|s| s > BUSY);
        let mark = if busy { "*" } else { "" };
        self.ratios.get(&measure).map_or("–".into(), |ratio| format!("{ratio:.2}{mark}"))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for rows in unique(self.entries.iter().map(|entry| entry.rows)) {
            for measure in Measure::ALL {
                self.table(f, rows, measure)?;
            }
        }
        if self.entries.iter().any(|entry| entry.cell(Measure::Throughput).ends_with('*')) {
            writeln!(f, "\\* The load was as fast as it can be: the server may be faster still.")?;
        }
        Ok(())
    }
}

fn unique<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut unique = Vec::new();
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    unique
}

/// 1000 as 1,000.
fn thousands(rows: u64) -> String {
    if rows < 1000 { rows.to_string() } else { format!("{},{:03}", rows / 1000, rows % 1000) }
}
