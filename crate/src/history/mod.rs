//! Who has asked how often: what throttles remember.

mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::{pin::Pin, time::Duration};

pub use memory::MemoryHistory;

#[cfg(feature = "redis")]
pub use self::redis::RedisHistory;
use crate::Result;

/// Where throttles remember the requests of each client: what Django's cache is for DRF.
///
/// [`MemoryHistory`] is the one of [`Settings`](crate::Settings), and with the feature `redis`
/// `RedisHistory` is one that several processes share; implement this on any other store. Called
/// by throttles, through [`Request::settings`](crate::Request::settings).
pub trait History: Send + Sync + 'static {
    /// Counts one request under a key, unless `limit` requests were counted within the last
    /// `window`: then it is not counted, and the answer is the time until it would be. Counting
    /// and looking are one step, however many requests come at once.
    ///
    /// # Errors
    /// What keeps it from counting, such as a lost connection.
    fn admit<'a>(&'a self, key: &'a str, limit: usize, window: Duration) -> Admission<'a>;
}

/// What [`History::admit`] answers: `None` for a request that was counted.
pub type Admission<'a> = Pin<Box<dyn Future<Output = Result<Option<Duration>>> + Send + 'a>>;
