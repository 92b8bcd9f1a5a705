//! What rounds of load measured, and what of it is told: medians of ratios.

use std::{collections::BTreeMap, ops::RangeInclusive, time::Duration};

use crate::measure::Measure;

/// One round of load on one server. What the system does not tell is `None`.
pub(crate) struct Round {
    pub(crate) seconds: f64,
    /// Of each request.
    pub(crate) latencies: Vec<Duration>,
    /// CPU time of the server's processes in the kernel's ticks.
    pub(crate) cpu_ticks: Option<u64>,
    /// CPU time of the database's processes.
    pub(crate) database_ticks: Option<u64>,
    /// CPU time of the load.
    pub(crate) client_ticks: Option<u64>,
    /// Resident memory of the server's processes after the round.
    pub(crate) memory_kb: Option<u64>,
}

/// The rounds of one server in one scenario.
#[derive(Default)]
pub(crate) struct Rounds(Vec<Round>);

/// What a contender needs or does where the hand-written server needs or does 1.
pub(crate) type Ratios = BTreeMap<Measure, f64>;

/// Between what such ratios surely are.
pub(crate) type Intervals = BTreeMap<Measure, RangeInclusive<f64>>;

/// Linux tells times in hundredths of a second.
const TICKS_A_SECOND: f64 = 100.0;

impl Round {
    /// The latency that one request in a hundred exceeds.
    pub(crate) fn p99(&self) -> Option<f64> {
        let mut latencies = self.latencies.clone();
        latencies.sort_unstable();
        let p99 = latencies.get(latencies.len() * 99 / 100)?;
        Some(p99.as_secs_f64())
    }
}

impl Rounds {
    /// Another round.
    pub(crate) fn push(&mut self, round: Round) {
        self.0.push(round);
    }

    /// The medians over the rounds of each figure by the one that the other server had in the same
    /// round.
    pub(crate) fn by(&self, other: &Self) -> Ratios {
        let ratios =
            Measure::ALL.map(|measure| Some((measure, median(self.ratios(other, measure))?)));
        ratios.into_iter().flatten().collect()
    }

    /// The 95 % confidence intervals of these medians, for the steady measures. Other work on the
    /// machine widens them, more rounds narrow them.
    pub(crate) fn intervals_by(&self, other: &Self) -> Intervals {
        let interval = |measure| Some((measure, interval(self.ratios(other, measure))?));
        Measure::STEADY.into_iter().filter_map(interval).collect()
    }

    fn ratios(&self, other: &Self, measure: Measure) -> Vec<f64> {
        let ratio = |(this, other)| {
            let other = measure.of(other).filter(|&value| value > 0.0)?;
            Some(measure.of(this)? / other)
        };
        self.0.iter().zip(&other.0).filter_map(ratio).collect()
    }

    /// Which part of the time the load's one thread was busy.
    pub(crate) fn client_share(&self) -> Option<f64> {
        let share =
            |round: &Round| Some(round.client_ticks? as f64 / TICKS_A_SECOND / round.seconds);
        median(self.0.iter().filter_map(share).collect())
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some((lower + upper) / 2.0)
}

/// The order statistics between which the median is in 95 of 100 cases.
fn interval(mut values: Vec<f64>) -> Option<RangeInclusive<f64>> {
    values.sort_unstable_by(f64::total_cmp);
    let count = values.len() as f64;
    let rank = ((count - 1.96 * count.sqrt()) / 2.0).max(0.0) as usize;
    Some(*values.get(rank)?..=*values.iter().rev().nth(rank)?)
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
    #[test]
    fn the_interval_narrows_with_the_rounds() {
        assert_eq!(interval(vec![]), None);
        assert_eq!(interval(vec![5.0, 4.0, 3.0, 2.0, 1.0]), Some(1.0..=5.0));
        assert_eq!(interval((1..=20).map(f64::from).collect()), Some(6.0..=15.0));
    }
}
