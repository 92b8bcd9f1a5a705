//! So many requests in such a time.

use std::{sync::Arc, thread, time::Duration};

use axum::Router;
use http::Method;
use seaview::{
    authentication::Authenticators,
    prelude::*,
    throttling::{
        AnonRateThrottle, MemoryHistory, ScopedRateThrottle, Throttle, Throttles, UserRateThrottle,
    },
};

use crate::{
    checks::{ANONYMOUS, NameAuthentication, Willing, database, note},
    support::Client,
};

/// Answers 204, to as many as its throttles let through.
pub(super) struct GateView(Throttles);

impl GateView {
    pub(super) fn of(throttle: impl Throttle) -> Self {
        Self(Throttles::none().with(throttle))
    }
}

impl ApiView for GateView {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST];

    fn authentication(&self) -> Option<Authenticators> {
        Some(Authenticators::none().with(NameAuthentication))
    }

    fn permissions(&self) -> Option<seaview::permissions::Permissions> {
        Some(seaview::permissions::Permissions::none().with(Willing))
    }

    fn throttles(&self) -> Option<Throttles> {
        Some(self.0.clone())
    }

    async fn get(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    async fn post(&self, _: &Request) -> Result {
        Err(Error::validation("Always wrong."))
    }
}

pub(super) async fn serving(views: impl IntoIterator<Item = (&'static str, GateView)>) -> Client {
    let router = views.into_iter().fold(DefaultRouter::new(), |r, (path, view)| r.view(path, view));
    Client::new(router.into_router(database().await))
}

/// The statuses of so many GETs.
pub(super) async fn gets(
    client: &Client,
    path: &str,
    headers: &[(&str, &str)],
    times: usize,
) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        statuses.push(client.send(Method::GET, path, headers, "").await.status.as_u16());
    }
    statuses
}

const ADA: [(&str, &str); 1] = [("authorization", "Name ada")];

