//! Names and passwords.

use base64::{Engine, prelude::BASE64_STANDARD};
use sea_orm::DbBackend;
use seaview::{
    Error,
    permissions::AllowAny,
    users::{MAX_PASSWORD_LENGTH, user},
};

use super::{ada, database, serving};
use crate::{authentication::ask, support::backend};

fn basic(username: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{username}:{password}")))
}

#[tokio::test]
async fn a_user_logs_in_with_its_password_and_nobody_elses() {
    let database = database().await;
    let user = ada(&database).await;
    assert_eq!(user.email, "ada@example.com");
    let client = serving(&database, AllowAny);
    let right = ask(&client, "authorization", &basic("ada", "correct horse")).await;
    right.assert(200, r#"["ada","Basic",null]"#);
    let endless = "x".repeat(MAX_PASSWORD_LENGTH + 1);
    for (username, password) in [
        ("ada", "Correct horse"),
        ("ada", ""),
        ("ada", endless.as_str()),
        ("Ada", "correct horse"),
        ("bob", "correct horse"),
        ("", ""),
        ("a\0da", "correct horse"),
    ] {
        let answer = ask(&client, "authorization", &basic(username, password)).await;
        answer.assert(401, r#"{"detail":"Invalid username/password."}"#);
    }
    user.set_password(database.connection(), "battery staple").await.unwrap();
    let old = ask(&client, "authorization", &basic("ada", "correct horse")).await;
    old.assert(401, r#"{"detail":"Invalid username/password."}"#);
    let new = ask(&client, "authorization", &basic("ada", "battery staple")).await;
    new.assert(200, r#"["ada","Basic",null]"#);
}

#[tokio::test]
async fn neither_names_nor_passwords_are_shown_that_should_not_be() {
    let database = database().await;
    let user = ada(&database).await;
    assert!(user.password.expose().starts_with("$argon2id$"));
    assert!(!format!("{user:?}").contains("argon2"), "{user:?}");
    let active = user::ActiveModel::from(user);
    assert!(!format!("{active:?}").contains("argon2"), "{active:?}");
}

#[tokio::test]
async fn a_name_is_taken_once_and_has_no_odd_letters() {
    let database = database().await;
    ada(&database).await;
    let db = database.connection();
    let long = "x".repeat(151);
    for (username, password, message) in [
        ("ada", "secret", "A user with that username already exists."),
        ("", "secret", "This field may not be blank."),
        (long.as_str(), "secret", "Ensure this field has no more than 150 characters."),
        ("a b", "secret", "Enter a valid username."),
        ("bob", "", "This field may not be blank."),
    ] {
        let error = user::Model::create_user(db, username, "", password).await.unwrap_err();
        let Error::Validation(detail) = error else { panic!("{error}") };
        assert!(detail.to_string().starts_with(message), "{detail}");
    }
    // Names in other letters are another's; on MySQL the collation decides.
    let capitals = user::Model::create_user(db, "ADA", "", "secret").await;
    assert!(capitals.is_ok() || backend() == DbBackend::MySql);
    let endless = "x".repeat(MAX_PASSWORD_LENGTH + 1);
    assert!(user::Model::create_user(db, "bob", "", &endless).await.is_err());
    user::Model::create_user(db, "bob", "", &endless[1..]).await.unwrap();
}

#[tokio::test]
async fn a_login_is_noted_where_asked() {
    let database = database().await;
    let user = ada(&database).await;
    assert_eq!(user.last_login, None);
    let user = user.logged_in(database.connection()).await.unwrap();
    assert!(user.last_login.unwrap() >= user.date_joined);
    assert!(user.check_password("correct horse").await.unwrap());
}
