//! What an answer has that its recording has not, by level.

use std::fmt::{self, Display, Formatter};

/// How close an answer has to be to its recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The same status codes.
    Status,
    /// Also the same keys, types and lengths of lists; in errors the same fields.
    Shape,
    /// Also the same values, messages and headers.
    Exact,
}

impl Level {
    /// From the loosest to the strictest.
    pub const ALL: [Level; 3] = [Level::Status, Level::Shape, Level::Exact];
}

impl Display for Level {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Level::Status => "status",
            Level::Shape => "shape",
            Level::Exact => "exact",
        })
    }
}

/// Differences, one sentence each; those of a level include those of the ones before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differences {
    levels: [Vec<String>; 3],
}

impl Differences {
    /// One difference at every level.
    pub fn in_status(difference: String) -> Differences {
        Differences { levels: [(); 3].map(|()| vec![difference.clone()]) }
    }

    /// The differences that each level adds; one that two of them find is told once.
    pub fn new(status: Vec<String>, shape: Vec<String>, mut exact: Vec<String>) -> Differences {
        exact.retain(|difference| !shape.contains(difference));
        let shape = [status.clone(), shape].concat();
        let exact = [shape.clone(), exact].concat();
        Differences { levels: [status, shape, exact] }
    }

    pub fn at(&self, level: Level) -> &[String] {
        &self.levels[level as usize]
    }

    pub fn append(&mut self, other: Differences) {
        for (own, others) in self.levels.iter_mut().zip(other.levels) {
            own.extend(others);
        }
    }

    /// Each difference with `label: ` before it.
    pub fn labelled(self, label: &str) -> Differences {
        let add = |difference: String| format!("{label}: {difference}");
        Differences { levels: self.levels.map(|level| level.into_iter().map(add).collect()) }
    }
}
