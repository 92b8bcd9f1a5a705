//! The copies of a database that answer what only reads.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Database, writers::Writers};

/// The replicas of a database, and the clients who are not to be sent there yet.
#[derive(Debug)]
pub(crate) struct Replicas {
    each: Vec<Arc<Database>>,
    turn: AtomicUsize,
    marks: RandomState,
    writers: Mutex<Writers>,
}

impl Database {
    /// The same database with one more replica, which answers requests of safe methods: see
    /// [replicas](crate::database#replicas).
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// use seaview::Database;
    ///
    /// let replica = Database::connect("postgres://replica/shop").await?;
    /// let database = Database::connect("postgres://primary/shop").await?.with_replica(replica);
    /// # Ok(()) }
    /// ```
    ///
    /// # Panics
    /// If one of the two is, say, PostgreSQL and the other is not.
    #[track_caller]
    #[must_use]
    pub fn with_replica(self, replica: impl Into<Self>) -> Self {
        self.with_replicas([replica])
    }

    /// The same with several more, which are asked in turn. Replicas of replicas are not asked.
    ///
    /// # Panics
    /// If one of them is, say, PostgreSQL and this is not.
    #[track_caller]
    #[must_use]
    pub fn with_replicas<D: Into<Self>>(self, replicas: impl IntoIterator<Item = D>) -> Self {
        let mut each = self.replicas.as_ref().map(|known| known.each.clone()).unwrap_or_default();
        for replica in replicas {
            let replica = Self { replicas: None, ..replica.into() };
            let (own, other) = (self.backend, replica.backend);
            assert!(own == other, "a replica of {own:?} cannot be {other:?}; connect it to a copy");
            each.push(Arc::new(replica));
        }
        let replicas = (!each.is_empty()).then(|| Arc::new(Replicas::new(each)));
        Self { replicas, ..self }
    }

    /// Its replicas, if there are any.
    pub(crate) fn replicas(&self) -> Option<&Arc<Replicas>> {
        self.replicas.as_ref()
    }
}

impl Replicas {
    fn new(each: Vec<Arc<Database>>) -> Self {
        let (turn, marks, writers) = Default::default();
        Self { each, turn, marks, writers }
    }

    /// The one whose turn it is.
    pub(crate) fn next(&self) -> Arc<Database> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&self.each[turn % self.each.len()])
    }

    /// What is kept of something by which a client is known.
    pub(crate) fn mark(&self, of: impl Hash) -> u64 {
        self.marks.hash_one(of)
    }

    /// Remembers for so long that the client of these marks has written.
    pub(crate) fn remember(&self, marks: impl IntoIterator<Item = u64>, time: Duration) {
        let (now, mut writers) = (Instant::now(), self.writers());
        marks.into_iter().for_each(|mark| writers.remember(mark, now, time));
    }

    /// `true` if one of the marks is that of a client who has written.
    pub(crate) fn remembers(&self, marks: impl IntoIterator<Item = u64>) -> bool {
        let (now, writers) = (Instant::now(), self.writers());
        marks.into_iter().any(|mark| writers.remembers(mark, now))
    }

    fn writers(&self) -> MutexGuard<'_, Writers> {
        // A panic of another holder can at most have lost one client.
        self.writers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
