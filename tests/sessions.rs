//! Logging in and out with sessions that tower-sessions keeps.

use std::{collections::BTreeMap, sync::Mutex};

use http::Method;
use sea_orm::{ActiveModelTrait, Set};
use seaview::{
    Policies,
    authentication::Authenticators,
    permissions::{IsAuthenticated, Permissions},
    prelude::*,
    sessions::{LoginView, LogoutView, StoredSessionAuthentication, update_session_auth_hash},
    users::{Users, user},
};
use serde_json::json;
use tower_sessions::{MemoryStore, SessionManagerLayer};

use crate::{
    authentication::WhoView,
    checks::{ANONYMOUS, RouterViewSet},
    support::{Answer, Client},
    users::{ada, database},
};

/// A client that keeps cookies and repeats the CSRF token.
struct Browser {
    client: Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    fn new(client: &Client) -> Self {
        Self { client: client.clone(), cookies: Mutex::default() }
    }

    fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    fn forget(&self, name: &str) {
        self.cookies.lock().unwrap().remove(name);
    }

    async fn send(&self, method: Method, path: &str, json: impl ToString) -> Answer {
        let cookies = self.cookies.lock().unwrap().clone();
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (cookie, token) = (pairs.join("; "), self.cookie("csrftoken").unwrap_or_default());
        let mut headers = vec![("content-type", "application/json"), ("cookie", cookie.as_str())];
        if !token.is_empty() {
            headers.push(("x-csrftoken", token.as_str()));
        }
        let answer = self.client.send(method, path, &headers, json.to_string()).await;
        for line in answer.headers.get_all("set-cookie") {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            match value.is_empty() {
                true => _ = cookies.remove(name),
                false => _ = cookies.insert(name.to_owned(), value.to_owned()),
            }
        }
        answer
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "").await
    }

    /// Fetches the token and logs in.
    async fn login(&self, username: &str, password: &str) -> Answer {
        self.get("/login/").await.assert(204, "");
        let credentials = json!({ "username": username, "password": password });
        self.send(Method::POST, "/login/", credentials).await
    }
}

/// `POST {"password": "…"}` changes one's own password.
struct PasswordView;

impl ApiView for PasswordView {
    const METHODS: &'static [Method] = &[Method::POST];

    async fn post(&self, request: &Request) -> Result {
        let user = request.user_as::<user::Model>().ok_or_else(Error::not_authenticated)?;
        let user = user.clone().set_password(request.db(), "battery staple").await?;
        update_session_auth_hash(request, &user).await?;
        Ok(Response::no_content())
    }
}

fn serving(database: &Database) -> Client {
    let policies = Policies {
        authentication: Authenticators::none().with(StoredSessionAuthentication::new(Users::new())),
        permissions: Permissions::none().with(IsAuthenticated),
        ..Policies::default()
    };
    let router = DefaultRouter::new()
        .policies(policies.clone())
        .register("notes", RouterViewSet)
        .view("who", WhoView(policies.authentication))
        .view("login", LoginView::new(Users::new()))
        .view("logout", LogoutView)
        .view("password", PasswordView);
    let layer = SessionManagerLayer::new(MemoryStore::default()).with_secure(false);
    Client::new(router.into_router(database.clone()).layer(layer))
}

const NOTE: &str = r#"{"owner":"ada","text":"t"}"#;

