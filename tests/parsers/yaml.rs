//! YAML, in and out.

use seaview::{
    Policies,
    parsers::{JsonParser, Parsers, YamlParser},
    renderers::{JsonRenderer, Renderers, YamlRenderer},
};

use super::{app, post};
use crate::support::Client;

#[tokio::test]
async fn yaml_is_read_and_written() {
    let policies = Policies {
        parsers: Parsers::none().with(JsonParser).with(YamlParser),
        renderers: Renderers::none().with(JsonRenderer).with(YamlRenderer),
        ..Policies::default()
    };
    let client = Client::new(app(policies).await);
    let created = post(&client, "application/yaml", "text: 'yes'\nnumber: 5\ndone: yes\n").await;
    created.assert(201, r#"{"id":1,"text":"yes","number":5,"done":true}"#);

    let list = client.get("/memos/?format=yaml").await;
    assert_eq!(list.header("content-type"), "application/yaml; charset=utf-8");
    assert_eq!(list.text().lines().next(), Some("- id: 1"), "{}", list.text());
    // What was written is read as it was.
    let one = client.get("/memos/1.yaml").await.text();
    assert!(one.contains("done: true"), "{one}");
    let again = post(&client, "application/yaml", one.as_str()).await;
    again.assert(201, r#"{"id":2,"text":"yes","number":5,"done":true}"#);

    let refused = post(&client, "application/yaml", "text: [").await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().starts_with(r#"{"detail":"YAML parse error - "#), "{}", refused.text());
    let refused = post(&client, "application/yaml", "- 1").await;
    let told = r#"{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}"#;
    refused.assert(400, told);
}
