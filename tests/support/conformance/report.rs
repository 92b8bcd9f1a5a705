//! What came of a replay.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::differences::{Differences, Level};

/// Differences that are shown of each failing case.
const SHOWN: usize = 3;

/// The outcomes of all cases. Displayed, it lists the failing ones and ends in a table by area;
/// `{:#}` is the table alone.
pub struct Report {
    level: Level,
    outcomes: Vec<Outcome>,
}

impl Report {
    pub fn new(level: Level) -> Report {
        Report { level, outcomes: Vec::new() }
    }

    pub fn add(&mut self, outcome: Outcome) {
        self.outcomes.push(outcome);
    }

    /// The cases that do not pass at the report's level.
    pub fn failing(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|case| !case.passes(self.level))
    }

    /// Counts by area.
    pub fn areas(&self) -> BTreeMap<&str, Tally> {
        let mut areas: BTreeMap<&str, Tally> = BTreeMap::new();
        for outcome in &self.outcomes {
            areas.entry(outcome.area()).or_default().count(outcome);
        }
        areas
    }

    /// Counts over all areas.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for outcome in &self.outcomes {
            total.count(outcome);
        }
        total
    }

    /// Panics with the whole report unless every case passes at its level.
    #[track_caller]
    pub fn assert_passes(&self) {
        assert!(self.failing().next().is_none(), "\n{self}");
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            for outcome in self.failing() {
                outcome.write(f, self.level)?;
            }
            writeln!(f)?;
        }
        let [status, shape, exact] = Level::ALL;
        writeln!(f, "{:26} {:>6} {status:>7} {shape:>7} {exact:>7}", "area", "cases")?;
        for (area, tally) in self.areas() {
            tally.write(f, area)?;
        }
        let total = self.total();
        total.write(f, "TOTAL")?;
        let (passed, level) = (total.passed(self.level), self.level);
        let percent = 100.0 * passed as f64 / total.cases.max(1) as f64;
        write!(f, "\n{passed} of {} cases pass at level '{level}' ({percent:.1}%)", total.cases)
    }
}

/// How one case went.
pub struct Outcome {
    pub id: String,
    pub(super) differences: Differences,
}

impl Outcome {
    /// The part of the id before the slash.
    pub fn area(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// What the level asks for and the answers did not have, one sentence each.
    pub fn differences(&self, level: Level) -> &[String] {
        self.differences.at(level)
    }

    pub fn passes(&self, level: Level) -> bool {
        self.differences(level).is_empty()
    }

    fn write(&self, f: &mut Formatter<'_>, level: Level) -> fmt::Result {
        let differences = self.differences(level);
        writeln!(f, "FAIL {}", self.id)?;
        for difference in differences.iter().take(SHOWN) {
            writeln!(f, "     {difference}")?;
        }
        match differences.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => writeln!(f, "     … {more} more"),
        }
    }
}

/// How many cases there are and how many of them pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub cases: usize,
    passed: [usize; 3],
}

impl Tally {
    pub fn passed(&self, level: Level) -> usize {
        self.passed[level as usize]
    }

    fn count(&mut self, outcome: &Outcome) {
        self.cases += 1;
        for level in Level::ALL {
            self.passed[level as usize] += usize::from(outcome.passes(level));
        }
    }

    fn write(&self, f: &mut Formatter<'_>, area: &str) -> fmt::Result {
        let [status, shape, exact] = self.passed;
        writeln!(f, "{area:26} {:>6} {status:>7} {shape:>7} {exact:>7}", self.cases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failing_cases_come_before_the_table() {
        let mut report = Report::new(Level::Shape);
        let only_exact = Differences::new(vec![], vec![], vec!["message".to_owned()]);
        for (id, differences) in [
            ("crud/list", Differences::default()),
            ("crud/create", only_exact),
            ("auth/token", Differences::in_status("step 1 GET /: no answer".to_owned())),
        ] {
            let id = id.to_owned();
            report.add(Outcome { id, differences });
        }
        let expected = "\
FAIL auth/token
     step 1 GET /: no answer

area                        cases  status   shape   exact
auth                            1       0       0       0
crud                            2       2       2       1
TOTAL                           3       2       2       1

2 of 3 cases pass at level 'shape' (66.7%)";
        assert_eq!(report.to_string(), expected);
        assert!(format!("{report:#}").starts_with("area "));
    }

    #[test]
    #[should_panic(expected = "FAIL auth/token")]
    fn a_failing_case_fails_the_assertion() {
        let mut report = Report::new(Level::Status);
        report.add(Outcome {
            id: "auth/token".to_owned(),
            differences: Differences::in_status("no answer".to_owned()),
        });
        report.assert_passes();
    }
}
