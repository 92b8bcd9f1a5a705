//! Who may use a session to change something.

use http::{Method, header};
use seaview::{
    authentication::{CsrfToken, enforce_csrf},
    prelude::*,
};

use super::{SessionViewSet, session};
use crate::{
    checks::{Member, database},
    support::{Answer, Client},
};

const SECRET: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";

/// `SECRET`, masked with a `b` for each letter.
const MASKED: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbcdefghijklmnopqrstuvwxyzABCDEFG";

const JSON: (&str, &str) = ("content-type", "application/json");
const COOKIE: (&str, &str) = ("cookie", "csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF");
const TOKEN: (&str, &str) = ("x-csrftoken", SECRET);

fn failed(reason: &str) -> String {
    format!(r#"{{"detail":"CSRF Failed: {reason}"}}"#)
}

async fn of_ada(settings: Settings) -> Client {
    let router = DefaultRouter::new().settings(settings).register("notes", SessionViewSet);
    session(router.into_router(database().await), Member::of("ada"))
}

async fn post(client: &Client, url: &str, headers: &[(&str, &str)]) -> Answer {
    let headers = [&[JSON, COOKIE, TOKEN], headers].concat();
    client.send(Method::POST, url, &headers, r#"{"owner":"a","text":"t"}"#).await
}

#[tokio::test]
async fn a_token_is_the_secret_of_the_cookie_as_it_is_or_masked() {
    let client = of_ada(Settings::default()).await;
    let header =
        |what: &str| failed(&format!("CSRF token from the 'X-Csrftoken' HTTP header {what}."));
    let masked_other = MASKED.replacen("bbc", "bbd", 1);
    for (cookie, token, status, body) in [
        (SECRET, SECRET, 201, None),
        (SECRET, MASKED, 201, None),
        (MASKED, SECRET, 201, None),
        (MASKED, MASKED, 201, None),
        (SECRET, masked_other.as_str(), 403, Some(header("incorrect"))),
        (SECRET, "", 403, Some(header("has incorrect length"))),
        (SECRET, &SECRET[1..], 403, Some(header("has incorrect length"))),
        (SECRET, SECRET.replace('a', "-").as_str(), 403, Some(header("has invalid characters"))),
        ("s3cret", "s3cret", 403, Some(failed("CSRF cookie has incorrect length."))),
        (
            SECRET.replace('a', "-").as_str(),
            SECRET,
            403,
            Some(failed("CSRF cookie has invalid characters.")),
        ),
    ] {
        let cookie = format!("csrftoken={cookie}");
        let headers = [JSON, ("cookie", cookie.as_str()), ("x-csrftoken", token)];
        let body_sent = r#"{"owner":"a","text":"t"}"#;
        let answer = client.send(Method::POST, "/notes/", &headers, body_sent).await;
        assert_eq!(answer.status, status, "{cookie} {token} {}", answer.text());
        if let Some(body) = body {
            answer.assert(403, &body);
        }
    }
}

#[tokio::test]
async fn a_form_may_have_the_token_in_a_field_if_it_is_posted() {
    let client = of_ada(Settings::default()).await;
    let form = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    let send = async |method: Method, url: &str, body: String| {
        client.send(method, url, &[form, COOKIE], body).await
    };
    let field = |token: &str| format!("owner=a&text=t&csrfmiddlewaretoken={token}");
    let right = send(Method::POST, "/notes/", field(MASKED)).await;
    right.assert(201, r#"{"id":3,"owner":"a","text":"t"}"#);
    let wrong = "CSRF token from POST incorrect.";
    send(Method::POST, "/notes/", field(&"x".repeat(32))).await.assert(403, &failed(wrong));
    let missing = failed("CSRF token missing.");
    send(Method::POST, "/notes/", field("")).await.assert(403, &missing);
    send(Method::POST, "/notes/", "owner=a&text=t".into()).await.assert(403, &missing);
    send(Method::PUT, "/notes/3/", field(MASKED)).await.assert(403, &missing);
}

#[tokio::test]
async fn an_origin_is_this_host_or_trusted() {
    let client = of_ada(Settings {
        csrf_trusted_origins: vec![
            "https://app.example.com".into(),
            "https://*.example.org".into(),
        ],
        ..Settings::default()
    })
    .await;
    for origin in [
        "http://testserver",
        "https://app.example.com",
        "https://example.org",
        "https://a.b.example.org",
    ] {
        let answer = post(&client, "/notes/", &[("origin", origin)]).await;
        assert_eq!(answer.status, 201, "{origin} {}", answer.text());
    }
    for origin in [
        "null",
        "https://testserver",
        "http://testserver:8000",
        "http://app.example.com",
        "https://example.com",
        "https://evilexample.org",
        "http://a.example.org",
        "https://app.example.com.evil.net",
    ] {
        let reason =
            format!("Origin checking failed - {origin} does not match any trusted origins.");
        post(&client, "/notes/", &[("origin", origin)]).await.assert(403, &failed(&reason));
    }
}

#[tokio::test]
async fn over_tls_a_request_without_an_origin_says_which_page_it_comes_from() {
    let client = of_ada(Settings {
        csrf_trusted_origins: vec!["https://*.example.org".into()],
        ..Settings::default()
    })
    .await;
    let url = "https://testserver/notes/";
    for referer in ["https://testserver/page/?a=b", "https://www.example.org/"] {
        assert_eq!(post(&client, url, &[("referer", referer)]).await.status, 201, "{referer}");
    }
    assert_eq!(post(&client, url, &[("origin", "https://testserver")]).await.status, 201);
    let refused = |reason: &str| failed(&format!("Referer checking failed - {reason}"));
    post(&client, url, &[]).await.assert(403, &refused("no Referer."));
    for (referer, reason) in [
        ("testserver", "Referer is malformed."),
        ("/page/", "Referer is malformed."),
        ("http://testserver/", "Referer is insecure while host is secure."),
        (
            "https://evil.net/testserver",
            "https://evil.net/testserver does not match any trusted origins.",
        ),
    ] {
        post(&client, url, &[("referer", referer)]).await.assert(403, &refused(reason));
    }
}

/// Hands out a token, and takes it.
struct TokenView;

impl ApiView for TokenView {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST];

    async fn get(&self, request: &Request) -> Result {
        let token = CsrfToken::of(request)?;
        assert_eq!(format!("{token:?}"), "CsrfToken(…)");
        token.set_cookie(Response::json(&token.masked()?)?, request)
    }

    async fn post(&self, request: &Request) -> Result {
        enforce_csrf(request).await?;
        Ok(Response::no_content())
    }
}

#[tokio::test]
async fn a_page_gets_a_cookie_and_a_token_that_is_masked_anew_each_time() {
    let router = DefaultRouter::new().view("token", TokenView);
    let client = Client::new(router.into_router(database().await));
    let first = client.get("/token/").await;
    let cookie = first.header(header::SET_COOKIE.as_str());
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Max-Age=31449600; Path=/; SameSite=Lax");
    let again = client.send(Method::GET, "/token/", &[("cookie", pair)], "").await;
    assert!(again.header("set-cookie").starts_with(pair), "the secret stays");
    let (one, other) = (first.json(), again.json());
    assert_ne!(one, other);
    for token in [one, other] {
        let token = token.as_str().unwrap();
        assert_eq!(token.len(), 64);
        let headers = [("cookie", pair), ("x-csrftoken", token)];
        client.send(Method::POST, "/token/", &headers, "").await.assert(204, "");
    }
    let secure = client.get("https://testserver/token/").await;
    assert!(secure.header("set-cookie").ends_with("; Secure"));
}
