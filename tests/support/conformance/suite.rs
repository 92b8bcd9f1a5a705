//! The recorded cases.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::case::{Case, Phase};

/// Recorded cases, in the order of their files.
pub struct Suite {
    cases: Vec<Case>,
}

impl Suite {
    /// Every case of `tests/conformance/cases`.
    pub fn load() -> Suite {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/cases");
        let cases: Vec<Case> = files(&folder).iter().flat_map(|file| read(file)).collect();
        assert!(!cases.is_empty(), "no cases in {}", folder.display());
        Suite { cases }
    }

    /// The cases of one area, which is the name of one file.
    pub fn area(&self, name: &str) -> Suite {
        let in_area = self.cases.iter().filter(|case| case.area() == name);
        let cases: Vec<Case> = in_area.cloned().collect();
        assert!(!cases.is_empty(), "no case is in the area `{name}`");
        Suite { cases }
    }

    /// The cases that satisfy `predicate`.
    pub fn only(mut self, predicate: impl Fn(&Case) -> bool) -> Suite {
        self.cases.retain(predicate);
        self
    }

    /// The cases, those that only read first.
    pub fn in_order(&self) -> impl Iterator<Item = &Case> {
        let of = |phase| self.cases.iter().filter(move |case| case.phase == phase);
        of(Phase::Read).chain(of(Phase::Write))
    }
}

#[derive(Deserialize)]
struct Area {
    cases: Vec<Case>,
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

fn read(file: &Path) -> Vec<Case> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let area: Area = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{} is not an area of cases: {error}", file.display()));
    area.cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_that_read_come_before_cases_that_write() {
        let suite = Suite::load();
        let phases: Vec<Phase> = suite.in_order().map(|case| case.phase).collect();
        assert_eq!(phases.len(), suite.cases.len());
        assert!(phases.is_sorted_by_key(|phase| *phase == Phase::Write));
    }

    #[test]
    fn an_area_holds_its_own_cases_only() {
        let crud = Suite::load().area("crud");
        assert!(crud.in_order().all(|case| case.id.starts_with("crud/")));
    }
}
