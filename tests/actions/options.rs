//! What OPTIONS says of actions.

use serde_json::json;

use super::client;

#[tokio::test]
async fn the_first_action_of_a_path_names_and_describes_it() {
    let answer = client().await.options("/books/1/cut/").await.json();
    assert_eq!(
        (&answer["name"], &answer["description"]),
        (&json!("Cut"), &json!("Shortens a book."))
    );
}

#[tokio::test]
async fn the_fields_are_those_of_the_actions_own_serializer() {
    let client = client().await;
    let cut = client.options("/books/1/cut/").await.json();
    let actions = cut["actions"].as_object().expect("actions");
    assert_eq!(actions.keys().collect::<Vec<_>>(), ["POST"]);
    assert_eq!(actions["POST"]["pages"]["min_value"], json!(1));
    let bulk = client.options("/books/bulk/").await.json();
    assert_eq!(bulk["actions"]["POST"]["title"]["label"], json!("Title"));
    assert_eq!(bulk["actions"]["POST"]["pages"], json!(null));
}

#[tokio::test]
async fn an_action_that_only_reads_has_no_fields() {
    let answer = client().await.options("/books/longest/").await.json();
    assert_eq!(answer.get("actions"), None);
}
