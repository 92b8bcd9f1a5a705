//! JSON web tokens, as djangorestframework-simplejwt has them.

mod blacklist;
mod forged;
mod keys;

use std::time::Duration;

use http::Method;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use seaview::{
    Policies,
    authentication::Authenticators,
    jwt::{Claims, Jwt, JwtSettings, SigningKey, blacklisted_token},
    permissions::{IsAuthenticated, Permissions},
    prelude::*,
    users::{Users, user},
};
use serde_json::{Map, Value, json};

use crate::{
    checks::{ANONYMOUS, RouterViewSet},
    support::{Answer, Client},
    users::{ada, database},
};

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";

fn settings() -> JwtSettings {
    JwtSettings { blacklist: true, ..JwtSettings::new(SigningKey::hs256(SECRET)) }
}

/// Tells who is asking, and by which claims.
struct ClaimsView;

impl ApiView for ClaimsView {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, request: &Request) -> Result {
        let claim = |name| request.auth::<Claims>().and_then(|claims| claims.get(name)).cloned();
        let user = request.user().map(seaview::User::username);
        Response::json(&json!([user, request.auth_scheme(), claim("user_id"), claim("color")]))
    }
}

fn router(jwt: &Jwt) -> DefaultRouter {
    let policies = Policies {
        authentication: Authenticators::none().with(jwt.authentication(Users::new())),
        permissions: Permissions::none().with(IsAuthenticated),
        ..Policies::default()
    };
    let color = |_: &dyn seaview::User| {
        Map::from_iter([("color".to_owned(), json!("green")), ("exp".to_owned(), json!(0))])
    };
    DefaultRouter::new()
        .policies(policies)
        .register("notes", RouterViewSet)
        .view("claims", ClaimsView)
        .view("token", jwt.obtain_pair_view(Users::new()).claims(color))
        .view("token/refresh", jwt.refresh_view(Users::new()))
        .view("token/verify", jwt.verify_view())
        .view("token/blacklist", jwt.blacklist_view())
}

/// A client, the database, and ada's refresh and access tokens.
struct World {
    client: Client,
    database: Database,
    refresh: String,
    access: String,
}

