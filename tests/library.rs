//! The library example, given anything.

use http::Method;
use proptest::{prelude::*, sample::select};
use sea_orm::DbBackend;

use crate::{
    fields::properties::any_json,
    support::{Client, backend},
};

/// The resources that take input, and what their fields are called.
const RESOURCES: [(&str, &[&str]); 9] = [
    ("authors", &["name", "email", "born", "bio", "website"]),
    ("publishers", &["name", "slug", "country", "founded"]),
    ("cars", &["make", "model", "year", "vin", "color"]),
    ("events", &["name", "city", "starts_at", "capacity"]),
    ("orders", &["customer", "items", "sku", "quantity"]),
    ("shelves", &["label", "curator", "tags"]),
    ("documents", &["title", "status", "revision"]),
    (
        "stricts",
        &[
            "name", "note", "email", "count", "ratio", "amount", "active", "day", "moment", "size",
            "payload", "token", "tag", "tags",
        ],
    ),
    (
        "samples",
        &[
            "raw_char",
            "numbers",
            "colors",
            "labels",
            "char",
            "long_char",
            "text",
            "slug",
            "email",
            "link",
            "uuid",
            "ip",
            "ipv4",
            "code",
            "flag",
            "tristate",
            "integer",
            "small",
            "positive",
            "big",
            "bounded",
            "float",
            "bounded_float",
            "decimal",
            "rate",
            "date",
            "time",
            "datetime",
            "duration",
            "size",
            "level",
            "json",
        ],
    ),
];

/// An object of which most keys are fields, and most values of the right type now and then.
fn any_object(fields: &'static [&'static str]) -> impl Strategy<Value = String> {
    let likely = select(
        &[
            "1",
            "2.5",
            "\"a\"",
            "\"ABC-123\"",
            "\"a@b.cd\"",
            "\"2024-01-05\"",
            "\"s\"",
            "true",
            "[1]",
            "[1,2]",
            "[\"red\"]",
            "{\"a\":\"b\"}",
            "\"/api/tags/1/\"",
            "[\"/api/tags/2/\"]",
            "[{\"sku\":\"x\",\"quantity\":1}]",
            "\"10:30\"",
            "\"127.0.0.1\"",
        ][..],
    );
    let value = prop_oneof![likely.prop_map(str::to_owned), any_json()];
    proptest::collection::vec((select(fields), value), 0..fields.len() + 2).prop_map(|members| {
        let members: Vec<_> =
            members.into_iter().map(|(name, json)| format!("\"{name}\":{json}")).collect();
        format!("{{{}}}", members.join(","))
    })
}

fn any_request() -> impl Strategy<Value = (&'static str, String)> {
    let of = |(resource, fields): (&'static str, &'static [&'static str])| {
        any_object(fields).prop_map(move |body| (resource, body))
    };
    proptest::strategy::Union::new(RESOURCES.map(of))
}

async fn library() -> Client {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    Client::new(library::app(database))
}

#[test]
fn no_input_is_a_server_error_and_what_is_taken_can_be_read() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    // Servers take long for a new one.
    let kept = (backend() != DbBackend::Sqlite).then(|| runtime.block_on(library()));
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() };
    proptest!(config, |(requests in proptest::collection::vec(any_request(), 1..20))| {
        runtime.block_on(async {
            let client = match &kept {
                Some(client) => client.clone(),
                None => library().await,
            };
            for (resource, body) in requests {
                send(&client, resource, &body).await;
            }
        });
    });
}

async fn send(client: &Client, resource: &str, body: &str) {
    let list = format!("/api/{resource}/");
    let created = client.post(&list, body).await;
    let told = || format!("{list} {body}: {}", created.text());
    assert!([201, 400].contains(&created.status.as_u16()), "{}", told());
    let listed = client.get(&list).await;
    assert_eq!(listed.status, 200, "{}", told());
    if created.status != 201 {
        return;
    }
    let object = created.json();
    let key = ["id", "slug"].iter().find_map(|name| match &object[name] {
        _ if resource == "publishers" && *name == "id" => None,
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    });
    let path = match (&object["url"], key) {
        (serde_json::Value::String(url), _) => url.replace("http://testserver", ""),
        (_, Some(key)) => format!("{list}{key}/"),
        _ => return,
    };
    for method in [Method::GET, Method::PUT, Method::PATCH] {
        let answer = match method {
            Method::GET => client.get(&path).await,
            method => client.json(method, &path, body).await,
        };
        assert!(answer.status.as_u16() < 500, "{path} {body}: {}", answer.text());
    }
}
