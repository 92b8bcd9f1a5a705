//! A history in Redis.

use std::{
    fmt,
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::StatusCode;
use redis::{
    Client, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use tokio::time::timeout;

use super::{Admission, History};
use crate::{Error, Result, error::ErrorDetail};

/// A [`History`] in Redis 5 or newer, which all processes that are given the same server and
/// prefix share: together they admit exactly as many as the rate says.
///
/// Each client of each rate is one list, of at most as many instants as the rate has requests; it
/// expires when its window has passed. Looking and counting are one script that Redis runs by its
/// own clock. One connection is opened when the first request comes, and again when it is lost.
///
/// While Redis does not answer, within the [timeout](Self::timeout), every request is admitted,
/// and the log says so once: throttles keep a service from being overrun, and the service matters
/// more. With [`fail_closed`](Self::fail_closed) such requests are a 503.
pub struct RedisHistory {
    connection: ConnectionManager,
    prefix: String,
    timeout: Duration,
    closed: bool,
    lost: AtomicBool,
}

impl RedisHistory {
    /// The history of a server: `redis://localhost/`, `redis://:password@host:6379/1`.
    ///
    /// # Errors
    /// [`Error::Internal`] for what is no such URL. Whether the server is there shows later.
    pub fn new(url: &str) -> Result<Self> {
        let client = Client::open(url).map_err(Error::internal)?;
        // A request waits for one attempt; the next request makes the next.
        let config = ConnectionManagerConfig::new().set_number_of_retries(0);
        let connection = ConnectionManager::new_lazy_with_config(client, config);
        Ok(Self {
            connection: connection.map_err(Error::internal)?,
            prefix: "seaview:throttle:".into(),
            timeout: Duration::from_millis(500),
            closed: false,
            lost: AtomicBool::new(false),
        })
    }

    /// What keys begin with, `seaview:throttle:` unless stated: applications that share a server
    /// count apart by theirs.
    pub fn prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..self }
    }

    /// How long a request waits for Redis, half a second unless stated.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Refuses requests with 503 while Redis does not answer.
    pub fn fail_closed(self) -> Self {
        Self { closed: true, ..self }
    }

    async fn ask(&self, key: &str, limit: usize, window: Duration) -> Result<Option<Duration>> {
        let mut script = SLIDING_WINDOW.key(format!("{}{key}", self.prefix));
        script.arg(limit).arg(u64::try_from(window.as_micros()).unwrap_or(u64::MAX));
        let mut connection = self.connection.clone();
        let asked = script.invoke_async::<u64>(&mut connection);
        let wait = timeout(self.timeout, asked).await.map_err(Error::internal)?;
        let wait = wait.map_err(Error::internal)?;
        Ok((wait > 0).then(|| Duration::from_micros(wait)))
    }

    /// What is answered in place of Redis.
    fn without_redis(&self, error: &Error) -> Result<Option<Duration>> {
        if !self.lost.swap(true, Ordering::Relaxed) {
            let error = error as &dyn std::error::Error;
            match self.closed {
                true => {
                    tracing::error!(error, "Redis is lost; requests with throttles are refused")
                }
                false => tracing::warn!(error, "Redis is lost; throttles admit all requests"),
            }
        }
        match self.closed {
            true => Err(Error::api(StatusCode::SERVICE_UNAVAILABLE, unavailable())),
            false => Ok(None),
        }
    }
}

impl History for RedisHistory {
    fn admit<'a>(&'a self, key: &'a str, limit: usize, window: Duration) -> Admission<'a> {
        Box::pin(async move {
            if limit == 0 {
                return Ok(Some(window));
            }
            let answer = self.ask(key, limit, window).await;
            if let Err(error) = &answer {
                return self.without_redis(error);
            }
            if self.lost.swap(false, Ordering::Relaxed) {
                tracing::info!("Redis is back; throttles count again");
            }
            answer
        })
    }
}

impl fmt::Debug for RedisHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisHistory").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

fn unavailable() -> ErrorDetail {
    ErrorDetail::new("Service temporarily unavailable, try again later.", "service_unavailable")
}

/// The list holds the instants of admitted requests in microseconds, the oldest first. The clock
/// may have been set back: an instant is never before the one before it. Answers 0, or the
/// microseconds to wait.
static SLIDING_WINDOW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local key, limit, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local last = redis.call('LINDEX', key, -1)
if last then
    now = math.max(now, tonumber(last))
end
local oldest = redis.call('LINDEX', key, 0)
while oldest and now - tonumber(oldest) >= window do
    redis.call('LPOP', key)
    oldest = redis.call('LINDEX', key, 0)
end
if redis.call('LLEN', key) >= limit then
    return tonumber(oldest) + window - now
end
redis.call('RPUSH', key, string.format('%.0f', now))
redis.call('PEXPIRE', key, math.ceil(window / 1000))
return 0
",
    )
});
