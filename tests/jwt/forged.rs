//! Tokens that nobody has signed, or somebody else.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use seaview::jwt::{JwtSettings, SigningKey};
use serde_json::{Value, json};

use super::{SECRET, World, claims_of, not_valid, not_valid_for_any_type, settings};

fn part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(claims: &Value, algorithm: Algorithm, secret: &[u8]) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret)).expect("a token")
}

fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    match value {
        Value::Null => _ = claims.as_object_mut().unwrap().remove(name),
        value => claims[name] = value,
    }
    claims
}

#[tokio::test]
async fn a_token_is_believed_only_by_its_signature() {
    let world = World::new(settings()).await;
    let claims = claims_of(&world.access);
    let parts: Vec<_> = world.access.split('.').collect();
    let (head, body, signature) = (parts[0], parts[1], parts[2]);
    let none = part(&json!({ "alg": "none", "typ": "JWT" }));
    let other = part(&with(&claims, "user_id", json!("2")));
    for token in [
        "".to_owned(),
        "x".to_owned(),
        "a.b.c".to_owned(),
        "é".to_owned(),
        format!("{head}.{body}"),
        format!("{head}.{body}."),
        format!("{head}.{other}.{signature}"),
        format!("{none}.{body}."),
        format!("{none}.{body}.{signature}"),
        format!("{}.{body}.", part(&json!({ "alg": "None" }))),
        signed(&claims, Algorithm::HS256, b"another secret of thirty-two byte"),
        signed(&claims, Algorithm::HS384, SECRET),
        signed(&claims, Algorithm::HS512, SECRET),
    ] {
        if !token.is_empty() {
            let answer = world.bearer(&token).await;
            answer.assert(401, &not_valid_for_any_type("Token is invalid"));
            world.verify(&token).await.assert(401, &not_valid("Token is invalid"));
        }
    }
    assert_eq!(world.bearer(&signed(&claims, Algorithm::HS256, SECRET)).await.status, 200);
}

#[tokio::test]
async fn a_public_key_is_no_secret_of_hs256() {
    let public = include_bytes!("keys/rsa.pub.pem");
    let key = SigningKey::rs256(include_bytes!("keys/rsa.pem"), public);
    let world = World::new(JwtSettings { signing_key: key, ..settings() }).await;
    assert_eq!(world.bearer(&world.access).await.status, 200);
    let claims = claims_of(&world.access);
    for secret in [&public[..], public.trim_ascii_end(), SECRET] {
        let forged = signed(&claims, Algorithm::HS256, secret);
        let answer = world.bearer(&forged).await;
        answer.assert(401, &not_valid_for_any_type("Token is invalid"));
    }
}

#[tokio::test]
async fn claims_that_are_missing_or_odd_are_told() {
    let world = World::new(settings()).await;
    let claims = claims_of(&world.access);
    let bearer = async |name: &str, value: Value| {
        world.bearer(&signed(&with(&claims, name, value), Algorithm::HS256, SECRET)).await
    };
    let invalid = not_valid_for_any_type("Token is invalid");
    for (name, value, body) in [
        ("exp", Value::Null, not_valid_for_any_type("Token has no 'exp' claim")),
        ("exp", json!(1), not_valid_for_any_type("Token is expired")),
        ("exp", json!("soon"), invalid.clone()),
        ("nbf", json!(4_000_000_000_u64), invalid.clone()),
        ("aud", json!("somebody"), invalid.clone()),
        ("jti", Value::Null, not_valid_for_any_type("Token has no id")),
        ("token_type", Value::Null, not_valid_for_any_type("Token has no type")),
        ("token_type", json!("sliding"), not_valid_for_any_type("Token has wrong type")),
        ("user_id", Value::Null, not_valid("Token contained no recognizable user identification")),
        ("user_id", json!("x"), r#"{"detail":"User not found","code":"user_not_found"}"#.into()),
        ("user_id", json!("99"), r#"{"detail":"User not found","code":"user_not_found"}"#.into()),
    ] {
        bearer(name, value).await.assert(401, &body);
    }
    bearer("user_id", json!(1)).await.assert(200, r#"["ada","Bearer",1,"green"]"#);
}

#[tokio::test]
async fn issuer_and_audience_are_as_the_settings_say() {
    let strict =
        JwtSettings { issuer: Some("seaview".into()), audience: Some("shop".into()), ..settings() };
    let world = World::new(strict).await;
    assert_eq!(world.bearer(&world.access).await.status, 200);
    let claims = claims_of(&world.access);
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!("seaview"), &json!("shop")));
    let invalid = not_valid_for_any_type("Token is invalid");
    for (name, value) in [
        ("iss", json!("other")),
        ("iss", Value::Null),
        ("aud", json!("other")),
        ("aud", Value::Null),
    ] {
        let token = signed(&with(&claims, name, value), Algorithm::HS256, SECRET);
        world.bearer(&token).await.assert(401, &invalid);
    }
}
