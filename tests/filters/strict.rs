//! Settings that refuse what DRF ignores, and limits.

use seaview::prelude::*;

use super::{FilmViewSet, database, films};
use crate::support::Client;

async fn strict() -> Client {
    let settings = Settings {
        forbid_unknown_parameters: true,
        forbid_unknown_ordering: true,
        ..Settings::default()
    };
    let router = DefaultRouter::new().settings(settings).register("films", FilmViewSet);
    Client::new(router.into_router(database().await))
}

#[tokio::test]
async fn unknown_parameters_are_refused_where_the_settings_say_so() {
    let client = strict().await;
    let known = "/films/?year=1979&search=a&ordering=-title&format=json&fields=id";
    assert_eq!(client.get(known).await.status, 200);
    let answer = client.get("/films/?yaer=1979&color=red&yaer=1").await;
    assert_eq!(answer.status, 400);
    let errors = answer.json();
    assert_eq!(errors.as_object().expect("an object").len(), 2);
    let message = errors["yaer"][0].as_str().expect("a message");
    assert!(message.starts_with("Unknown parameter; use some of id, id__in, title,"), "{message}");
    assert_eq!(client.get("/films/1/?yaer=1979").await.status, 400);
}

#[tokio::test]
async fn unknown_orderings_are_refused_where_the_settings_say_so() {
    let client = strict().await;
    let message =
        r#"{"ordering":["Unknown ordering \"-votes\"; use some of title, year, rating, type."]}"#;
    client.get("/films/?ordering=title,-votes").await.assert(400, message);
    assert_eq!(client.get("/films/?ordering=title,,-year").await.status, 200);
}

#[tokio::test]
async fn a_list_has_at_most_a_thousand_values() {
    let client = films().await;
    let list = |n: usize| format!("/films/?year__in={}", "1,".repeat(n));
    assert_eq!(client.get(&list(1000)).await.status, 200);
    let refused = r#"{"year__in":["Ensure there are at most 1000 values (there are 1001)."]}"#;
    client.get(&list(1001)).await.assert(400, refused);
}

#[tokio::test]
async fn a_value_has_at_most_ten_thousand_bytes() {
    let client = films().await;
    for (parameter, digit) in [("title", "x"), ("title__icontains", "_"), ("year", "0")] {
        let value = |n: usize| format!("/films/?{parameter}={}", digit.repeat(n));
        let refused = format!(
            r#"{{"{parameter}":["Ensure this value has at most 10000 bytes (it has 10001)."]}}"#
        );
        client.get(&value(10_001)).await.assert(400, &refused);
    }
    assert_eq!(client.get(&format!("/films/?title={}", "x".repeat(10_000))).await.status, 200);
}
