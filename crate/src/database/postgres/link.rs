//! Connections that are opened again when they are lost, while nobody waits for them.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::{sync::Semaphore, time::timeout};
use tokio_postgres::Config;

use super::connection::Connection;

/// So long nothing is tried after a server could not be reached.
const REST: Duration = Duration::from_secs(1);

/// Connections of one kind, up to so many.
pub(super) struct Links {
    config: Config,
    only_reads: bool,
    most: usize,
    there: Mutex<Vec<Arc<Connection>>>,
    /// Those that are there, in use or being opened.
    open: AtomicUsize,
    /// As many as are there, for those that claim them; what is shared counts none.
    idle: Semaphore,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").field("open", &self.open).finish_non_exhaustive()
    }
}

impl Links {
    /// Opens the first; `None` if that cannot be done.
    pub(super) async fn open(config: Config, only_reads: bool, most: usize) -> Option<Arc<Self>> {
        let first = Connection::open(config.clone(), only_reads).await.ok()?;
        Some(Arc::new(Self {
            config,
            only_reads,
            most,
            there: Mutex::new(vec![first]),
            open: AtomicUsize::new(1),
            idle: Semaphore::new(1),
        }))
    }

    /// The connection that answers soonest, which others ask as well.
    pub(super) fn share(self: &Arc<Self>) -> Option<Arc<Connection>> {
        let mut there = self.there();
        self.drop_lost(&mut there);
        if there.len() < self.most {
            self.open_another();
        }
        let soon = there.iter().filter_map(|one| Some((one.queue().steps()?, one)));
        soon.min_by_key(|(steps, _)| *steps).map(|(_, one)| Arc::clone(one))
    }

    /// A connection for one statement alone, if one becomes free soon enough.
    pub(super) async fn claim(self: &Arc<Self>, patience: Duration) -> Option<Claim> {
        loop {
            if self.idle.available_permits() == 0 {
                self.open_another();
            }
            timeout(patience, self.idle.acquire()).await.ok()?.ok()?.forget();
            let connection = self.there().pop()?;
            if !connection.is_lost() {
                return Some(Claim { links: Arc::clone(self), connection });
            }
            self.open.fetch_sub(1, Relaxed);
        }
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
                Ok(connection) => links.put(connection),
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

    fn put(&self, connection: Arc<Connection>) {
        self.there().push(connection);
        self.idle.add_permits(1);
    }
}

/// A connection that nobody else asks until this is dropped and all is answered.
pub(super) struct Claim {
    links: Arc<Links>,
    pub(super) connection: Arc<Connection>,
}

impl Drop for Claim {
    fn drop(&mut self) {
        let (links, connection) = (Arc::clone(&self.links), Arc::clone(&self.connection));
        if connection.queue().waiting() == 0 || connection.is_lost() {
            return links.put(connection);
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                _ = runtime.spawn(async move {
                    connection.settle().await;
                    links.put(connection);
                })
            }
            Err(_) => _ = links.open.fetch_sub(1, Relaxed),
        }
    }
}
