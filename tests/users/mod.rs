//! Users, groups, permissions and tokens that are ready to use.

mod passwords;
mod permissions;
mod tokens;

use seaview::{
    Policies,
    authentication::{Authenticators, BasicAuthentication, TokenAuthentication},
    authtoken::ObtainAuthToken,
    permissions::{Permission, Permissions},
    prelude::*,
    users::{Users, create_tables, token, user},
};

use crate::{
    authentication::WhoView,
    checks::{RouterViewSet, note},
    support::Client,
};

/// A database with tables of users, and of notes.
pub(crate) async fn database() -> Database {
    let database = crate::support::database().await;
    create_tables(&database).await.expect("the tables of users");
    create_tables(&database).await.expect("they are there");
    database.create_table(note::Entity).await.expect("a table");
    database
}

pub(crate) async fn ada(database: &Database) -> user::Model {
    let db = database.connection();
    user::Model::create_user(db, "ada", "ada@Example.com", "correct horse").await.expect("ada")
}

fn authenticators() -> Authenticators {
    Authenticators::none()
        .with(TokenAuthentication::new(Users::new()))
        .with(BasicAuthentication::new(Users::new()))
}

/// Notes under a permission, who is asking, and tokens.
fn serving(database: &Database, permission: impl Permission) -> Client {
    let policies = Policies {
        authentication: authenticators(),
        permissions: Permissions::none().with(permission),
        ..Policies::default()
    };
    let router = DefaultRouter::new()
        .policies(policies)
        .register("notes", RouterViewSet)
        .view("who", WhoView(authenticators()))
        .view("token-auth", ObtainAuthToken::new(Users::new()));
    Client::new(router.into_router(database.clone()))
}

/// The header of a new token.
async fn authorization(database: &Database, user: &user::Model) -> String {
    let issued = token::Model::issue(database.connection(), user.id, "test", None).await;
    format!("Token {}", issued.expect("a token").key)
}
