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

/// The ratio of each measure that is steady, by database, contender, rows and scenario, from
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
                let ratio = entry.ratios.get(&measure)?;
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

    /// Whether a contender was worse than it may be.
    pub(crate) fn misses(&self, database: Database, entry: &Entry) -> bool {
        Measure::STEADY.into_iter().any(|measure| self.miss(database, entry, measure).is_some())
    }

    /// What to say about contenders that were worse than they may be.
    pub(crate) fn missed(&self, report: &Report) -> Vec<String> {
        let miss = |entry, measure| self.miss(report.database, entry, measure);
        let entries = report.entries.iter();
        entries
            .flat_map(|entry| Measure::STEADY.into_iter().filter_map(move |m| miss(entry, m)))
            .collect()
    }

    fn miss(&self, database: Database, entry: &Entry, measure: Measure) -> Option<String> {
        let scenarios = self
            .0
            .get(database.name())?
            .get(entry.contender.name())?
            .get(&entry.rows.to_string())?;
        let kept = *scenarios.get(entry.scenario.name())?.get(measure.name())?;
        let ratio = *entry.ratios.get(&measure)?;
        (ratio > kept * TOLERANCE).then(|| {
            format!(
                "{}, {} rows, {}: {} is {ratio:.2} of by hand's, more than a tenth above {kept:.2}",
                entry.contender.name(),
                entry.rows,
                entry.scenario,
                measure.title(),
            )
        })
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("floors.json")
}
