//! Tokens of users.

use std::time::Duration;

use http::Method;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use seaview::{
    authtoken::ObtainAuthToken,
    permissions::{AllowAny, IsAuthenticated},
    prelude::*,
    users::{Users, token, user},
};
use serde_json::json;

use super::{ada, database, serving};
use crate::{authentication::ask, support::Client};

const INVALID: &str = r#"{"detail":"Invalid token."}"#;

#[tokio::test]
async fn a_user_has_several_tokens_and_each_is_revoked_by_itself() {
    let database = database().await;
    let (user, client) = (ada(&database).await, serving(&database, AllowAny));
    let db = database.connection();
    let laptop = token::Model::issue(db, user.id, "laptop", None).await.unwrap();
    let phone = token::Model::issue(db, user.id, "phone", None).await.unwrap();
    for issued in [&laptop, &phone] {
        assert_eq!(issued.key.len(), 40);
        let answer = ask(&client, "authorization", &format!("Token {}", issued.key)).await;
        answer.assert(200, &format!(r#"["ada","Token","{}"]"#, issued.key));
    }
    token::Entity::delete_by_id(laptop.token.id).exec(db).await.unwrap();
    ask(&client, "authorization", &format!("Token {}", laptop.key)).await.assert(401, INVALID);
    let phone = format!("Token {}", phone.key);
    assert_eq!(ask(&client, "authorization", &phone).await.status, 200);
    assert_eq!(token::Model::revoke_all(db, user.id).await.unwrap(), 1);
    ask(&client, "authorization", &phone).await.assert(401, INVALID);
}

#[tokio::test]
async fn tokens_are_not_stored_and_not_shown() {
    let database = database().await;
    let user = ada(&database).await;
    let issued = token::Model::issue(database.connection(), user.id, "", None).await.unwrap();
    assert!(!format!("{issued:?}").contains(&issued.key), "{issued:?}");
    let row = token::Entity::find_by_id(issued.token.id).one(database.connection()).await.unwrap();
    let digest = row.unwrap().digest;
    assert_eq!(digest.expose().len(), 64);
    assert_eq!(format!("{digest:?}"), "Secret(…)");
    // Whoever has the digest cannot log in with it.
    let client = serving(&database, AllowAny);
    ask(&client, "authorization", &format!("Token {}", digest.expose())).await.assert(401, INVALID);
    let upper = issued.key.to_uppercase();
    ask(&client, "authorization", &format!("Token {upper}")).await.assert(401, INVALID);
}

#[tokio::test]
async fn a_token_that_has_expired_is_nobodys() {
    let database = database().await;
    let (user, client) = (ada(&database).await, serving(&database, AllowAny));
    let db = database.connection();
    let hour = Duration::from_secs(3600);
    let lasting = token::Model::issue(db, user.id, "", Some(hour)).await.unwrap();
    let over = token::Model::issue(db, user.id, "", Some(Duration::ZERO)).await.unwrap();
    assert!(over.token.is_expired() && !lasting.token.is_expired());
    let header = format!("Token {}", lasting.key);
    assert_eq!(ask(&client, "authorization", &header).await.status, 200);
    ask(&client, "authorization", &format!("Token {}", over.key)).await.assert(401, INVALID);
    assert_eq!(token::Model::delete_expired(db).await.unwrap(), 1);
    assert_eq!(ask(&client, "authorization", &header).await.status, 200);
}

#[tokio::test]
async fn a_user_who_was_switched_off_is_told_so_by_token_only() {
    let database = database().await;
    let (user, client) = (ada(&database).await, serving(&database, AllowAny));
    let header = super::authorization(&database, &user).await;
    let mut user = user::ActiveModel::from(user);
    user.is_active = Set(false);
    user.update(database.connection()).await.unwrap();
    let inactive = r#"{"detail":"User inactive or deleted."}"#;
    ask(&client, "authorization", &header).await.assert(401, inactive);
    let credentials = json!({ "username": "ada", "password": "correct horse" });
    let answer = client.post("/token-auth/", credentials).await;
    answer.assert(400, r#"{"non_field_errors":["Unable to log in with provided credentials."]}"#);
}

#[tokio::test]
async fn a_token_is_to_be_had_for_a_name_and_a_password() {
    let database = database().await;
    ada(&database).await;
    let client = serving(&database, IsAuthenticated);
    let credentials = json!({ "username": "ada", "password": "correct horse" });
    let answer = client.post("/token-auth/", &credentials).await;
    let key = answer.json()["token"].as_str().unwrap().to_owned();
    answer.assert(200, &format!(r#"{{"token":"{key}"}}"#));
    let who = ask(&client, "authorization", &format!("Token {key}")).await;
    who.assert(200, &format!(r#"["ada","Token","{key}"]"#));
    let form = "username=ada&password=correct+horse";
    let by_form = client.form(Method::POST, "/token-auth/", form).await;
    assert_ne!(by_form.json()["token"], key, "each is a new one");
    let wrong = r#"{"non_field_errors":["Unable to log in with provided credentials."]}"#;
    for (username, password) in
        [("ada", "wrong"), ("nobody", "correct horse"), ("ada", " correct horse")]
    {
        let credentials = json!({ "username": username, "password": password });
        client.post("/token-auth/", credentials).await.assert(400, wrong);
    }
    client.post("/token-auth/", "{}").await.assert(
        400,
        r#"{"username":["This field is required."],"password":["This field is required."]}"#,
    );
    assert_eq!(client.get("/token-auth/").await.status, 405);
}

/// `POST /logout/`
struct LogoutView;

impl ApiView for LogoutView {
    const METHODS: &'static [Method] = &[Method::POST];

    async fn post(&self, request: &Request) -> Result {
        match token::Model::revoke_current(request).await? {
            true => Ok(Response::no_content()),
            false => Err(Error::not_authenticated()),
        }
    }
}

#[tokio::test]
async fn logging_out_deletes_the_token_that_was_used() {
    let database = database().await;
    let user = ada(&database).await;
    let policies = seaview::Policies {
        authentication: super::authenticators(),
        ..seaview::Policies::default()
    };
    let obtain = ObtainAuthToken::new(Users::new().token_lifetime(Duration::from_secs(60)));
    let router = DefaultRouter::new()
        .policies(policies)
        .view("logout", LogoutView)
        .view("token-auth", obtain);
    let client = Client::new(router.into_router(database.clone()));
    let header = super::authorization(&database, &user).await;
    let logout = async || {
        client.send(Method::POST, "/logout/", &[("authorization", header.as_str())], "").await
    };
    logout().await.assert(204, "");
    logout().await.assert(401, INVALID);
    assert_eq!(client.post("/logout/", "").await.status, 401);
    let credentials = json!({ "username": "ada", "password": "correct horse" });
    assert_eq!(client.post("/token-auth/", credentials).await.status, 200);
    let token = token::Entity::find().one(database.connection()).await.unwrap().unwrap();
    let minute = token.expiry.unwrap() - token.created;
    assert!((59..=61).contains(&minute.num_seconds()), "{minute}");
}
