//! Connections that are opened again when they are lost, while nobody waits for them.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio_postgres::Config;

use super::connection::Connection;

/// So long nothing is tried after a server could not be reached.
const REST: Duration = Duration::from_secs(1);

/// A connection beyond the first few is asked where that saves so many steps of waiting.
const DETOUR: u64 = 4;

/// Connections of one kind.
pub(super) struct Links {
    config: Config,
    only_reads: bool,
    number: Number,
    there: Mutex<Vec<Arc<Connection>>>,
    /// Those that are there, in use or being opened.
    open: AtomicUsize,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").field("open", &self.open).finish_non_exhaustive()
    }
}

/// How many connections there are.
///
/// The server serves each on one of its own cores, and more of them carry fewer statements at a
/// time: with commits that take no time, creates are a third faster on two than on six. But commits
/// that wait for a disk can wait together. Reads gain nothing by more.
struct Number {
    /// So many are asked first.
    few: usize,
    most: usize,
}

impl Number {
    fn of(only_reads: bool) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        let few = cores.clamp(2, 8);
        Self { few, most: if only_reads { few } else { (3 * cores).clamp(4, 12) } }
    }

    /// The place of the connection that is asked, by how many steps one would wait for each;
    /// `None` stands for too many.
    fn soonest(&self, waits: impl Iterator<Item = Option<u64>>) -> Option<usize> {
        let detour = |place| if place < self.few { 0 } else { DETOUR };
        let soon = waits.enumerate().filter_map(|(place, steps)| Some((place, steps?)));
        let soonest = soon.min_by_key(|(place, steps)| steps + detour(*place));
        soonest.map(|(place, _)| place)
    }
}

impl Links {
    /// Opens the first; `None` if that cannot be done.
    pub(super) async fn open(config: Config, only_reads: bool) -> Option<Arc<Self>> {
        let first = Connection::open(config.clone(), only_reads).await.ok()?;
        Some(Arc::new(Self {
            config,
            only_reads,
            number: Number::of(only_reads),
            there: Mutex::new(vec![first]),
            open: AtomicUsize::new(1),
        }))
    }

    /// The connection that answers soonest, which others ask as well.
    pub(super) fn share(self: &Arc<Self>) -> Option<Arc<Connection>> {
        let mut there = self.there();
        self.drop_lost(&mut there);
        if there.len() < self.number.most {
            self.open_another();
        }
        let soonest = self.number.soonest(there.iter().map(|one| one.queue().steps()))?;
        there.get(soonest).map(Arc::clone)
    }

    fn there(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.there.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn drop_lost(&self, there: &mut Vec<Arc<Connection>>) {
        let before = there.len();
        there.retain(|one| !one.is_lost());
        self.open.fetch_sub(before - there.len(), Relaxed);
    }

    /// Opens one more in the background, if there may be one.
    fn open_another(self: &Arc<Self>) {
        if self.open.fetch_add(1, Relaxed) >= self.number.most {
            self.open.fetch_sub(1, Relaxed);
            return;
        }
        let links = Arc::clone(self);
        tokio::spawn(async move {
            match Connection::open(links.config.clone(), links.only_reads).await {
                Ok(connection) => links.there().push(connection),
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "a connection cannot be opened"
                    );
                    tokio::time::sleep(REST).await;
                    links.open.fetch_sub(1, Relaxed);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_beyond_the_first_few_are_for_long_waits() {
        let number = Number { few: 2, most: 4 };
        let soonest = |waits: [Option<u64>; 4]| number.soonest(waits.into_iter());
        for (waits, place) in [
            ([Some(0), Some(0), Some(0), Some(0)], Some(0)),
            ([Some(1), Some(0), Some(0), Some(0)], Some(1)),
            ([Some(DETOUR), Some(DETOUR), Some(0), Some(0)], Some(0)),
            ([Some(DETOUR + 1), Some(DETOUR + 1), Some(0), Some(0)], Some(2)),
            ([None, None, Some(9), Some(0)], Some(3)),
            ([None, Some(90), None, None], Some(1)),
            ([None; 4], None),
        ] {
            assert_eq!(soonest(waits), place, "{waits:?}");
        }
    }
}
