//! Who has asked how often: what throttles remember.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    pin::Pin,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::Result;

/// Where throttles remember the requests of each client: what Django's cache is for DRF.
///
/// [`MemoryHistory`] is the one of [`Settings`](crate::Settings); implement this on a store that
/// several processes share, such as Redis. Called by throttles, through
/// [`Request::settings`](crate::Request::settings).
pub trait History: Send + Sync + 'static {
    /// Counts one request under a key, unless `limit` requests were counted within the last
    /// `window`: then it is not counted, and the answer is the time until it would be. Counting
    /// and looking are one step, however many requests come at once.
    ///
    /// # Errors
    /// What keeps it from counting, such as a lost connection.
    fn admit<'a>(
        &'a self,
        key: &'a str,
        limit: usize,
        window: Duration,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Duration>>> + Send + 'a>>;
}

/// A [`History`] in the memory of this process.
///
/// It keeps the instant of each admitted request for as long as its window is, so that any period
/// of that length holds no more than the limit, and forgets clients who have not asked for that
/// long.
#[derive(Default)]
pub struct MemoryHistory(Mutex<Clients>);

impl MemoryHistory {
    /// Nobody has asked yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl History for MemoryHistory {
    fn admit<'a>(
        &'a self,
        key: &'a str,
        limit: usize,
        window: Duration,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Duration>>> + Send + 'a>> {
        // A panic of another holder cannot have left a client half counted.
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = clients.admit(key, limit, window, Instant::now());
        Box::pin(async move { Ok(wait) })
    }
}

impl fmt::Debug for MemoryHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryHistory").finish_non_exhaustive()
    }
}

/// The requests that were admitted, by key.
#[derive(Default)]
struct Clients {
    admitted: HashMap<String, Admitted>,
    /// How many keys there may be before those of the past are looked for.
    tidy_at: usize,
}

/// The requests of one client, the oldest first.
struct Admitted {
    instants: VecDeque<Instant>,
    window: Duration,
}

impl Clients {
    fn admit(
        &mut self,
        key: &str,
        limit: usize,
        window: Duration,
        now: Instant,
    ) -> Option<Duration> {
        if limit == 0 {
            return Some(window);
        }
        if !self.admitted.contains_key(key) {
            self.tidy(now);
            let nothing = Admitted { instants: VecDeque::new(), window };
            self.admitted.insert(key.to_owned(), nothing);
        }
        let instants = &mut self.admitted.get_mut(key)?.instants;
        while instants.front().is_some_and(|oldest| now.duration_since(*oldest) >= window) {
            instants.pop_front();
        }
        match instants.front() {
            Some(oldest) if instants.len() >= limit => {
                Some(window.saturating_sub(now.duration_since(*oldest)))
            }
            _ => {
                instants.push_back(now);
                None
            }
        }
    }

    /// Forgets whose last request is out of its window. Done whenever the number of keys has
    /// doubled, so that each request pays for a constant share of it.
    fn tidy(&mut self, now: Instant) {
        if self.admitted.len() < self.tidy_at.max(1024) {
            return;
        }
        self.admitted.retain(|_, Admitted { instants, window }| {
            instants.back().is_some_and(|last| now.duration_since(*last) < *window)
        });
        self.tidy_at = self.admitted.len() * 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn the_window_slides_with_the_clock() {
        let (mut clients, start) = (Clients::default(), Instant::now());
        let mut ask = |second| clients.admit("ada", 2, MINUTE, start + Duration::from_secs(second));
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!([ask(0), ask(50), ask(59)], [None, None, seconds(1)]);
        // The first has fallen out, the second has not: no burst at the turn of a minute.
        assert_eq!([ask(60), ask(61), ask(109)], [None, seconds(49), seconds(1)]);
        assert_eq!([ask(110), ask(110)], [None, seconds(10)]);
    }

    #[test]
    fn nobody_is_admitted_to_nothing() {
        assert_eq!(Clients::default().admit("ada", 0, MINUTE, Instant::now()), Some(MINUTE));
    }

    #[test]
    fn clients_of_the_past_are_forgotten_and_others_are_not() {
        let (mut clients, start) = (Clients::default(), Instant::now());
        for client in 0..5000 {
            clients.admit(&client.to_string(), 1, MINUTE, start + MINUTE * client / 1000);
        }
        assert!(clients.admitted.len() < 2500, "{}", clients.admitted.len());
        assert!(clients.admit("4999", 1, MINUTE, start + MINUTE * 5).is_some());
    }
}
