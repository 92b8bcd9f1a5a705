//! Who may do what in the library.

use http::Method;
use serde_json::{Value, json};

use crate::{
    checks::{ANONYMOUS, REFUSED},
    support::{Answer, Client},
};

async fn library() -> Client {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    Client::new(library::app(database))
}

/// By the letter of whose token it is: `a` the staff's, `b` alice's, `c` bob's.
async fn send(client: &Client, user: &str, method: Method, path: &str, json: &Value) -> Answer {
    let authorization = format!("Token {}", user.repeat(40));
    let mut headers = vec![("content-type", "application/json")];
    if !user.is_empty() {
        headers.push(("authorization", authorization.as_str()));
    }
    client.send(method, path, &headers, json.to_string()).await
}

/// The statuses for an anonymous client, alice and the staff; those refused are told so.
async fn statuses(client: &Client, method: Method, path: &str) -> [u16; 3] {
    let mut statuses = [0; 3];
    for (status, user) in statuses.iter_mut().zip(["", "b", "a"]) {
        let answer = send(client, user, method.clone(), path, &json!({})).await;
        *status = answer.status.as_u16();
        match *status {
            401 => answer.assert(401, ANONYMOUS),
            403 => answer.assert(403, REFUSED),
            _ => {}
        }
    }
    statuses
}

#[tokio::test]
async fn anonymous_users_may_read_books_but_not_write_them() {
    let client = library().await;
    assert_eq!(statuses(&client, Method::GET, "/api/books/1/").await, [200; 3]);
    assert_eq!(statuses(&client, Method::OPTIONS, "/api/books/1/").await, [200; 3]);
    assert_eq!(statuses(&client, Method::POST, "/api/books/").await, [401, 400, 400]);
    assert_eq!(statuses(&client, Method::PATCH, "/api/books/1/").await, [401, 200, 200]);
    assert_eq!(statuses(&client, Method::DELETE, "/api/books/999/").await, [401, 404, 404]);
}

#[tokio::test]
async fn everybody_may_become_a_member_and_the_staff_does_the_rest() {
    let client = library().await;
    assert_eq!(statuses(&client, Method::POST, "/api/members/").await, [400; 3]);
    for (method, path, staff) in [
        (Method::GET, "/api/members/", 200),
        (Method::OPTIONS, "/api/members/", 200),
        (Method::PUT, "/api/members/", 405),
        (Method::GET, "/api/members/1/", 200),
        (Method::GET, "/api/members/999/", 404),
        (Method::PUT, "/api/members/1/", 400),
        (Method::DELETE, "/api/members/1/", 204),
    ] {
        let found = statuses(&client, method.clone(), path).await;
        assert_eq!(found, [401, 403, staff], "{method} {path}");
    }
}

#[tokio::test]
async fn notes_are_for_users_and_changed_by_their_owners() {
    let client = library().await;
    assert_eq!(statuses(&client, Method::GET, "/api/notes/").await, [401, 200, 200]);
    let text = json!({"text": "Mine now"});
    let only_owner = r#"{"detail":"Only the owner may change this."}"#;
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        // Public, and bob's.
        send(&client, "b", method.clone(), "/api/notes/3/", &text).await.assert(403, only_owner);
        // Private, and bob's: there is no such row, for the staff neither.
        for user in ["a", "b"] {
            let hidden = send(&client, user, method.clone(), "/api/notes/4/", &text).await;
            hidden.assert(404, r#"{"detail":"No Note matches the given query."}"#);
        }
        send(&client, "", method, "/api/notes/3/", &text).await.assert(401, ANONYMOUS);
    }
    let own = send(&client, "c", Method::PATCH, "/api/notes/3/", &text).await;
    assert_eq!(own.json()["text"], "Mine now");
}
