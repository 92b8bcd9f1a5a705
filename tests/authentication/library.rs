//! The library's users, their tokens and passwords.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use seaview::Database;

use crate::support::{Answer, Client};

async fn library() -> Client {
    let database: Database =
        library::open(&crate::support::url().await).await.expect("the library");
    Client::new(library::app(database))
}

fn basic(credentials: &str) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}

async fn get(client: &Client, path: &str, authorization: &str) -> Answer {
    client.send(Method::GET, path, &[("authorization", authorization)], "").await
}

const ALICE: &str = "Token bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

#[tokio::test]
async fn users_come_with_tokens_or_passwords() {
    let client = library().await;
    let alice = |scheme| format!(r#"{{"user":"alice","is_staff":false,"scheme":"{scheme}"}}"#);
    get(&client, "/api/whoami/", ALICE).await.assert(200, &alice("Token"));
    let password = basic("alice:alice-Pass1");
    get(&client, "/api/whoami/", &password).await.assert(200, &alice("Basic"));
    for (credentials, sentence) in [
        (basic("alice:alice-pass1"), "Invalid username/password."),
        (basic("Alice:alice-Pass1"), "Invalid username/password."),
        (basic("carol:carol-Pass1"), "Invalid username/password."),
        (ALICE.replace('b', "B"), "Invalid token."),
        (ALICE.replace('b', "d"), "User inactive or deleted."),
    ] {
        let answer = get(&client, "/api/whoami/", &credentials).await;
        answer.assert(401, &format!(r#"{{"detail":"{sentence}"}}"#));
        assert_eq!(answer.header("www-authenticate"), "Token");
    }
}

#[tokio::test]
async fn the_frameworks_defaults_ask_for_sessions_first_so_wrong_passwords_are_a_403() {
    let client = library().await;
    let wrong = basic("alice:wrong");
    for path in ["/", "/countries/", "/countries/1/", "/api/"] {
        let answer = get(&client, path, &wrong).await;
        answer.assert(403, r#"{"detail":"Invalid username/password."}"#);
        assert_eq!(answer.headers.get("www-authenticate"), None);
        assert_eq!(answer.header("vary"), "Accept, Cookie");
        for ignored in [ALICE, "Token wrong", &basic("alice:alice-Pass1")] {
            assert_eq!(get(&client, path, ignored).await.status, 200, "{path} {ignored}");
        }
    }
    let headers = [("authorization", wrong.as_str()), ("content-type", "application/json")];
    let answer = client.send(Method::POST, "/api/token-auth/", &headers, "{}").await;
    answer.assert(403, r#"{"detail":"Invalid username/password."}"#);
    assert_eq!(answer.header("vary"), "Cookie");
}

#[tokio::test]
async fn a_token_is_made_once_and_kept() {
    let client = library().await;
    let dave = r#"{"username":"dave","password":"dave-Pass1:with:colons"}"#;
    let calls = (0..8).map(|_| client.post("/api/token-auth/", dave));
    let answers = futures_util::future::join_all(calls).await;
    let first = answers[0].text();
    for answer in &answers {
        answer.assert(200, &first);
    }
    let token = answers[0].json()["token"].as_str().expect("a token").to_owned();
    let digits = |token: &str| token.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    assert!(token.len() == 40 && digits(&token), "{token}");
    let whoami = get(&client, "/api/whoami/", &format!("Token {token}")).await;
    whoami.assert(200, r#"{"user":"dave","is_staff":false,"scheme":"Token"}"#);
}

#[tokio::test]
async fn the_form_for_tokens_is_a_form_too() {
    let client = library().await;
    let form = "username=alice&password=alice-Pass1";
    let answer = client.form(Method::POST, "/api/token-auth/", form).await;
    answer.assert(200, r#"{"token":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}"#);
    // The name is trimmed, the password is not.
    let trimmed = r#"{"username":" alice ","password":"alice-Pass1"}"#;
    assert_eq!(client.post("/api/token-auth/", trimmed).await.status, 200);
    let wrong = client.post("/api/token-auth/", r#"{"username":"alice","password":"x"}"#).await;
    let sentence = "Unable to log in with provided credentials.";
    wrong.assert(400, &format!(r#"{{"non_field_errors":["{sentence}"]}}"#));
}