#[tokio::test]
async fn a_user_logs_in_works_and_logs_out() {
    let database = database().await;
    ada(&database).await;
    let client = serving(&database);
    let browser = Browser::new(&client);
    browser.get("/notes/").await.assert(403, ANONYMOUS);
    browser.login("ada", "correct horse").await.assert(204, "");
    browser.get("/who/").await.assert(200, r#"["ada","Session",null]"#);
    browser
        .send(Method::POST, "/notes/", NOTE)
        .await
        .assert(201, r#"{"id":1,"owner":"ada","text":"t"}"#);
    let answer = browser.get("/notes/").await;
    assert_eq!((answer.status.as_u16(), answer.header("vary")), (200, "Accept, Cookie"));
    let session = browser.cookie("id").unwrap();
    browser.send(Method::POST, "/logout/", "").await.assert(204, "");
    browser.get("/notes/").await.assert(403, ANONYMOUS);
    // The session is gone, and not only its cookie.
    let cookie = format!("id={session}");
    client.send(Method::GET, "/notes/", &[("cookie", &cookie)], "").await.assert(403, ANONYMOUS);
}

#[tokio::test]
async fn logging_in_takes_the_csrf_token_and_changes_it_and_the_sessions_id() {
    let database = database().await;
    ada(&database).await;
    let client = serving(&database);
    let browser = Browser::new(&client);
    let credentials = json!({ "username": "ada", "password": "correct horse" });
    let unset = r#"{"detail":"CSRF Failed: CSRF cookie not set."}"#;
    browser.send(Method::POST, "/login/", &credentials).await.assert(403, unset);
    browser.login("ada", "correct horse").await.assert(204, "");
    let (session, token) = (browser.cookie("id"), browser.cookie("csrftoken"));
    assert!(session.is_some() && token.as_ref().is_some_and(|token| token.len() == 32));
    browser.login("ada", "correct horse").await.assert(204, "");
    assert_ne!(browser.cookie("id"), session);
    assert_ne!(browser.cookie("csrftoken"), token);
    let old = format!("id={}", session.unwrap());
    client.send(Method::GET, "/notes/", &[("cookie", &old)], "").await.assert(403, ANONYMOUS);
    browser.forget("csrftoken");
    browser.send(Method::POST, "/notes/", NOTE).await.assert(403, unset);
    browser.send(Method::POST, "/logout/", "").await.assert(403, unset);
    assert_eq!(browser.get("/notes/").await.status, 200);
}

#[tokio::test]
async fn wrong_credentials_begin_no_session() {
    let database = database().await;
    let user = ada(&database).await;
    let client = serving(&database);
    let browser = Browser::new(&client);
    let wrong = r#"{"non_field_errors":["Unable to log in with provided credentials."]}"#;
    browser.login("ada", "wrong").await.assert(400, wrong);
    browser.login("nobody", "correct horse").await.assert(400, wrong);
    assert_eq!(browser.cookie("id"), None);
    let mut user = user::ActiveModel::from(user);
    user.is_active = Set(false);
    user.update(database.connection()).await.unwrap();
    browser.login("ada", "correct horse").await.assert(400, wrong);
    assert_eq!(browser.cookie("id"), None);
}

#[tokio::test]
async fn another_password_ends_all_sessions_but_the_one_that_changed_it() {
    let database = database().await;
    ada(&database).await;
    let client = serving(&database);
    let (here, there) = (Browser::new(&client), Browser::new(&client));
    here.login("ada", "correct horse").await.assert(204, "");
    there.login("ada", "correct horse").await.assert(204, "");
    here.send(Method::POST, "/password/", "").await.assert(204, "");
    there.get("/notes/").await.assert(403, ANONYMOUS);
    assert_eq!(here.get("/notes/").await.status, 200);
    there.login("ada", "battery staple").await.assert(204, "");
    assert_eq!(there.get("/notes/").await.status, 200);
}

#[tokio::test]
async fn a_session_is_over_when_its_user_is_switched_off() {
    let database = database().await;
    let user = ada(&database).await;
    let browser = Browser::new(&serving(&database));
    browser.login("ada", "correct horse").await.assert(204, "");
    let mut user = user::ActiveModel::from(user);
    user.is_active = Set(false);
    user.update(database.connection()).await.unwrap();
    browser.get("/notes/").await.assert(403, ANONYMOUS);
}

#[tokio::test]
async fn another_user_takes_nothing_over() {
    let database = database().await;
    ada(&database).await;
    let db = database.connection();
    user::Model::create_user(db, "bob", "", "secret of bob").await.unwrap();
    let browser = Browser::new(&serving(&database));
    browser.login("ada", "correct horse").await.assert(204, "");
    browser.login("bob", "secret of bob").await.assert(204, "");
    browser.get("/who/").await.assert(200, r#"["bob","Session",null]"#);
}

#[tokio::test]
async fn without_a_layer_everybody_is_anonymous_and_nobody_can_log_in() {
    let database = database().await;
    ada(&database).await;
    let policies = Policies {
        authentication: Authenticators::none().with(StoredSessionAuthentication::new(Users::new())),
        ..Policies::default()
    };
    let router = DefaultRouter::new()
        .policies(policies.clone())
        .view("who", WhoView(policies.authentication))
        .view("login", LoginView::new(Users::new()));
    let browser = Browser::new(&Client::new(router.into_router(database)));
    browser.get("/who/").await.assert(200, "[null,null,null]");
    let answer = browser.login("ada", "correct horse").await;
    answer.assert(500, r#"{"detail":"A server error occurred."}"#);
}
