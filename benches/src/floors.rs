//! The ratios of CPU time that are kept, and how much worse a run may be.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Context;

use crate::{
    measure::Measure,
    options::Database,
    report::{Entry, Report},
};

/// A tenth.
const TOLERANCE: f64 = 1.1;

/// What the ratio of each steady measure is at most, by database, contender, rows and scenario, from
/// `benches/floors.json`.
pub(crate) struct Floors(Level<Level<Level<Level<Level<f64>>>>>);

type Level<T> = BTreeMap<String, T>;

impl Floors {
    /// Reads the file.
    ///
    /// # Errors
    /// A file that is not there, or has another form.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path())
            .with_context(|| format!("`{}` cannot be read", path().display()))?;
        Ok(Self(serde_json::from_str(&text)?))
    }

    /// Puts what was measured into the file; what was not stays.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn keep(&mut self, report: &Report) -> anyhow::Result<()> {
        for entry in report.entries.iter().filter(|entry| entry.contender.is_seaview()) {
            let kept = Measure::STEADY.into_iter().filter_map(|measure| {
                let ratio = entry.intervals.get(&measure)?.end();
                Some((measure.name().to_owned(), (ratio * 1000.0).round() / 1000.0))
            });
            let contenders = self.0.entry(report.database.name().into()).or_default();
            let rows = contenders.entry(entry.contender.name().into()).or_default();
            let scenarios = rows.entry(entry.rows.to_string()).or_default();
            scenarios.insert(entry.scenario.name().into(), kept.collect());
        }
        let text = serde_json::to_string_pretty(&self.0)?;
        Ok(std::fs::write(path(), text + "\n")?)
    }

    /// Whether a contender seems to be worse than it may be.
    pub(crate) fn seem_missed(&self, database: Database, entry: &Entry) -> bool {
        let above = |measure: Measure| {
            let bound = self.bound(database, entry, measure);
            entry.ratios.get(&measure).zip(bound).is_some_and(|(&ratio, bound)| ratio > bound)
        };
        Measure::STEADY.into_iter().any(above)
    }

    /// What to say about contenders that surely are.
    pub(crate) fn missed(&self, report: &Report) -> Vec<String> {
        let mut missed = Vec::new();
        for entry in &report.entries {
            for measure in Measure::STEADY {
                let bound = self.bound(report.database, entry, measure);
                let interval = entry.intervals.get(&measure);
                let Some((interval, bound)) = interval.zip(bound) else { continue };
                let ratio = *interval.start();
                if ratio > bound {
                    missed.push(format!(
                        "{}, {} rows, {}: the ratio of {} is {ratio:.2} at least, and may be {bound:.2}",
                        entry.contender.name(),
                        entry.rows,
                        entry.scenario,
                        measure.name(),
                    ));
                }
            }
        }
        missed
    }

    /// What a ratio may be: a tenth above the one that is kept.
    fn bound(&self, database: Database, entry: &Entry, measure: Measure) -> Option<f64> {
        let contenders = self.0.get(database.name())?;
        let scenarios = contenders.get(entry.contender.name())?.get(&entry.rows.to_string())?;
        let kept = scenarios.get(entry.scenario.name())?.get(measure.name())?;
        Some(kept * TOLERANCE)
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("floors.json")
}
