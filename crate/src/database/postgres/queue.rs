//! The order of a connection's answers, which is that of its statements: who is behind whom, and
//! how long that may take.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

/// Nobody is put behind a statement that has run for so long.
const PATIENCE: Duration = Duration::from_millis(5);

/// Nobody is put behind others for whom the connection needs longer than this. SeaORM's connections
/// would be asked by as many, and are slower.
const LONGEST_WAIT: Duration = Duration::from_millis(50);

/// Waits that differ by less are taken for the same.
const STEP: Duration = Duration::from_micros(500);

/// What a connection was sent and what it answered.
#[derive(Debug)]
pub(super) struct Queue {
    origin: Instant,
    sent: AtomicU64,
    answered: AtomicU64,
    /// When the statement that is being run was begun, in nanoseconds after the origin.
    begun: AtomicU64,
    /// How long a statement takes, on the average of the last few, in nanoseconds.
    pace: AtomicU64,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self {
            origin: Instant::now(),
            sent: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            begun: AtomicU64::new(0),
            pace: AtomicU64::new(0),
        }
    }

    /// The number of a statement that is about to be sent.
    pub(super) fn enter(&self) -> u64 {
        if self.waiting() == 0 {
            self.begun.store(self.now(), Relaxed);
        }
        self.sent.fetch_add(1, Relaxed)
    }

    /// Takes note of an answer, and so of all before it.
    pub(super) fn leave(&self, number: u64) {
        let now = self.now();
        let answered = (number + 1).saturating_sub(self.answered.fetch_max(number + 1, Relaxed));
        let running = now.saturating_sub(self.begun.load(Relaxed));
        if let Some(took) = running.checked_div(answered) {
            self.begun.store(now, Relaxed);
            let pace = self.pace.load(Relaxed);
            self.pace.store((pace * 7 + took) / 8, Relaxed);
        }
    }

    /// How many statements have no answer yet.
    pub(super) fn waiting(&self) -> u64 {
        self.sent.load(Relaxed).saturating_sub(self.answered.load(Relaxed))
    }

    /// `true` if a statement before this one is still to be answered.
    pub(super) fn is_behind(&self, number: u64) -> bool {
        self.answered.load(Relaxed) < number
    }

    /// `true` if the statement that is being run takes longer than others should wait.
    pub(super) fn is_held_up(&self) -> bool {
        let running = self.now().saturating_sub(self.begun.load(Relaxed));
        self.waiting() > 0 && running > nanoseconds(PATIENCE)
    }

    /// How many steps one more statement would probably wait; `None` if that is too long.
    pub(super) fn steps(&self) -> Option<u64> {
        let wait = self.waiting().saturating_mul(self.pace.load(Relaxed));
        let soon = wait <= nanoseconds(LONGEST_WAIT) && !self.is_held_up();
        soon.then(|| wait / nanoseconds(STEP))
    }

    fn now(&self) -> u64 {
        nanoseconds(self.origin.elapsed())
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_to_all_before_it() {
        let queue = Queue::new();
        let numbers = [queue.enter(), queue.enter(), queue.enter()];
        assert_eq!(queue.waiting(), 3);
        assert!(!queue.is_behind(numbers[0]) && queue.is_behind(numbers[1]));
        queue.leave(numbers[1]);
        assert_eq!(queue.waiting(), 1);
        assert!(!queue.is_behind(numbers[2]));
        queue.leave(numbers[0]);
        assert_eq!(queue.waiting(), 1);
    }

    #[test]
    fn nobody_queues_behind_a_statement_that_takes_long() {
        let queue = Queue::new();
        let number = queue.enter();
        std::thread::sleep(PATIENCE * 2);
        assert!(queue.is_held_up());
        assert_eq!(queue.steps(), None);
        queue.leave(number);
        assert_eq!(queue.steps(), Some(0));
        // As long as the last ones took, nobody is put behind many others.
        (0..20).for_each(|_| {
            let number = queue.enter();
            std::thread::sleep(PATIENCE * 2);
            queue.leave(number);
        });
        assert_eq!(queue.steps(), Some(0));
        queue.enter();
        assert!(queue.steps().is_some_and(|steps| steps > 0));
        (0..5).for_each(|_| _ = queue.enter());
        assert_eq!(queue.steps(), None);
    }
}
