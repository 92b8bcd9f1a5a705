//! How often a client may ask, and how long it is told to wait.

mod clients;
mod rates;
mod redis;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use http::Method;
use seaview::{
    Policies,
    authentication::Authenticators,
    permissions::Permissions,
    prelude::*,
    throttling::{Throttle, Throttles, Verdict},
};

use crate::{
    checks::{ANONYMOUS, NameAuthentication, RouterViewSet, Willing, database, note, serving},
    support::{Answer, Client},
};

/// Says always the same, and counts how often it was asked.
#[derive(Clone)]
struct Counting(Verdict, Arc<AtomicUsize>);

impl Counting {
    fn new(verdict: Verdict) -> Self {
        Self(verdict, Arc::default())
    }

    fn asked(&self) -> usize {
        self.1.load(Ordering::Relaxed)
    }
}

impl Throttle for Counting {
    async fn allow_request(&self, _: &Request) -> Result<Verdict> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Ok(self.0)
    }
}

async fn throttled(throttles: &[&Counting]) -> Answer {
    let throttles = throttles.iter().fold(Throttles::none(), |all, &one| all.with(one.clone()));
    let policies = Policies {
        throttles,
        authentication: Authenticators::none().with(NameAuthentication),
        permissions: Permissions::none().with(Willing),
        ..Policies::default()
    };
    let router = DefaultRouter::new().policies(policies).register("notes", RouterViewSet);
    let client = Client::new(router.into_router(database().await));
    client
        .send(Method::GET, "/notes/", &[("x-refuse", "request")], "")
        .await
        .assert(401, ANONYMOUS);
    client.get("/notes/").await
}

#[tokio::test]
async fn the_longest_wait_is_told_and_every_throttle_counts() {
    let seconds = |n| Verdict::Refuse(Some(Duration::from_secs(n)));
    let short = Counting::new(seconds(1));
    let unknown = Counting::new(Verdict::Refuse(None));
    let long = Counting::new(seconds(90));
    let willing = Counting::new(Verdict::Allow);

    let answer = throttled(&[&short, &unknown, &long, &willing]).await;
    answer.assert(429, r#"{"detail":"Request was throttled. Expected available in 90 seconds."}"#);
    assert_eq!(answer.header("retry-after"), "90");
    // Each was asked once: the request that was not permitted did not count.
    assert_eq!([&short, &unknown, &long, &willing].map(Counting::asked), [1; 4]);

    let answer = throttled(&[&short]).await;
    answer.assert(429, r#"{"detail":"Request was throttled. Expected available in 1 second."}"#);
    assert_eq!(answer.header("retry-after"), "1");
    let answer = throttled(&[&willing, &unknown]).await;
    answer.assert(429, r#"{"detail":"Request was throttled."}"#);
    assert_eq!(answer.headers.get("retry-after"), None);
    assert_eq!(throttled(&[&willing]).await.status, 200);
}

/// As many as were paid for.
struct Quota(AtomicUsize);

impl Throttle for Quota {
    async fn allow_request(&self, _: &Request) -> Result<Verdict> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        Ok(if left.is_ok() { Verdict::Allow } else { Verdict::Refuse(None) })
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, throttles(Quota(AtomicUsize::new(2))))]
struct QuotaViewSet;

#[tokio::test]
async fn one_request_too_many_is_refused_in_the_format_that_was_asked_for() {
    let client = serving(QuotaViewSet).await;
    // Each action has throttles of its own; a HEAD counts as the GET that it is.
    assert_eq!(client.get("/notes/").await.status, 200);
    assert_eq!(client.send(Method::HEAD, "/notes/", &[], "").await.status, 200);
    client.get("/notes/").await.assert(429, r#"{"detail":"Request was throttled."}"#);
    let page = client.send(Method::GET, "/notes/", &[("accept", "text/html")], "").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (429, "text/html; charset=utf-8")
    );
    assert!(page.text().contains("Request was throttled."), "{}", page.text());
}
