//! The stock throttles: so many requests in such a time, for each client.

use super::{Rate, Throttle, Verdict, ident};
use crate::{Request, Result};

/// Limits anonymous clients, each known by its address; users are not limited. DRF's
/// `AnonRateThrottle`.
#[derive(Clone, Copy, Debug)]
pub struct AnonRateThrottle(Rate);

impl AnonRateThrottle {
    /// A rate such as `100/day`.
    ///
    /// # Panics
    /// If it is none.
    #[track_caller]
    pub fn new(rate: &str) -> Self {
        Self(Rate::of(rate))
    }
}

impl Throttle for AnonRateThrottle {
    async fn allow_request(&self, request: &Request) -> Result<Verdict> {
        match request.user() {
            Some(_) => Ok(Verdict::Allow),
            None => admit("anon", self.0, request).await,
        }
    }
}

/// Limits everybody: users by their keys, wherever they come from, and anonymous clients by their
/// addresses. DRF's `UserRateThrottle`.
#[derive(Clone, Copy, Debug)]
pub struct UserRateThrottle(Rate);

impl UserRateThrottle {
    /// A rate such as `1000/day`.
    ///
    /// # Panics
    /// If it is none.
    #[track_caller]
    pub fn new(rate: &str) -> Self {
        Self(Rate::of(rate))
    }
}

impl Throttle for UserRateThrottle {
    async fn allow_request(&self, request: &Request) -> Result<Verdict> {
        admit("user", self.0, request).await
    }
}

/// Limits everybody, and counts apart from other scopes: DRF's `ScopedRateThrottle`. Views that
/// state the same scope share its count.
#[derive(Clone, Copy, Debug)]
pub struct ScopedRateThrottle {
    scope: &'static str,
    rate: Rate,
}

impl ScopedRateThrottle {
    /// A scope such as `uploads`, DRF's `throttle_scope`, and its rate, such as `20/day`.
    ///
    /// # Panics
    /// If the rate is none.
    #[track_caller]
    pub fn new(scope: &'static str, rate: &str) -> Self {
        Self { scope, rate: Rate::of(rate) }
    }
}

impl Throttle for ScopedRateThrottle {
    async fn allow_request(&self, request: &Request) -> Result<Verdict> {
        admit(&format!("scope {}", self.scope), self.rate, request).await
    }
}

/// DRF's `SimpleRateThrottle.allow_request`.
async fn admit(scope: &str, rate: Rate, request: &Request) -> Result<Verdict> {
    let Rate { requests, period } = rate;
    // The rate is part of the key: a burst and a sustained rate of one scope count apart.
    let key = format!("{scope} {requests}/{} {}", period.as_secs(), client(request));
    let history = &request.settings().throttle_history;
    let wait = history.admit(&key, requests, period).await?;
    Ok(wait.map_or(Verdict::Allow, |wait| Verdict::Refuse(Some(wait))))
}

/// The user, or else the address, marked so that nobody can send an address that is a user's key.
fn client(request: &Request) -> String {
    match request.user() {
        Some(user) => format!("user {}", user.id()),
        None => format!("address {}", at_most(MAX_IDENT, &ident(request))),
    }
}

/// A header may be long, and what is kept for each client is not: the end counts, which the proxies
/// wrote.
const MAX_IDENT: usize = 255;

fn at_most(length: usize, ident: &str) -> &str {
    let cut = ident.len().saturating_sub(length);
    let start = (cut..=ident.len()).find(|&at| ident.is_char_boundary(at)).unwrap_or_default();
    &ident[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_header_the_end_counts() {
        let long = format!("é{}", "1".repeat(254));
        assert_eq!(at_most(256, &long), long);
        assert_eq!(at_most(255, &long), &long[2..]);
        assert_eq!(at_most(254, &long), &long[2..]);
        assert_eq!(at_most(255, ""), "");
    }
}
