//! What rounds of load measured, and what of it is told: medians of ratios.

use std::{fmt, time::Duration};

/// One round of load on one server.
pub(crate) struct Round {
    pub(crate) seconds: f64,
    /// CPU time of the server's process in the kernel's ticks, where the kernel tells.
    pub(crate) cpu_ticks: Option<u64>,
    /// Resident memory of the server's process after the round, likewise.
    pub(crate) memory_kb: Option<u64>,
    /// Of each request.
    pub(crate) latencies: Vec<Duration>,
}

/// The rounds of both servers in one scenario.
#[derive(Default)]
pub(crate) struct Rounds {
    by_hand: Vec<Round>,
    seaview: Vec<Round>,
}

/// What seaview needs or does where the hand-written server needs or does 1.
pub(crate) struct Ratios {
    pub(crate) throughput: Option<f64>,
    cpu: Option<f64>,
    p99: Option<f64>,
    memory: Option<f64>,
}

impl Rounds {
    /// Room for the rounds of the hand-written server and of seaview.
    pub(crate) fn of_both(&mut self) -> [&mut Vec<Round>; 2] {
        [&mut self.by_hand, &mut self.seaview]
    }

    /// The medians over the rounds of seaview's figure by the one that the hand-written server had
    /// just before.
    pub(crate) fn ratios(&self) -> Ratios {
        Ratios {
            throughput: self.ratio(Round::throughput),
            cpu: self.ratio(Round::cpu),
            p99: self.ratio(Round::p99),
            memory: self.ratio(|round| round.memory_kb.map(|memory| memory as f64)),
        }
    }

    fn ratio(&self, measure: impl Fn(&Round) -> Option<f64>) -> Option<f64> {
        let pairs = self.by_hand.iter().zip(&self.seaview);
        let ratio = |(by_hand, seaview)| {
            let by_hand = measure(by_hand).filter(|&value| value > 0.0)?;
            Some(measure(seaview)? / by_hand)
        };
        median(pairs.filter_map(ratio).collect())
    }
}

impl Round {
    fn throughput(&self) -> Option<f64> {
        Some(self.latencies.len() as f64 / self.seconds)
    }

    fn cpu(&self) -> Option<f64> {
        Some(self.cpu_ticks? as f64 / self.latencies.len() as f64)
    }

    fn p99(&self) -> Option<f64> {
        let mut latencies = self.latencies.clone();
        latencies.sort_unstable();
        let p99 = latencies.get(latencies.len() * 99 / 100)?;
        Some(p99.as_secs_f64())
    }
}

impl fmt::Display for Ratios {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ratio in [self.throughput, self.cpu, self.p99, self.memory] {
            match ratio {
                Some(ratio) => write!(f, "| {ratio:.2} ")?,
                None => f.write_str("| – ")?,
            }
        }
        f.write_str("|")
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some((lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0]), Some(3.0));
        assert_eq!(median(vec![3.0, 1.0]), Some(2.0));
        assert_eq!(median(vec![3.0, 1.0, 100.0]), Some(3.0));
    }
}
