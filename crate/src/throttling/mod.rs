#![doc = include_str!("../../docs/throttling.md")]

mod ident;
mod rate;
mod rates;

use std::{pin::Pin, sync::Arc, time::Duration};

pub(crate) use ident::ident;
pub use rate::Rate;
pub use rates::{AnonRateThrottle, ScopedRateThrottle, UserRateThrottle};

#[cfg(feature = "redis")]
pub use crate::history::RedisHistory;
pub use crate::history::{Admission, History, MemoryHistory};
use crate::{Error, Request, Result};

/// Counts requests and refuses those above a rate: DRF's `BaseThrottle`.
///
/// Implemented for each way of counting; a view asks all its throttles, after permissions and
/// before the method, and the longest wait is reported.
///
/// Source: <https://www.django-rest-framework.org/api-guide/throttling/>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a throttle",
    label = "not a throttle",
    note = "write `impl Throttle for {Self}`"
)]
pub trait Throttle: Send + Sync + 'static {
    /// Counts the request.
    ///
    /// # Errors
    /// Only what keeps it from counting, such as a lost store.
    fn allow_request(&self, request: &Request) -> impl Future<Output = Result<Verdict>> + Send;
}

/// What a [`Throttle`] says of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may go on.
    Allow,
    /// It is one too many; the next may come after this time, if that is known.
    Refuse(Option<Duration>),
}

/// The throttles of a view.
#[derive(Clone, Default)]
pub struct Throttles(Vec<Arc<dyn DynThrottle>>);

impl Throttles {
    /// None: no limit.
    pub fn none() -> Self {
        Self::default()
    }

    /// One more.
    pub fn with(mut self, throttle: impl Throttle) -> Self {
        self.0.push(Arc::new(throttle));
        self
    }

    /// DRF's `check_throttles`: all are asked, so that each counts the request.
    pub(crate) async fn check(&self, request: &Request) -> Result<()> {
        let mut refused = None;
        for throttle in &self.0 {
            if let Verdict::Refuse(wait) = throttle.dyn_allow_request(request).await? {
                refused = refused.max(Some(wait));
            }
        }
        refused.map_or(Ok(()), |wait| Err(Error::throttled(wait)))
    }
}

/// [`Throttle`] behind a pointer.
trait DynThrottle: Send + Sync {
    fn dyn_allow_request<'a>(
        &'a self,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<Verdict>> + Send + 'a>>;
}

impl<T: Throttle> DynThrottle for T {
    fn dyn_allow_request<'a>(
        &'a self,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<Verdict>> + Send + 'a>> {
        Box::pin(self.allow_request(request))
    }
}
