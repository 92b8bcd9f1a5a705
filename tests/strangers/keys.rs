//! Keys of rows that are another's, wherever a request may name one.

use http::Method;

use super::{
    assert_alike,
    filters::world,
    rows_of_bob,
    scopes::{scopes, serving},
};

const REQUESTS: &[(Method, &str, &str)] = &[
    (Method::GET, "/folders/{id}/", ""),
    (Method::HEAD, "/folders/{id}/", ""),
    (Method::OPTIONS, "/folders/{id}/", ""),
    (Method::PUT, "/folders/{id}/", r#"{"slug":"x","title":"x"}"#),
    (Method::PATCH, "/folders/{id}/", r#"{"pages":[]}"#),
    (Method::DELETE, "/folders/{id}/", ""),
    (Method::GET, "/folders/{id}.json", ""),
    (Method::GET, "/pages/{id}/", ""),
    (Method::PATCH, "/pages/{id}/", r#"{"text":"x"}"#),
    (Method::DELETE, "/pages/{id}/", ""),
    // These viewsets have querysets of their own, of all pages.
    (Method::GET, "/all/{id}/", ""),
    (Method::GET, "/all/{id}/text/", ""),
    (Method::OPTIONS, "/all/{id}/", ""),
    (Method::PUT, "/all/{id}/", r#"{"text":"x"}"#),
    (Method::DELETE, "/all/{id}/", ""),
    (Method::GET, "/leaflets/{id}/", ""),
    (Method::PATCH, "/leaflets/{id}/", r#"{"text":"x"}"#),
    (Method::GET, "/folders/1001/pages/{id}/", ""),
    (Method::DELETE, "/folders/1001/pages/{id}/", ""),
    // In bob's folder there is a page of ada's.
    (Method::GET, "/folders/{id}/pages/", ""),
    (Method::GET, "/folders/{id}/pages/1002/", ""),
    (Method::OPTIONS, "/folders/{id}/pages/", ""),
    (Method::POST, "/folders/{id}/pages/", r#"{"text":"x"}"#),
    (Method::PATCH, "/folders/{id}/pages/1002/", r#"{"text":"x"}"#),
    (Method::DELETE, "/folders/{id}/pages/1002/", ""),
    (Method::POST, "/pages/", r#"{"text":"x","folder_id":{id}}"#),
    (Method::POST, "/pages/", r#"{"text":"x","folder_id":"{id}"}"#),
    (Method::PATCH, "/pages/1001/", r#"{"folder_id":{id}}"#),
    (Method::PUT, "/pages/1001/", r#"{"text":"x","folder_id":{id}}"#),
    (Method::POST, "/pages/", r#"{"text":"x","folder_id":null,"labels":[{id}]}"#),
    (Method::PATCH, "/pages/1001/", r#"{"labels":[1001,{id}]}"#),
    (Method::PATCH, "/folders/1001/", r#"{"parent_id":{id}}"#),
    (Method::PATCH, "/folders/1001/", r#"{"pages":[{"id":{id},"text":"x"}]}"#),
    (Method::POST, "/slugs/", r#"{"text":"x","folder":"bob-{id}"}"#),
    (Method::PATCH, "/slugs/1001/", r#"{"folder":"bob-{id}"}"#),
    (Method::POST, "/links/", r#"{"text":"x","folder":"http://testserver/folders/{id}/"}"#),
    (Method::PATCH, "/links/1001/", r#"{"folder":"/folders/{id}/"}"#),
    (Method::GET, "/texts/?folder={id}", ""),
    (Method::GET, "/texts/?folder__in=1001,{id}", ""),
    (Method::GET, "/texts/?labels={id}", ""),
    (Method::GET, "/texts/?labels=1001&labels={id}", ""),
    (Method::GET, "/texts/?labels__in={id}", ""),
    (Method::GET, "/titles/?pages={id}", ""),
    (Method::GET, "/titles/?not_pages={id}", ""),
    (Method::GET, "/titles/?parent={id}", ""),
];

#[tokio::test]
async fn a_key_of_anothers_is_that_of_no_row() {
    let database = world("of bob", "NULL", true).await;
    let client = serving(&database, scopes());
    let before = rows_of_bob(&database).await;
    assert_alike(&client, REQUESTS).await;
    assert_eq!(rows_of_bob(&database).await, before, "nothing of bob's has changed");
}

#[test]
fn the_rows_of_an_entity_are_stated_once() {
    let refused = crate::support::refusal(|| drop(scopes().with(super::own_pages)));
    assert_eq!(refused, "the rows of `page` are stated twice; join both scopes to one");
}
