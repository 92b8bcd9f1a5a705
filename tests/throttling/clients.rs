//! Who is one client.

use std::net::SocketAddr;

use axum::{Extension, extract::ConnectInfo};
use seaview::{Settings, prelude::DefaultRouter, throttling::UserRateThrottle};

use super::rates::{GateView, gets};
use crate::{checks::database, support::Client};

/// A gate that lets through one request of each client, behind so many proxies, reached from
/// this address.
async fn gate(num_proxies: Option<usize>) -> impl Fn(&str) -> Client {
    let view = GateView::of(UserRateThrottle::new("1/day"));
    let settings = Settings { num_proxies, ..Settings::default() };
    let router = DefaultRouter::new().settings(settings).view("gate", view);
    let app = router.into_router(database().await);
    move |address| {
        let address: SocketAddr = address.parse().expect("an address");
        Client::new(app.clone().layer(Extension(ConnectInfo(address))))
    }
}

async fn get(client: &Client, forwarded: &str) -> u16 {
    gets(client, "/gate/", &[("x-forwarded-for", forwarded)], 1).await[0]
}

#[tokio::test]
async fn without_a_header_the_address_of_the_connection_counts_and_not_its_port() {
    let from = gate(None).await;
    assert_eq!(gets(&from("192.0.2.1:4000"), "/gate/", &[], 1).await, [204]);
    assert_eq!(gets(&from("192.0.2.1:4001"), "/gate/", &[], 1).await, [429]);
    assert_eq!(gets(&from("192.0.2.2:4000"), "/gate/", &[], 1).await, [204]);
    assert_eq!(gets(&from("[2001:db8::1]:4000"), "/gate/", &[], 1).await, [204]);
    assert_eq!(gets(&from("[2001:db8::1]:4001"), "/gate/", &[], 1).await, [429]);
    // An empty header is none.
    assert_eq!(get(&from("192.0.2.2:4000"), "").await, 429);
}

#[tokio::test]
async fn the_whole_header_without_its_blanks_is_one_client() {
    let client = gate(None).await("192.0.2.1:4000");
    assert_eq!(get(&client, "203.0.113.1, 10.0.0.1").await, 204);
    assert_eq!(get(&client, "203.0.113.1,10.0.0.1").await, 429);
    assert_eq!(get(&client, " 203.0.113.1 ,\t10.0.0.1").await, 429);
    assert_eq!(get(&client, "203.0.113.1").await, 204);
    // Two lines are one list.
    let lines = [("x-forwarded-for", "203.0.113.1"), ("x-forwarded-for", "10.0.0.1")];
    assert_eq!(gets(&client, "/gate/", &lines, 1).await, [429]);
}

#[tokio::test]
async fn behind_proxies_as_many_addresses_are_believed() {
    let client = gate(Some(1)).await("192.0.2.1:4000");
    assert_eq!(get(&client, "203.0.113.1").await, 204);
    // What the client itself wrote in front is not looked at.
    assert_eq!(get(&client, "198.51.100.7, 203.0.113.1").await, 429);
    assert_eq!(get(&client, "198.51.100.8,203.0.113.1 ").await, 429);
    assert_eq!(get(&client, "203.0.113.1, 198.51.100.7").await, 204);
    // Past the proxy there is only the connection.
    assert_eq!(gets(&client, "/gate/", &[], 2).await, [204, 429]);

    let client = gate(Some(2)).await("192.0.2.1:4000");
    assert_eq!(get(&client, "203.0.113.1, 10.0.0.1").await, 204);
    assert_eq!(get(&client, "8.8.8.8, 203.0.113.1, 10.0.0.2").await, 429);
    assert_eq!(get(&client, "203.0.113.2").await, 204);
}

#[tokio::test]
async fn without_proxies_nobody_may_choose_its_address() {
    let from = gate(Some(0)).await;
    assert_eq!(get(&from("192.0.2.1:4000"), "203.0.113.1").await, 204);
    assert_eq!(get(&from("192.0.2.1:4000"), "203.0.113.2").await, 429);
    assert_eq!(get(&from("192.0.2.2:4000"), "203.0.113.1").await, 204);
}

#[tokio::test]
async fn a_user_is_one_client_wherever_it_comes_from_and_no_address_is_a_user() {
    let client = gate(None).await("192.0.2.1:4000");
    let ada = |address| [("authorization", "Name ada"), ("x-forwarded-for", address)];
    assert_eq!(gets(&client, "/gate/", &ada("203.0.113.1"), 1).await, [204]);
    assert_eq!(gets(&client, "/gate/", &ada("203.0.113.2"), 1).await, [429]);
    // The key of ada is 1.
    assert_eq!(get(&client, "1").await, 204);
    assert_eq!(get(&client, "user 1").await, 204);
}
