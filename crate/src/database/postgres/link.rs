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

/// A connection beyond the first few is asked where that saves so many steps of waiting. With
/// commits that take no time, creates are a third faster on two connections than on six; where a
/// commit waits for a disk, there is more to be saved.
const DETOUR: u64 = 4;

/// Connections of one kind, up to so many.
pub(super) struct Links {
    config: Config,
    only_reads: bool,
    few: usize,
    most: usize,
    there: Mutex<Vec<Arc<Connection>>>,
    /// Those that are there, in use or being opened.
    open: AtomicUsize,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").field("open", &self.open).finish_non_exhaustive()
    }
}

impl Links {
    /// Opens the first; `None` if that cannot be done. The server is busy with the first `few`.
    pub(super) async fn open(
        config: Config,
        only_reads: bool,
        few: usize,
        most: usize,
    ) -> Option<Arc<Self>> {
        let first = Connection::open(config.clone(), only_reads).await.ok()?;
        Some(Arc::new(Self {
            config,
            only_reads,
            few,
            most,
            there: Mutex::new(vec![first]),
            open: AtomicUsize::new(1),
        }))
    }

    /// The connection that answers soonest, which others ask as well.
    pub(super) fn share(self: &Arc<Self>) -> Option<Arc<Connection>> {
        let mut there = self.there();
        self.drop_lost(&mut there);
        if there.len() < self.most {
            self.open_another();
        }
        let soon = there.iter().enumerate().filter_map(|(place, one)| {
            let detour = if place < self.few { 0 } else { DETOUR };
            Some((one.queue().steps()? + detour, one))
        });
        soon.min_by_key(|(steps, _)| *steps).map(|(_, one)| Arc::clone(one))
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
        if self.open.fetch_add(1, Relaxed) >= self.most {
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
