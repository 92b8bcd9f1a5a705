//! The ratios of throughput below which seaview has become slower than it was.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;

use crate::{rounds::Ratios, scenario::Scenario};

/// The least ratio of each scenario, from `benches/floors.json`.
pub(crate) struct Floors(BTreeMap<String, f64>);

impl Floors {
    /// Reads the file.
    ///
    /// # Errors
    /// A file that is not there or no JSON object of numbers.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("floors.json");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("`{}` cannot be read", path.display()))?;
        Ok(Self(serde_json::from_str(&text)?))
    }

    /// What to say if the scenario stayed below its floor.
    pub(crate) fn missed(&self, scenario: Scenario, ratios: &Ratios) -> Option<String> {
        let floor = *self.0.get(scenario.name())?;
        let throughput = ratios.throughput.filter(|&throughput| throughput < floor)?;
        Some(format!("{scenario}: the throughput ratio {throughput:.2} is below its floor {floor}"))
    }
}
