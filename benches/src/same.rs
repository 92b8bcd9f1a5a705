//! Only servers that give the same answers can be compared.

use anyhow::bail;

use crate::{
    load::Connection,
    scenario::{get, send},
    server::Server,
};

/// Asks both servers the same and compares status and body.
///
/// # Errors
/// The first question that is answered differently.
pub(crate) async fn check(by_hand: &Server, seaview: &Server) -> anyhow::Result<()> {
    let mut by_hand = Connection::open(by_hand.address()).await?;
    let mut seaview = Connection::open(seaview.address()).await?;
    for request in questions() {
        let (left, right) = (by_hand.ask(&request).await?, seaview.ask(&request).await?);
        if left != right {
            bail!(
                "different answers to {}\nby hand {}: {}\nseaview {}: {}",
                String::from_utf8_lossy(&request),
                left.status,
                String::from_utf8_lossy(left.body),
                right.status,
                String::from_utf8_lossy(right.body),
            );
        }
    }
    Ok(())
}

fn questions() -> Vec<Vec<u8>> {
    let too_long = format!("{{\"name\": \"{}\", \"area\": 1}}", "x".repeat(101));
    let mut questions: Vec<_> = [
        "/countries/",
        "/countries/?page=1",
        "/countries/?page=2",
        "/countries/?page=3",
        "/countries/?page=10",
        "/countries/?page=11",
        "/countries/?page=0",
        "/countries/1/",
        "/countries/1000/",
        "/countries/1001/",
    ]
    .into_iter()
    .map(get)
    .collect();
    let country =
        "{\"name\": \"Österreich\", \"capital\": \"Vienna \\\"Wien\\\"\", \"area\": 83879}";
    for (method, path, body) in [
        ("POST", "/countries/", country),
        ("POST", "/countries/", "{}"),
        ("POST", "/countries/", &too_long),
        ("POST", "/countries/", "{\"name\": \"\", \"capital\": \"\", \"area\": 0}"),
        ("PATCH", "/countries/7/", "{\"area\": 7}"),
        ("PATCH", "/countries/7/", "{\"name\": \"Seven\", \"capital\": \"\"}"),
        ("PATCH", "/countries/8/", "{}"),
        ("PATCH", "/countries/5000/", "{\"area\": 7}"),
    ] {
        questions.push(send(method, path, body));
    }
    questions.extend(["/countries/?page=11", "/countries/1001/"].map(get));
    questions
}
