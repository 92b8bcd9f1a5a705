//! What holds for every body, whatever it is.

use proptest::prelude::*;
use serde_json::Value;

use super::{THING, TYPES, types};
use crate::support::Client;

fn any_scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<i8>().prop_map(|value| value.to_string()),
        any::<i128>().prop_map(|value| value.to_string()),
        any::<f64>()
            .prop_filter("JSON has finite numbers", |f| f.is_finite())
            .prop_map(|f| format!("{f:?}")),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,9})?([eE][-+]?[0-9]{1,4})?",
        "[1-9][0-9]{300,1200}",
        "\"[-+ ]?[0-9_]{0,25}[.]?0{0,3}[ ]?\"",
        any::<String>().prop_map(|text| Value::from(text).to_string()),
        "\"(\\\\u[0-9a-fA-F]{4}|\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[a-c 😀]|\\\\[nrtbf/\"\\\\]){0,8}\"",
        "\"(inf|nan|-Infinity|true|off|null|1e400|\\\\u0000)\"",
    ]
}

pub(crate) fn any_json() -> impl Strategy<Value = String> {
    any_scalar().prop_recursive(4, 24, 4, |inner| {
        let key = prop_oneof![
            proptest::sample::select(&TYPES[..]).prop_map(|name| format!("\"{name}\"")),
            any::<String>().prop_map(|key| Value::from(key).to_string()),
            Just("\"\\ud800\"".to_owned()),
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec((key, inner), 0..4).prop_map(|members| {
                let members: Vec<_> =
                    members.into_iter().map(|(key, value)| format!("{key}:{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

/// An object in which most keys are fields.
fn any_body() -> impl Strategy<Value = String> {
    let members =
        proptest::collection::vec((proptest::sample::select(&TYPES[..]), any_json()), 0..14);
    let object = members.prop_map(|members| {
        let members: Vec<_> =
            members.into_iter().map(|(name, json)| format!("\"{name}\" : {json}")).collect();
        format!("{{{}}}", members.join(" ,"))
    });
    prop_oneof![4 => object, 1 => any_json(), 1 => any::<String>()]
}

#[test]
fn whatever_is_sent_is_taken_or_refused_and_what_is_taken_reads_back_equal() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let client = runtime.block_on(types());
    let config = ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() };
    let methods = proptest::sample::select(&["POST", "PUT", "PATCH"][..]);
    let paths = proptest::sample::select(&["things", "maybes"][..]);
    proptest!(config, |(body in any_body(), method in methods, path in paths)| {
        let told = runtime.block_on(sent(&client, &body, method, path));
        prop_assert!(told.is_ok(), "{}", told.unwrap_err());
    });
}

/// Sends a body to a list with one row, or to the row, and takes all rows away again.
async fn sent(client: &Client, body: &str, method: &str, path: &str) -> Result<(), String> {
    let list = format!("/{path}/");
    let first = client.post(&list, if path == "things" { THING } else { "{}" }).await;
    let first = format!("{list}{}/", first.json()["id"]);
    let url = if method == "POST" { &list } else { &first };
    let answer = client.json(method.parse().expect("a method"), url, body).await;
    let status = answer.status.as_u16();
    if !matches!(status, 200 | 201 | 400) {
        return Err(format!("{status} {}", answer.text()));
    }
    let made = (status == 201).then(|| format!("{list}{}/", answer.json()["id"]));
    let alone = client.get(made.as_ref().unwrap_or(&first)).await;
    let all = client.get(&list).await;
    for url in [Some(&first), made.as_ref()].into_iter().flatten() {
        client.delete(url).await;
    }
    if all.status != 200 {
        return Err(format!("{list}: {}", all.text()));
    }
    // The sign of a zero is the one thing that not all databases keep.
    let plain = |text: String| text.replace(":-0.0,", ":0.0,");
    let (one, other) = (plain(answer.text()), plain(alone.text()));
    if status != 400 && (one != other || !plain(all.text()).contains(&other)) {
        return Err(format!("{one} is read as {other}, and among {}", all.text()));
    }
    Ok(())
}
