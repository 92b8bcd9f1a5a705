//! What is measured of a server.

use crate::rounds::Round;

/// A figure of a round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    Throughput,
    Cpu,
    DatabaseCpu,
    P99,
    Memory,
}

impl Measure {
    /// All of them.
    pub(crate) const ALL: [Self; 5] =
        [Self::Throughput, Self::Cpu, Self::DatabaseCpu, Self::P99, Self::Memory];

    /// Those that other work on the machine disturbs least.
    pub(crate) const STEADY: [Self; 2] = [Self::Cpu, Self::DatabaseCpu];

    /// The name in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Throughput => "throughput",
            Self::Cpu => "cpu",
            Self::DatabaseCpu => "database_cpu",
            Self::P99 => "p99",
            Self::Memory => "memory",
        }
    }

    /// The name in headings.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Throughput => "throughput (more is better)",
            Self::Cpu => "CPU time per request of the server (less is better)",
            Self::DatabaseCpu => "CPU time per request of the database (less is better)",
            Self::P99 => "p99 latency (less is better)",
            Self::Memory => "memory (less is better)",
        }
    }

    /// The figure of a round.
    pub(crate) fn of(self, round: &Round) -> Option<f64> {
        let requests = round.latencies.len() as f64;
        match self {
            Self::Throughput => Some(requests / round.seconds),
            Self::Cpu => Some(round.cpu_ticks? as f64 / requests),
            Self::DatabaseCpu => Some(round.database_ticks? as f64 / requests),
            Self::P99 => round.p99(),
            Self::Memory => Some(round.memory_kb? as f64),
        }
    }
}