#[tokio::test]
async fn the_wait_is_told_in_words_and_in_retry_after() {
    let client = serving([("gate", GateView::of(ScopedRateThrottle::new("gate", "2/hour")))]).await;
    assert_eq!(gets(&client, "/gate/", &[], 2).await, [204, 204]);
    let refused = client.get("/gate/").await;
    refused
        .assert(429, r#"{"detail":"Request was throttled. Expected available in 3600 seconds."}"#);
    assert_eq!(refused.header("retry-after"), "3600");
}

#[tokio::test]
async fn after_its_period_a_request_counts_no_more() {
    let client = serving([("gate", GateView::of(UserRateThrottle::new("1/second")))]).await;
    assert_eq!(gets(&client, "/gate/", &[], 1).await, [204]);
    let refused = client.get("/gate/").await;
    refused.assert(429, r#"{"detail":"Request was throttled. Expected available in 1 second."}"#);
    thread::sleep(Duration::from_millis(1001));
    assert_eq!(gets(&client, "/gate/", &[], 1).await, [204]);
}

#[tokio::test]
async fn whatever_was_admitted_counts_and_nothing_else() {
    let client = serving([("gate", GateView::of(UserRateThrottle::new("4/hour")))]).await;
    let send = async |method: Method, headers: &[(&str, &str)]| {
        client.send(method, "/gate/", headers, "").await.status.as_u16()
    };
    // Refused before it comes to throttles.
    for _ in 0..5 {
        assert_eq!(send(Method::GET, &[("authorization", "Name nobody")]).await, 401);
        let refused = client.send(Method::GET, "/gate/", &[("x-refuse", "request")], "").await;
        refused.assert(401, ANONYMOUS);
    }
    assert_eq!(send(Method::POST, &[]).await, 400);
    assert_eq!(send(Method::OPTIONS, &[]).await, 200);
    assert_eq!(send(Method::HEAD, &[]).await, 204);
    assert_eq!(send(Method::DELETE, &[]).await, 405);
    for method in [Method::GET, Method::POST, Method::OPTIONS, Method::HEAD, Method::DELETE] {
        assert_eq!(send(method, &[]).await, 429);
    }
}

#[tokio::test]
async fn users_are_not_anonymous() {
    let client = serving([("gate", GateView::of(AnonRateThrottle::new("1/day")))]).await;
    assert_eq!(gets(&client, "/gate/", &[], 2).await, [204, 429]);
    assert_eq!(gets(&client, "/gate/", &ADA, 3).await, [204, 204, 204]);
}

#[tokio::test]
async fn views_of_one_scope_count_together_and_scopes_apart() {
    let client = serving([
        ("a", GateView::of(ScopedRateThrottle::new("one", "2/day"))),
        ("b", GateView::of(ScopedRateThrottle::new("one", "2/day"))),
        ("c", GateView::of(ScopedRateThrottle::new("other", "2/day"))),
        // A scope may be called as it likes: it is none of the stock ones.
        ("d", GateView::of(ScopedRateThrottle::new("user", "2/day"))),
        ("e", GateView::of(UserRateThrottle::new("2/day"))),
    ])
    .await;
    assert_eq!(gets(&client, "/a/", &[], 1).await, [204]);
    assert_eq!(gets(&client, "/b/", &[], 2).await, [204, 429]);
    assert_eq!(gets(&client, "/a/", &[], 1).await, [429]);
    for path in ["/c/", "/d/", "/e/"] {
        assert_eq!(gets(&client, path, &[], 3).await, [204, 204, 429], "{path}");
    }
}

#[tokio::test]
async fn a_burst_and_a_sustained_rate_are_both_kept_and_the_longest_wait_is_told() {
    let throttles = Throttles::none()
        .with(UserRateThrottle::new("2/second"))
        .with(UserRateThrottle::new("3/hour"));
    let client = serving([("gate", GateView(throttles))]).await;
    assert_eq!(gets(&client, "/gate/", &[], 2).await, [204, 204]);
    let burst = client.get("/gate/").await;
    burst.assert(429, r#"{"detail":"Request was throttled. Expected available in 1 second."}"#);
    thread::sleep(Duration::from_millis(1001));
    // The one that was one too many within the second is one of the hour: all throttles count.
    let sustained = client.get("/gate/").await;
    assert_eq!(sustained.status, 429);
    assert!(["3598", "3599"].contains(&sustained.header("retry-after")), "{sustained:?}");
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, throttles(UserRateThrottle::new("3/day")))]
struct NoteViewSet;

#[tokio::test]
async fn the_actions_of_a_viewset_count_together() {
    let router = DefaultRouter::new().register("notes", NoteViewSet);
    let client = Client::new(router.into_router(database().await));
    assert_eq!(client.get("/notes/").await.status, 200);
    assert_eq!(client.get("/notes/1/").await.status, 200);
    assert_eq!(client.delete("/notes/1/").await.status, 204);
    assert_eq!(client.get("/notes/").await.status, 429);
    assert_eq!(client.delete("/notes/2/").await.status, 429);
}

#[tokio::test]
async fn routers_count_together_if_they_are_given_the_same_history() {
    let database = database().await;
    let gate = |settings: Settings| {
        let view = GateView::of(UserRateThrottle::new("1/day"));
        let router = DefaultRouter::new().settings(settings).view("gate", view);
        Client::new(router.into_router(database.clone()))
    };
    let history = Arc::new(MemoryHistory::new());
    let shared = || Settings { throttle_history: history.clone(), ..Settings::default() };
    let clients = [gate(shared()), gate(shared()), gate(Settings::default())];
    let mut statuses = Vec::new();
    for client in &clients {
        statuses.push(client.get("/gate/").await.status.as_u16());
    }
    assert_eq!(statuses, [204, 429, 204]);
}

/// How many of 50 GETs were admitted.
fn admitted(app: Router) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let statuses = runtime.block_on(gets(&Client::new(app), "/gate/", &[], 50));
    statuses.into_iter().filter(|status| *status == 204).count()
}

#[tokio::test]
async fn of_many_requests_at_once_exactly_as_many_are_admitted_as_the_rate_says() {
    let view = GateView::of(ScopedRateThrottle::new("gate", "100/hour"));
    let app = DefaultRouter::new().view("gate", view).into_router(database().await);
    let total: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| admitted(app.clone()))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
    });
    assert_eq!(total, 100);
}

#[test]
#[should_panic = "`3 an hour` is no rate; write one such as `100/day`"]
fn a_rate_that_is_none_is_told_when_it_is_stated() {
    AnonRateThrottle::new("3 an hour");
}
