//! Refresh tokens that rotate and are revoked.

use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use seaview::jwt::{JwtSettings, blacklisted_token, flush_expired_tokens};
use serde_json::json;

use super::{World, claims_of, not_valid, settings};

const BLACKLISTED: &str = "Token is blacklisted";

fn rotating() -> JwtSettings {
    JwtSettings { rotate_refresh_tokens: true, blacklist_after_rotation: true, ..settings() }
}

#[tokio::test]
async fn refresh_tokens_rotate_and_the_old_one_is_revoked() {
    let world = World::new(rotating()).await;
    let answer = world.refresh(&world.refresh).await;
    let pair = answer.json();
    let (access, refresh) = (pair["access"].as_str().unwrap(), pair["refresh"].as_str().unwrap());
    answer.assert(200, &format!(r#"{{"access":"{access}","refresh":"{refresh}"}}"#));
    assert_eq!(claims_of(refresh)["color"], "green");
    assert_eq!(world.bearer(access).await.status, 200);
    world.refresh(&world.refresh).await.assert(401, &not_valid(BLACKLISTED));
    let verified = world.verify(&world.refresh).await;
    verified.assert(400, r#"{"non_field_errors":["Token is blacklisted"]}"#);
    assert_eq!(world.refresh(refresh).await.status, 200);
}

#[tokio::test]
async fn without_a_blacklist_the_old_token_lasts() {
    let settings = JwtSettings { blacklist_after_rotation: false, ..rotating() };
    let world = World::new(settings).await;
    assert_eq!(world.refresh(&world.refresh).await.status, 200);
    assert_eq!(world.refresh(&world.refresh).await.status, 200);
}

#[tokio::test]
async fn of_several_refreshes_at_once_one_succeeds() {
    let world = World::new(rotating()).await;
    let answers = join_all((0..8).map(|_| world.refresh(&world.refresh))).await;
    let succeeded = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(succeeded, 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.assert(401, &not_valid(BLACKLISTED));
    }
}

#[tokio::test]
async fn logging_out_revokes_the_refresh_token() {
    let world = World::new(settings()).await;
    let body = json!({ "refresh": world.refresh });
    world.client.post("/token/blacklist/", &body).await.assert(200, "{}");
    world.client.post("/token/blacklist/", &body).await.assert(401, &not_valid(BLACKLISTED));
    world.refresh(&world.refresh).await.assert(401, &not_valid(BLACKLISTED));
    let access = json!({ "refresh": world.access });
    let answer = world.client.post("/token/blacklist/", &access).await;
    answer.assert(401, &not_valid("Token has wrong type"));
}

#[tokio::test]
async fn rows_of_tokens_that_have_expired_are_deleted() {
    let world = World::new(settings()).await;
    let db = world.database.connection();
    let past = blacklisted_token::ActiveModel {
        jti: sea_orm::Set("old".into()),
        expires: sea_orm::Set(1),
    };
    blacklisted_token::Entity::insert(past).exec_without_returning(db).await.unwrap();
    let body = json!({ "refresh": world.refresh });
    world.client.post("/token/blacklist/", &body).await.assert(200, "{}");
    assert_eq!(flush_expired_tokens(db).await.unwrap(), 1);
    assert_eq!(blacklisted_token::Entity::find().count(db).await.unwrap(), 1);
}
