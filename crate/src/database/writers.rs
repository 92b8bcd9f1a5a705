//! Who has written a moment ago.

use std::{
    collections::{BTreeSet, HashMap},
    time::{Duration, Instant},
};

/// So many marks are remembered; with one more, the one that would be forgotten first is.
const MARKS: usize = 100_000;

/// Longer than a process lives, and no instant is too far away.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The marks of clients who have written, each for a time.
#[derive(Debug)]
pub(super) struct Writers {
    until: HashMap<u64, Instant>,
    /// The same by the time at which they are forgotten.
    order: BTreeSet<(Instant, u64)>,
    limit: usize,
}

impl Default for Writers {
    fn default() -> Self {
        Self { until: HashMap::new(), order: BTreeSet::new(), limit: MARKS }
    }
}

impl Writers {
    pub(super) fn remember(&mut self, mark: u64, now: Instant, time: Duration) {
        let mut until = now + time.min(LONGEST);
        if let Some(before) = self.until.remove(&mark) {
            self.order.remove(&(before, mark));
            until = until.max(before);
        }
        self.until.insert(mark, until);
        self.order.insert((until, mark));
        while let Some(&(until, first)) = self.order.first()
            && (until <= now || self.order.len() > self.limit)
        {
            self.order.pop_first();
            self.until.remove(&first);
        }
    }

    pub(super) fn remembers(&self, mark: u64, now: Instant) -> bool {
        self.until.get(&mark).is_some_and(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn writers(limit: usize) -> Writers {
        Writers { limit, ..Writers::default() }
    }

    #[test]
    fn a_writer_is_remembered_for_so_long_after_its_last_write() {
        let (mut writers, start) = (writers(10), Instant::now());
        writers.remember(1, start, 5 * SECOND);
        assert!(writers.remembers(1, start + 4 * SECOND));
        assert!(!writers.remembers(2, start), "another");
        writers.remember(1, start + 4 * SECOND, 5 * SECOND);
        assert!(writers.remembers(1, start + 8 * SECOND));
        assert!(!writers.remembers(1, start + 9 * SECOND));
    }

    #[test]
    fn a_shorter_time_does_not_end_a_longer_one() {
        let (mut writers, start) = (writers(10), Instant::now());
        writers.remember(1, start, 5 * SECOND);
        writers.remember(1, start, SECOND);
        assert!(writers.remembers(1, start + 4 * SECOND));
    }

    #[test]
    fn with_one_too_many_the_oldest_is_forgotten() {
        let (mut writers, start) = (writers(3), Instant::now());
        for (mark, second) in [1, 2, 3, 1].into_iter().zip(0..) {
            writers.remember(mark, start + SECOND * second, 60 * SECOND);
        }
        let now = start + 4 * SECOND;
        assert!([1, 2, 3].iter().all(|mark| writers.remembers(*mark, now)));
        writers.remember(4, now, 60 * SECOND);
        assert_eq!(
            [1, 2, 3, 4].map(|mark| writers.remembers(mark, now)),
            [true, false, true, true]
        );
        assert_eq!((writers.until.len(), writers.order.len()), (3, 3));
    }

    #[test]
    fn those_whose_time_is_over_take_no_room() {
        let (mut writers, start) = (writers(1000), Instant::now());
        (0..500).for_each(|mark| writers.remember(mark, start, SECOND));
        writers.remember(500, start + SECOND, Duration::MAX);
        assert_eq!((writers.until.len(), writers.order.len()), (1, 1));
        assert!(writers.remembers(500, start + 1_000_000 * SECOND));
    }
}