impl World {
    async fn new(settings: JwtSettings) -> Self {
        let database = database().await;
        database.create_table(blacklisted_token::Entity).await.expect("a table");
        ada(&database).await;
        let client = Client::new(router(&Jwt::new(settings)).into_router(database.clone()));
        let credentials = json!({ "username": "ada", "password": "correct horse" });
        let pair = client.post("/token/", credentials).await;
        let token = |name: &str| pair.json()[name].as_str().expect("a token").to_owned();
        let (refresh, access) = (token("refresh"), token("access"));
        pair.assert(200, &format!(r#"{{"refresh":"{refresh}","access":"{access}"}}"#));
        Self { client, database, refresh, access }
    }

    async fn get(&self, path: &str, authorization: &str) -> Answer {
        self.client.send(Method::GET, path, &[("authorization", authorization)], "").await
    }

    async fn bearer(&self, token: &str) -> Answer {
        self.get("/claims/", &format!("Bearer {token}")).await
    }

    async fn refresh(&self, token: &str) -> Answer {
        self.client.post("/token/refresh/", json!({ "refresh": token })).await
    }

    async fn verify(&self, token: &str) -> Answer {
        self.client.post("/token/verify/", json!({ "token": token })).await
    }
}

const CHALLENGE: &str = r#"Bearer realm="api""#;

fn not_valid(message: &str) -> String {
    format!(r#"{{"detail":"{message}","code":"token_not_valid"}}"#)
}

fn not_valid_for_any_type(message: &str) -> String {
    let messages =
        format!(r#"[{{"token_class":"AccessToken","token_type":"access","message":"{message}"}}]"#);
    format!(
        r#"{{"detail":"Given token not valid for any token type","code":"token_not_valid","messages":{messages}}}"#
    )
}

fn claims_of(token: &str) -> Value {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    let claims = token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64")).expect("JSON")
}

#[tokio::test]
async fn a_pair_is_had_for_a_password_and_the_access_token_says_who_it_is() {
    let world = World::new(settings()).await;
    world.bearer(&world.access).await.assert(200, r#"["ada","Bearer","1","green"]"#);
    for (token, of, lifetime) in
        [(&world.access, "access", 300), (&world.refresh, "refresh", 86_400)]
    {
        let claims = claims_of(token);
        assert_eq!(claims["token_type"], of);
        assert_eq!(claims["user_id"], "1");
        assert_eq!(claims["color"], "green");
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), lifetime);
        assert_eq!(claims["jti"].as_str().unwrap().len(), 32);
    }
    world.verify(&world.access).await.assert(200, "{}");
    world.verify(&world.refresh).await.assert(200, "{}");
}

#[tokio::test]
async fn wrong_credentials_are_a_401_and_missing_ones_a_400() {
    let world = World::new(settings()).await;
    let post = async |username: &str, password: &str| {
        let credentials = json!({ "username": username, "password": password });
        world.client.post("/token/", credentials).await
    };
    let wrong = r#"{"detail":"No active account found with the given credentials"}"#;
    for (username, password) in [("ada", "wrong"), ("nobody", "correct horse")] {
        let answer = post(username, password).await;
        answer.assert(401, wrong);
        assert_eq!(answer.header("www-authenticate"), CHALLENGE);
    }
    world.client.post("/token/", "{}").await.assert(
        400,
        r#"{"username":["This field is required."],"password":["This field is required."]}"#,
    );
    let required = r#"{"refresh":["This field is required."]}"#;
    world.client.post("/token/refresh/", "{}").await.assert(400, required);
    let required = r#"{"token":["This field is required."]}"#;
    world.client.post("/token/verify/", "{}").await.assert(400, required);
    switch_off(&world.database).await;
    post("ada", "correct horse").await.assert(401, wrong);
}

async fn switch_off(database: &Database) {
    let user = user::Entity::find().one(database.connection()).await.unwrap().unwrap();
    let mut user = user::ActiveModel::from(user);
    user.is_active = Set(false);
    user.update(database.connection()).await.unwrap();
}

#[tokio::test]
async fn a_header_is_of_another_scheme_or_has_two_words() {
    let world = World::new(settings()).await;
    let anonymous = world.client.get("/claims/").await;
    anonymous.assert(401, ANONYMOUS);
    assert_eq!(anonymous.header("www-authenticate"), CHALLENGE);
    for header in ["", "Token abc", &format!("bearer {}", world.access)] {
        world.get("/claims/", header).await.assert(401, ANONYMOUS);
    }
    let bad = r#"{"detail":"Authorization header must contain two space-delimited values","code":"bad_authorization_header"}"#;
    for header in ["Bearer", "Bearer ", "Bearer a b"] {
        let answer = world.get("/claims/", header).await;
        answer.assert(401, bad);
        assert_eq!(answer.header("www-authenticate"), CHALLENGE);
    }
}

#[tokio::test]
async fn a_refresh_token_gives_access_tokens_and_no_access() {
    let world = World::new(settings()).await;
    let answer = world.refresh(&world.refresh).await;
    let access = answer.json()["access"].as_str().unwrap().to_owned();
    answer.assert(200, &format!(r#"{{"access":"{access}"}}"#));
    assert_ne!(claims_of(&access)["jti"], claims_of(&world.access)["jti"]);
    world.bearer(&access).await.assert(200, r#"["ada","Bearer","1","green"]"#);
    let wrong_type = not_valid_for_any_type("Token has wrong type");
    world.bearer(&world.refresh).await.assert(401, &wrong_type);
    let answer = world.refresh(&world.access).await;
    answer.assert(401, &not_valid("Token has wrong type"));
    assert_eq!(answer.header("www-authenticate"), CHALLENGE);
}

#[tokio::test]
async fn tokens_expire() {
    let short = JwtSettings {
        access_token_lifetime: Duration::ZERO,
        refresh_token_lifetime: Duration::ZERO,
        ..settings()
    };
    let world = World::new(short.clone()).await;
    let expired = not_valid_for_any_type("Token is expired");
    world.bearer(&world.access).await.assert(401, &expired);
    world.refresh(&world.refresh).await.assert(401, &not_valid("Token is expired"));
    world.verify(&world.access).await.assert(401, &not_valid("Token is expired"));
    let world = World::new(JwtSettings { leeway: Duration::from_secs(60), ..short }).await;
    assert_eq!(world.bearer(&world.access).await.status, 200);
    assert_eq!(world.refresh(&world.refresh).await.status, 200);
}

#[tokio::test]
async fn a_token_of_a_user_who_was_switched_off_or_deleted_is_of_no_use() {
    let world = World::new(settings()).await;
    switch_off(&world.database).await;
    let inactive = r#"{"detail":"User is inactive","code":"user_inactive"}"#;
    world.bearer(&world.access).await.assert(401, inactive);
    let no_account = r#"{"detail":"No active account found for the given token."}"#;
    world.refresh(&world.refresh).await.assert(401, no_account);
    user::Entity::delete_by_id(1).exec(world.database.connection()).await.unwrap();
    let not_found = r#"{"detail":"User not found","code":"user_not_found"}"#;
    world.bearer(&world.access).await.assert(401, not_found);
    world.refresh(&world.refresh).await.assert(401, no_account);
}
