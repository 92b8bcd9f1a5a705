//! `Authorization: Token …`.

use std::sync::Arc;

use axum::body::Body;
use http::HeaderValue;
use seaview::{
    User,
    authentication::{Authenticators, Token, TokenAuthentication, Tokens},
    prelude::*,
};

use super::{WhoView, ask, who};
use crate::{
    checks::{Member, database},
    support::Client,
};

/// `key-ada` is ada's; `old-ada` is that of an ada who was switched off.
pub(crate) struct Keys;

impl Tokens for Keys {
    async fn user_of_token(&self, key: &str, _: &Request) -> Result<Option<Arc<dyn User>>> {
        let user = match key.split_once('-') {
            Some(("key", name)) => Member::of(name),
            Some(("old", name)) => Member { active: false, ..Member::of(name) },
            _ if key == "broken" => return Err(Error::internal("the tokens are lost")),
            _ => return Ok(None),
        };
        Ok(Some(Arc::new(user)))
    }
}

#[tokio::test]
async fn a_token_says_who_it_is_whatever_the_case_of_its_keyword_and_the_blanks_between() {
    let client = who(TokenAuthentication::new(Keys)).await;
    for header in ["Token key-ada", "token key-ada", "TOKEN    key-ada", " Token\tkey-ada "] {
        ask(&client, "authorization", header).await.assert(200, r#"["ada","Token","key-ada"]"#);
    }
}

#[tokio::test]
async fn other_schemes_and_no_header_are_anonymous() {
    let client = who(TokenAuthentication::new(Keys)).await;
    for header in ["", " ", "Bearer key-ada", "Tokens key-ada", "key-ada", "Basic !!!", "é"] {
        ask(&client, "authorization", header).await.assert(200, "[null,null,null]");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_told() {
    let client = who(TokenAuthentication::new(Keys)).await;
    for (header, sentence) in [
        ("Token", "Invalid token header. No credentials provided."),
        ("Token ", "Invalid token header. No credentials provided."),
        ("Token key-ada x", "Invalid token header. Token string should not contain spaces."),
        ("Token a b c", "Invalid token header. Token string should not contain spaces."),
        ("Token KEY-ada", "Invalid token."),
        ("Token é", "Invalid token."),
        ("Token old-ada", "User inactive or deleted."),
    ] {
        let answer = ask(&client, "authorization", header).await;
        answer.assert(401, &format!(r#"{{"detail":"{sentence}"}}"#));
        assert_eq!(answer.header("www-authenticate"), "Token");
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_no_token() {
    let latin = |mut request: http::Request<Body>| async move {
        let value = HeaderValue::from_bytes(b"Token \xe9").expect("a header");
        request.headers_mut().insert("authorization", value);
        request
    };
    let view = WhoView(Authenticators::none().with(TokenAuthentication::new(Keys)));
    let app = DefaultRouter::new().view("who", view).into_router(database().await);
    let client = Client::new(app.layer(axum::middleware::map_request(latin)));
    let sentence = "Invalid token header. Token string should not contain invalid characters.";
    client.get("/who/").await.assert(401, &format!(r#"{{"detail":"{sentence}"}}"#));
}

#[tokio::test]
async fn a_store_of_tokens_that_fails_is_a_500_and_lets_nobody_in() {
    let client = who(TokenAuthentication::new(Keys)).await;
    let answer = ask(&client, "authorization", "Token broken").await;
    answer.assert(500, r#"{"detail":"A server error occurred."}"#);
}

#[tokio::test]
async fn another_keyword_is_challenge_and_scheme_too() {
    let client = who(TokenAuthentication::new(Keys).keyword("Bearer")).await;
    let answer = ask(&client, "authorization", "bearer key-ada").await;
    answer.assert(200, r#"["ada","Bearer","key-ada"]"#);
    ask(&client, "authorization", "Token key-ada").await.assert(200, "[null,null,null]");
    let wrong = ask(&client, "authorization", "Bearer nobody").await;
    assert_eq!((wrong.status.as_u16(), wrong.header("www-authenticate")), (401, "Bearer"));
}

/// Answers what a program might log.
struct LogView;

impl ApiView for LogView {
    const METHODS: &'static [Method] = &[Method::GET];

    fn authentication(&self) -> Option<Authenticators> {
        Some(Authenticators::none().with(TokenAuthentication::new(Keys)))
    }

    async fn get(&self, request: &Request) -> Result {
        Response::json(&format!("{:?}", request.auth::<Token>()))
    }
}

#[tokio::test]
async fn a_token_is_not_shown_by_debug() {
    let router = DefaultRouter::new().view("who", LogView);
    let client = Client::new(router.into_router(database().await));
    let answer = ask(&client, "authorization", "Token key-ada").await;
    answer.assert(200, r#""Some(Token(…))""#);
}
