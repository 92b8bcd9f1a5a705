//! Who has written reads what it wrote.

use std::{sync::Arc, time::Duration};

use http::{Method, header};
use seaview::{
    Policies, User,
    authentication::{Authenticated, Authentication, Authenticators},
    prelude::*,
};

use super::{NoteViewSet, ShelfViewSet, pair, read, router};
use crate::support::Client;

/// `Authorization: Key 1` is the user of that key.
struct KeyAuthentication;

struct Keyed(i64);

impl User for Keyed {
    fn id(&self) -> i64 {
        self.0
    }

    fn username(&self) -> &str {
        "somebody"
    }
}

impl Authentication for KeyAuthentication {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let header = request.header(header::AUTHORIZATION);
        let Some(words) = header.and_then(|text| text.strip_prefix("Key ")) else {
            return Ok(None);
        };
        // What follows is a secret, of which a user may have several.
        let key = words.split(' ').next().and_then(|key| key.parse().ok());
        let key = key.ok_or_else(|| Error::authentication_failed("Invalid key."))?;
        Ok(Some(Authenticated { user: Arc::new(Keyed(key)), auth: None }))
    }

    fn authenticate_header(&self, _: &Request) -> Option<String> {
        Some("Key".to_owned())
    }
}

const HOUR: Duration = Duration::from_secs(3600);

#[derive(ModelViewSet)]
#[viewset(serializer = super::NoteSerializer, authentication())]
struct OpenViewSet;

fn named() -> DefaultRouter {
    let authentication = Authenticators::none().with(KeyAuthentication);
    let policies = Policies { authentication, ..Policies::default() };
    DefaultRouter::new().policies(policies)
}

async fn serving(time: Option<Duration>) -> Client {
    let [primary, replica] = pair().await;
    let settings = Settings { read_your_writes: time, ..Settings::default() };
    let router = named()
        .settings(settings)
        .register("notes", NoteViewSet)
        .register("shelves", ShelfViewSet)
        .register_with_basename("open", OpenViewSet, "open");
    Client::new(router.into_router(primary.with_replica(replica)))
}

/// Writes something, whatever it is.
async fn write(client: &Client, headers: &[(&str, &str)]) {
    let mut headers = headers.to_vec();
    headers.push(("content-type", "application/json"));
    let answer = client.send(Method::PATCH, "/notes/1/", &headers, r#"{"shelf_id":1}"#).await;
    assert_eq!(answer.status, 200);
}

const ADA: (&str, &str) = ("authorization", "Key 1 laptop");
const BOB: (&str, &str) = ("authorization", "Key 2 laptop");
const HOME: (&str, &str) = ("x-forwarded-for", "203.0.113.1");
const AWAY: (&str, &str) = ("x-forwarded-for", "203.0.113.2");

#[tokio::test]
async fn a_user_reads_what_it_wrote_wherever_it_is_and_others_do_not() {
    let client = serving(Some(HOUR)).await;
    assert_eq!(read(&client, &[ADA, HOME]).await, "replica");
    write(&client, &[ADA, HOME]).await;
    assert_eq!(read(&client, &[ADA, HOME]).await, "primary");
    assert_eq!(read(&client, &[("authorization", "Key 1 phone"), AWAY]).await, "primary");
    assert_eq!(read(&client, &[BOB, HOME]).await, "replica");
    assert_eq!(read(&client, &[HOME]).await, "replica");
}

#[tokio::test]
async fn anonymous_clients_are_known_by_their_addresses() {
    let client = serving(Some(HOUR)).await;
    write(&client, &[HOME]).await;
    assert_eq!(read(&client, &[HOME]).await, "primary");
    assert_eq!(read(&client, &[AWAY]).await, "replica");
    // Who has just registered, and logs in.
    assert_eq!(read(&client, &[ADA, HOME]).await, "primary");
    assert_eq!(read(&client, &[ADA, AWAY]).await, "replica");
}

#[tokio::test]
async fn views_that_do_not_ask_who_comes_know_writers_by_what_they_send() {
    let client = serving(Some(HOUR)).await;
    write(&client, &[ADA, HOME]).await;
    let open = async |headers: &[(&str, &str)]| {
        let answer = client.send(Method::GET, "/open/1/", headers, "").await;
        super::title(&answer)
    };
    assert_eq!(open(&[ADA, AWAY]).await, "primary");
    assert_eq!(open(&[BOB, HOME]).await, "replica");
    write(&client, &[("cookie", "sessionid=1"), HOME]).await;
    assert_eq!(open(&[("cookie", "sessionid=1"), AWAY]).await, "primary");
    assert_eq!(open(&[("cookie", "sessionid=2"), AWAY]).await, "replica");
}

#[tokio::test]
async fn after_that_time_replicas_are_read_again() {
    let short = Duration::from_millis(20);
    let client = serving(Some(short)).await;
    write(&client, &[ADA]).await;
    tokio::time::sleep(short).await;
    assert_eq!(read(&client, &[ADA]).await, "replica");
    for never in [None, Some(Duration::ZERO)] {
        let client = serving(never).await;
        write(&client, &[ADA]).await;
        assert_eq!(read(&client, &[ADA]).await, "replica");
    }
}

#[tokio::test]
async fn it_is_on_unless_stated() {
    let [primary, replica] = pair().await;
    let client = Client::new(router().into_router(primary.with_replica(replica)));
    assert_eq!(read(&client, &[]).await, "replica");
    write(&client, &[]).await;
    assert_eq!(read(&client, &[]).await, "primary");
}

#[tokio::test]
async fn those_who_were_not_let_in_have_written_nothing() {
    let client = serving(Some(HOUR)).await;
    let nobody = [("authorization", "Key none"), HOME];
    assert_eq!(client.send(Method::PATCH, "/notes/1/", &nobody, "{}").await.status, 401);
    assert_eq!(read(&client, &[HOME]).await, "replica");
}

#[tokio::test]
async fn a_request_that_was_broken_off_may_have_written() {
    let client = serving(Some(HOUR)).await;
    let slow = client.send(Method::POST, "/notes/slow/", &[ADA], "");
    tokio::time::timeout(Duration::from_millis(20), slow).await.expect_err("it does not end");
    assert_eq!(read(&client, &[ADA]).await, "primary");
}

#[tokio::test]
async fn routers_of_one_database_know_each_others_writers() {
    let [primary, replica] = pair().await;
    let database = primary.with_replica(replica);
    let [one, other] = [database.clone(), database]
        .map(|database| Client::new(named().register("notes", NoteViewSet).into_router(database)));
    write(&one, &[ADA]).await;
    assert_eq!(read(&other, &[ADA]).await, "primary");
    assert_eq!(read(&other, &[BOB]).await, "replica");
}
