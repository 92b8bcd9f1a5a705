//! Only servers that give the same answers can be compared.

use anyhow::bail;

use crate::{
    load::{Answer, Connection},
    server::Server,
    wire::{Request, Wire},
};

/// Asks all servers that speak one wire the same and compares status and body.
///
/// # Errors
/// The first question that is answered differently.
pub(crate) async fn check(servers: &[Server], rows: u64) -> anyhow::Result<()> {
    let mut connections = Vec::new();
    for server in servers.iter().filter(|server| server.contender.wire() == Wire::Drf) {
        connections.push((server.contender.name(), Connection::open(server.address).await?));
    }
    let Some(((_, by_hand), others)) = connections.split_first_mut() else { return Ok(()) };
    for question in questions(rows) {
        let expected = by_hand.ask(&question.to_bytes()).await?;
        for (name, other) in &mut *others {
            let answer = other.ask(&question.to_bytes()).await?;
            if answer != expected {
                bail!("different answers to {question}\nby hand {expected}\n{name} {answer}");
            }
        }
    }
    Ok(())
}

fn questions(rows: u64) -> Vec<Request> {
    let list = |query: &str| Request::get(format!("/countries/{query}"));
    let item = |id: u64| format!("/countries/{id}/");
    let last = rows / 100;
    let mut questions: Vec<_> = [1, 2, 3, last, 0]
        .map(|page| list(&format!("?page={page}")))
        .into_iter()
        .chain(["", "?page_size=20", "?page=2&page_size=20", "?page_size=1000"].map(list))
        .chain(["?area__gte=500000", "?ordering=area", "?page=2&ordering=-area"].map(list))
        .chain([list("?page=2&page_size=20&ordering=-area&area__gte=999000")])
        .chain([1, rows, rows + 1].map(|id| Request::get(item(id))))
        .collect();
    questions.extend(changes(rows));
    questions.extend([list(&format!("?page={last}")), Request::get(item(7))]);
    questions
}

fn changes(rows: u64) -> Vec<Request> {
    let send = |method, id: Option<u64>, body: &str| {
        let id = id.map(|id| format!("{id}/")).unwrap_or_default();
        Request::send(method, format!("/countries/{id}"), body.into())
    };
    let delete = |id| Request::without_body("DELETE", format!("/countries/{id}/"));
    let too_long = format!("{{\"name\": \"{}\", \"area\": 1}}", "x".repeat(101));
    let country =
        "{\"name\": \"Österreich\", \"capital\": \"Vienna \\\"Wien\\\"\", \"area\": 83879}";
    vec![
        send("PATCH", Some(7), "{\"area\": 7}"),
        send("PATCH", Some(7), "{\"name\": \"Seven\", \"capital\": \"\"}"),
        send("PATCH", Some(8), "{}"),
        send("PATCH", Some(rows + 5000), "{\"area\": 7}"),
        send("POST", None, "{}"),
        send("POST", None, &too_long),
        send("POST", None, "{\"name\": \"\", \"capital\": \"\", \"area\": 0}"),
        send("POST", None, country),
        delete(rows + 1),
        delete(rows + 1),
    ]
}

impl std::fmt::Display for Answer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.status, String::from_utf8_lossy(self.body))
    }
}
