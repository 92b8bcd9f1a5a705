//! A history in the memory of this process.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Admission, History};

/// A [`History`] in the memory of this process.
///
/// It keeps the instant of each admitted request for as long as its window is, so that any period
/// of that length holds no more than the limit, and forgets clients who have not asked for that
/// long. Above its [limit of clients](Self::max_clients) it forgets those who have not asked for
/// longest.
pub struct MemoryHistory(Mutex<Clients>);

impl MemoryHistory {
    /// Nobody has asked yet; at most 100 000 clients are remembered.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same for at most so many clients of each rate together, and for one at least. When one
    /// more comes, a sixteenth of them is forgotten, so that looking for those costs each request
    /// a constant share.
    pub fn max_clients(self, limit: usize) -> Self {
        let clients = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        Self(Mutex::new(Clients { limit: limit.max(1), ..clients }))
    }
}

impl Default for MemoryHistory {
    fn default() -> Self {
        Self(Mutex::new(Clients { admitted: HashMap::new(), tidy_at: 0, limit: 100_000 }))
    }
}

impl History for MemoryHistory {
    fn admit<'a>(&'a self, key: &'a str, limit: usize, window: Duration) -> Admission<'a> {
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
struct Clients {
    admitted: HashMap<String, Admitted>,
    /// How many keys there may be before those of the past are looked for.
    tidy_at: usize,
    /// How many keys there may be.
    limit: usize,
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

    /// Makes room for one more: forgets whose last request is out of its window. Done whenever the
    /// number of keys has doubled, so that each request pays for a constant share of it.
    fn tidy(&mut self, now: Instant) {
        if self.admitted.len() < self.tidy_at.max(1024).min(self.limit) {
            return;
        }
        self.admitted.retain(|_, Admitted { instants, window }| {
            instants.back().is_some_and(|last| now.duration_since(*last) < *window)
        });
        if self.admitted.len() >= self.limit {
            self.forget_the_quietest();
        }
        self.tidy_at = self.admitted.len() * 2;
    }

    /// Forgets those whose last request is the longest ago.
    fn forget_the_quietest(&mut self) {
        let last = |client: &Admitted| client.instants.back().copied();
        let mut times: Vec<_> = self.admitted.values().map(last).collect();
        let mut surplus = (self.limit / 16).max(1);
        let (_, &mut until, _) = times.select_nth_unstable(surplus - 1);
        self.admitted.retain(|_, client| {
            let quiet = surplus > 0 && last(client) <= until;
            surplus -= usize::from(quiet);
            !quiet
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn clients(limit: usize) -> Clients {
        MemoryHistory::new().max_clients(limit).0.into_inner().unwrap()
    }

    #[test]
    fn the_window_slides_with_the_clock() {
        let (mut clients, start) = (clients(10), Instant::now());
        let mut ask = |second| clients.admit("ada", 2, MINUTE, start + Duration::from_secs(second));
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!([ask(0), ask(50), ask(59)], [None, None, seconds(1)]);
        // The first has fallen out, the second has not: no burst at the turn of a minute.
        assert_eq!([ask(60), ask(61), ask(109)], [None, seconds(49), seconds(1)]);
        assert_eq!([ask(110), ask(110)], [None, seconds(10)]);
    }

    #[test]
    fn nobody_is_admitted_to_nothing() {
        assert_eq!(clients(10).admit("ada", 0, MINUTE, Instant::now()), Some(MINUTE));
    }

    #[test]
    fn clients_of_the_past_are_forgotten_and_others_are_not() {
        let (mut clients, start) = (clients(100_000), Instant::now());
        for client in 0..5000 {
            clients.admit(&client.to_string(), 1, MINUTE, start + MINUTE * client / 1000);
        }
        assert!(clients.admitted.len() < 2500, "{}", clients.admitted.len());
        assert!(clients.admit("4999", 1, MINUTE, start + MINUTE * 5).is_some());
    }

    #[test]
    fn so_many_clients_are_remembered_and_with_one_more_the_quietest_is_forgotten() {
        let (mut clients, start) = (clients(3), Instant::now());
        let mut ask = |client, second| {
            clients.admit(client, 2, MINUTE, start + Duration::from_secs(second)).is_none()
        };
        assert!(ask("ada", 0) && ask("bob", 1) && ask("cy", 2) && ask("ada", 3));
        assert!(!ask("ada", 4) && ask("bob", 4) && !ask("bob", 4));
        // The fourth: `cy` asked once and longest ago.
        assert!(ask("dan", 5));
        assert!(!ask("ada", 6) && !ask("bob", 6), "others are remembered");
        assert!(ask("cy", 7) && ask("cy", 7), "{}", "counts anew");
        assert_eq!(clients.admitted.len(), 3);
    }

    #[test]
    fn a_sixteenth_is_forgotten_even_if_all_asked_at_once() {
        let (mut clients, now) = (clients(1600), Instant::now());
        for client in 0..1601 {
            clients.admit(&client.to_string(), 1, MINUTE, now);
            assert!(clients.admitted.len() <= 1600);
        }
        assert_eq!(clients.admitted.len(), 1501);
    }
}
