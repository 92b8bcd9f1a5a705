//! Who the client is, and what it is told if it cannot say so.

mod basic;
mod csrf;
mod library;
mod remote_user;
mod token;

use std::sync::Arc;

use axum::{Extension, Router};
use http::Method;
use seaview::{
    Policies, User,
    authentication::{
        Authentication, Authenticators, SessionAuthentication, SessionUser, Token, same_secret,
    },
    prelude::*,
    renderers::{JsonRenderer, Renderers},
};
use serde_json::json;

use crate::{
    checks::{
        ANONYMOUS, Member, NameAuthentication, NoteViewSet, RouterViewSet, Willing, database, note,
        serving,
    },
    permissions::{Closed, IsUser},
    support::{Answer, Client},
};

#[derive(ViewSet)]
#[viewset(serializer = note::Model, permissions(Closed))]
struct NoAuthenticationViewSet;

impl ModelViewSet for NoAuthenticationViewSet {}

#[tokio::test]
async fn where_nobody_can_log_in_a_refusal_is_a_403_in_the_permissions_words() {
    let policies = Policies { authentication: Authenticators::none(), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("notes", NoAuthenticationViewSet);
    let client = Client::new(router.into_router(database().await));
    let answer = client.get("/notes/").await;
    answer.assert(403, r#"{"detail":"Closed on Sundays."}"#);
    assert_eq!(answer.header("vary"), "Accept");
}

#[tokio::test]
async fn a_session_has_no_challenge_so_anonymous_clients_are_told_to_log_in_with_403() {
    // The stock policies: sessions only.
    let answer = serving(NoAuthenticationViewSet).await.get("/notes/").await;
    answer.assert(403, ANONYMOUS);
    assert_eq!(answer.headers.get("www-authenticate"), None);
    assert_eq!(answer.header("vary"), "Accept, Cookie");
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(SessionAuthentication, NameAuthentication),
    permissions(Willing)
)]
struct SessionFirstViewSet;

#[tokio::test]
async fn only_the_first_authenticator_is_asked_for_a_challenge() {
    let client = serving(SessionFirstViewSet).await;
    let wrong = client.send(Method::GET, "/notes/", &[("authorization", "Name nobody")], "").await;
    wrong.assert(403, r#"{"detail":"Invalid name."}"#);
    assert_eq!(wrong.headers.get("www-authenticate"), None);
    assert_eq!(wrong.header("vary"), "Accept, Cookie, authorization");
    let refused = client.send(Method::GET, "/notes/", &[("x-refuse", "request")], "").await;
    refused.assert(403, ANONYMOUS);
}

#[tokio::test]
async fn wrong_credentials_are_refused_where_none_are_needed() {
    let client = serving(NoteViewSet).await;
    assert_eq!(client.get("/notes/").await.status, 200);
    let nobody = [("authorization", "Name nobody")];
    client
        .send(Method::GET, "/notes/", &nobody, "")
        .await
        .assert(401, r#"{"detail":"Invalid name."}"#);
    // Another scheme is none of this authenticator's.
    let other = [("authorization", "Bearer x")];
    assert_eq!(client.send(Method::GET, "/notes/", &other, "").await.status, 200);
}

pub(super) fn session(app: Router, user: Member) -> Client {
    Client::new(app.layer(Extension(SessionUser(Arc::new(user)))))
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(IsUser))]
pub(super) struct SessionViewSet;

#[tokio::test]
async fn a_session_is_trusted_to_read_and_needs_the_csrf_token_to_write() {
    let app = DefaultRouter::new().register("notes", SessionViewSet).into_router(database().await);
    let client = session(app, Member::of("ada"));
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        assert_eq!(client.send(method, "/notes/", &[], "").await.status, 200);
    }
    let json = ("content-type", "application/json");
    let failed = |reason: &str| format!(r#"{{"detail":"CSRF Failed: {reason}"}}"#);
    let unset = failed("CSRF cookie not set.");
    let missing = failed("CSRF token missing.");
    let incorrect = failed("CSRF token from the 'X-Csrftoken' HTTP header incorrect.");
    let cookie = ("cookie", "a=b; csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF; c=d");
    let token = ("x-csrftoken", "abcdefghijklmnopqrstuvwxyzABCDEF");
    for (headers, body) in [
        (vec![json], &unset),
        (vec![json, token], &unset),
        (vec![json, token, ("cookie", "csrftoken=")], &unset),
        (vec![json, token, ("cookie", "xcsrftoken=abcdefghijklmnopqrstuvwxyzABCDEF")], &unset),
        (vec![json, cookie], &missing),
        (vec![json, cookie, ("x-csrftoken", "Abcdefghijklmnopqrstuvwxyzabcdef")], &incorrect),
    ] {
        for (method, path) in [
            (Method::POST, "/notes/"),
            (Method::PUT, "/notes/1/"),
            (Method::PATCH, "/notes/1/"),
            (Method::DELETE, "/notes/1/"),
        ] {
            let answer = client.send(method, path, &headers, "{}").await;
            answer.assert(403, body);
            assert_eq!(answer.header("vary"), "Accept, Cookie");
            assert_eq!(answer.headers.get("www-authenticate"), None);
        }
    }
    let headers = [json, cookie, token];
    let answer =
        client.send(Method::POST, "/notes/", &headers, r#"{"owner":"a","text":"t"}"#).await;
    answer.assert(201, r#"{"id":3,"owner":"a","text":"t"}"#);
    client.send(Method::DELETE, "/notes/3/", &headers, "").await.assert(204, "");
}

#[tokio::test]
async fn a_user_who_was_switched_off_is_anonymous() {
    let app = DefaultRouter::new().register("notes", SessionViewSet).into_router(database().await);
    let off = Member { active: false, ..Member::of("ada") };
    session(app.clone(), off).get("/notes/").await.assert(403, ANONYMOUS);
    assert_eq!(session(app, Member::of("ada")).get("/notes/").await.status, 200);
}

#[tokio::test]
async fn without_a_user_there_is_no_csrf_to_check() {
    let client = serving(RouterViewSet).await;
    assert_eq!(client.post("/notes/", r#"{"owner":"a","text":"t"}"#).await.status, 201);
}

/// Who is asking, how that is known, and whether with a token.
pub(crate) struct WhoView(pub(crate) Authenticators);

impl ApiView for WhoView {
    const METHODS: &'static [Method] = &[Method::GET];

    fn renderers(&self) -> Option<Renderers> {
        Some(Renderers::none().with(JsonRenderer))
    }

    fn authentication(&self) -> Option<Authenticators> {
        Some(self.0.clone())
    }

    async fn get(&self, request: &Request) -> Result {
        let user = request.user().map(User::username);
        let token = request.auth::<Token>().map(Token::key);
        Response::json(&json!([user, request.auth_scheme(), token]))
    }
}

pub(crate) async fn who(authentication: impl Authentication) -> Client {
    let router =
        DefaultRouter::new().view("who", WhoView(Authenticators::none().with(authentication)));
    Client::new(router.into_router(database().await))
}

/// `GET /who/` with this header.
pub(crate) async fn ask(client: &Client, name: &str, value: &str) -> Answer {
    client.send(Method::GET, "/who/", &[(name, value)], "").await
}

#[tokio::test]
async fn a_scheme_is_named_after_its_type_unless_it_says_otherwise() {
    let client = who(NameAuthentication).await;
    ask(&client, "authorization", "Name ada").await.assert(200, r#"["ada","Name",null]"#);
    client.get("/who/").await.assert(200, "[null,null,null]");
    let view = WhoView(Authenticators::none().with(SessionAuthentication));
    let app = DefaultRouter::new().view("who", view).into_router(database().await);
    let ada = session(app, Member::of("ada"));
    ada.get("/who/").await.assert(200, r#"["ada","Session",null]"#);
}

#[test]
fn secrets_are_the_same_only_if_they_are_equal() {
    for (a, b, same) in [
        ("", "", true),
        ("s3cret", "s3cret", true),
        ("s3cret", "S3cret", false),
        ("s3cret", "s3cre", false),
        ("", "s", false),
    ] {
        assert_eq!(same_secret(a, b), same, "{a} {b}");
    }
}
