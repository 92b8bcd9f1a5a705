//! `Authorization: Basic …`.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use seaview::{
    User,
    authentication::{BasicAuthentication, Passwords},
    prelude::*,
};

use super::{ask, who};
use crate::checks::Member;

/// Everybody's password is `pass:` and the name; that of `off` is right and of no use.
pub(crate) struct Names;

impl Passwords for Names {
    async fn user_of_password(
        &self,
        username: &str,
        password: &str,
        _: &Request,
    ) -> Result<Option<Arc<dyn User>>> {
        let right = password.strip_prefix("pass:") == Some(username);
        let user = Member { active: username != "off", ..Member::of(username) };
        Ok(right.then(|| Arc::new(user) as Arc<dyn User>))
    }
}

fn basic(credentials: impl AsRef<[u8]>) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}

#[tokio::test]
async fn the_password_is_everything_after_the_first_colon() {
    let client = who(BasicAuthentication::new(Names)).await;
    for (header, name) in [
        (basic("ada:pass:ada"), "ada"),
        (basic("ada:pass:ada").replace("Basic ", "BASIC   "), "ada"),
        (basic("zoë:pass:zoë"), "zoë"),
        // Latin-1, as older clients send it.
        (basic(b"zo\xeb:pass:zo\xeb"), "zoë"),
        (basic(":pass:"), ""),
    ] {
        let answer = ask(&client, "authorization", &header).await;
        answer.assert(200, &format!(r#"["{name}","Basic",null]"#));
    }
}

#[tokio::test]
async fn what_is_wrong_with_credentials_is_told() {
    let client = who(BasicAuthentication::new(Names)).await;
    let not_base64 = "Invalid basic header. Credentials not correctly base64 encoded.";
    let spaces = "Invalid basic header. Credentials string should not contain spaces.";
    let wrong = "Invalid username/password.";
    for (header, sentence) in [
        ("Basic".to_owned(), "Invalid basic header. No credentials provided."),
        ("Basic ".to_owned(), "Invalid basic header. No credentials provided."),
        ("Basic a b".to_owned(), spaces),
        ("Basic !!!".to_owned(), not_base64),
        ("Basic é".to_owned(), not_base64),
        ("Basic YWRh".to_owned(), not_base64),
        ("Basic YWRhOg".to_owned(), not_base64),
        (basic("ada"), not_base64),
        (basic("ada:"), wrong),
        (basic("ada:pass:Ada"), wrong),
        (basic("ada:pass:ada "), wrong),
        (basic("off:pass:off"), wrong),
    ] {
        let answer = ask(&client, "authorization", &header).await;
        answer.assert(401, &format!(r#"{{"detail":"{sentence}"}}"#));
        assert_eq!(answer.header("www-authenticate"), r#"Basic realm="api""#);
    }
    for header in ["", "Token x", "Basics x"] {
        ask(&client, "authorization", header).await.assert(200, "[null,null,null]");
    }
}

#[tokio::test]
async fn the_challenge_names_the_realm() {
    let client = who(BasicAuthentication::new(Names).realm("library")).await;
    let wrong = ask(&client, "authorization", "Basic x").await;
    assert_eq!(wrong.header("www-authenticate"), r#"Basic realm="library""#);
}
