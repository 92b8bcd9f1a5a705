//! Who comes, and what it may do, the primary says.

use http::Method;
use sea_orm::EntityTrait;
use seaview::{
    Policies,
    authentication::{Authenticators, IssueTokens, TokenAuthentication},
    permissions::{Permission, Permissions},
    prelude::*,
    users::{ModelPermissions, Users, create_tables, token, user},
};

use super::{NoteViewSet, note, pair};
use crate::support::{Answer, Client};

/// Those who hold a permission may see the notes.
struct MayView;

impl Permission for MayView {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        request.has_perm("note.view_note").await
    }
}

/// Logs out those who look at it.
struct LogoutView;

impl ApiView for LogoutView {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, request: &Request) -> Result {
        Response::json(&token::Model::revoke_current(request).await?)
    }
}

/// Gives those who look at it a token.
struct TokenView;

impl ApiView for TokenView {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, request: &Request) -> Result {
        let user = request.user().ok_or_else(Error::not_authenticated)?;
        Response::json(&Users::new().issue_token(user, request).await?)
    }
}

/// Asks after it was let in.
struct HeldView;

impl ApiView for HeldView {
    const METHODS: &'static [Method] = &[Method::GET];

    fn permissions(&self) -> Option<Permissions> {
        Some(Permissions::none())
    }

    async fn get(&self, request: &Request) -> Result {
        Response::json(&request.has_perm("note.view_note").await?)
    }
}

/// A database whose replica knows no users yet, and the token of one.
async fn users() -> ([Database; 2], user::Model, String) {
    let pair = pair().await;
    for database in &pair {
        create_tables(database).await.expect("the tables of users");
    }
    let db = pair[0].connection();
    let ada = user::Model::create_user(db, "ada", "", "correct horse").await.expect("ada");
    let issued = token::Model::issue(db, ada.id, "", None).await.expect("a token");
    (pair, ada, format!("Token {}", issued.key))
}

fn serving([primary, replica]: &[Database; 2], permissions: Permissions) -> Client {
    let authentication = Authenticators::none().with(TokenAuthentication::new(Users::new()));
    let policies = Policies { authentication, permissions, ..Policies::default() };
    let router = DefaultRouter::new()
        .policies(policies)
        .register("notes", NoteViewSet)
        .view("held", HeldView)
        .view("logout", LogoutView)
        .view("token", TokenView);
    Client::new(router.into_router(primary.clone().with_replica(replica.clone())))
}

async fn get(client: &Client, path: &str, token: &str) -> Answer {
    client.send(Method::GET, path, &[("authorization", token)], "").await
}

#[tokio::test]
async fn a_new_token_lets_in_at_once_and_a_deleted_one_no_more() {
    let (pair, ada, token) = users().await;
    let client = serving(&pair, Permissions::none());
    let note = r#"{"id":1,"title":"replica","shelf_id":1}"#;
    get(&client, "/notes/1/", &token).await.assert(200, note);

    let invalid = r#"{"detail":"Invalid token."}"#;
    token::Model::revoke_all(pair[0].connection(), ada.id).await.expect("no tokens");
    get(&client, "/notes/1/", &token).await.assert(401, invalid);
    // One of which the replica has not heard that it was deleted.
    let db = pair[1].connection();
    let ada = user::Model::create_user(db, "ada", "", "correct horse").await.expect("ada");
    let kept = token::Model::issue(db, ada.id, "", None).await.expect("a token");
    get(&client, "/notes/1/", &format!("Token {}", kept.key)).await.assert(401, invalid);
}

#[tokio::test]
async fn permissions_are_those_that_the_primary_knows() {
    let (pair, ada, token) = users().await;
    let client = serving(&pair, Permissions::none().with(MayView));
    assert_eq!(get(&client, "/notes/1/", &token).await.status, 403);
    get(&client, "/held/", &token).await.assert(200, "false");
    let db = pair[0].connection();
    ModelPermissions::new().entity(note::Entity).create(db).await.expect("permissions");
    ada.grant(db, "note.view_note").await.expect("one of them");
    let note = r#"{"id":1,"title":"replica","shelf_id":1}"#;
    get(&client, "/notes/1/", &token).await.assert(200, note);
    get(&client, "/held/", &token).await.assert(200, "true");
}

#[tokio::test]
async fn tokens_that_are_made_and_deleted_by_get_are_those_of_the_primary() {
    let (pair, _, token) = users().await;
    let client = serving(&pair, Permissions::none());
    let other = get(&client, "/token/", &token).await.json();
    let other = format!("Token {}", other.as_str().expect("a token"));
    for token in [&token, &other] {
        get(&client, "/logout/", token).await.assert(200, "true");
    }
    assert_eq!(get(&client, "/notes/1/", &token).await.status, 401);
    let left = token::Entity::find().all(pair[0].connection()).await.expect("tokens");
    assert!(left.is_empty());
}
