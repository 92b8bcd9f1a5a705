//! Whose a token is, and who has a password.

use std::sync::Arc;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, prelude::Uuid};
use seaview::{
    User,
    authentication::{IssueTokens, Passwords, Tokens, same_secret},
    prelude::*,
};

use crate::entities::user;

/// The table of users.
#[derive(Clone, Copy)]
pub struct Users;

impl Tokens for Users {
    async fn user_of_token(&self, key: &str, request: &Request) -> Result<Option<Arc<dyn User>>> {
        let query = user::Entity::find().filter(user::Column::Token.eq(key));
        let user = query.one(request.db()).await?;
        // Not every database tells capitals from small letters.
        let user = user.filter(|user| user.token.as_deref().is_some_and(|t| same_secret(t, key)));
        Ok(user.map(|user| Arc::new(user) as Arc<dyn User>))
    }
}

impl Passwords for Users {
    async fn user_of_password(
        &self,
        username: &str,
        password: &str,
        request: &Request,
    ) -> Result<Option<Arc<dyn User>>> {
        let query = user::Entity::find().filter(user::Column::Username.eq(username));
        let user = query.one(request.db()).await?;
        // The fixtures hold passwords in clear; a program with users of its own hashes them.
        let user = user.filter(|user| {
            same_secret(&user.username, username) && same_secret(&user.password, password)
        });
        Ok(user.map(|user| Arc::new(user) as Arc<dyn User>))
    }
}

impl IssueTokens for Users {
    /// The one that the user has, made at the first call.
    async fn issue_token(&self, user: &dyn User, request: &Request) -> Result<String> {
        // Of several first calls at once, one writes and all read what it wrote.
        user::Entity::update_many()
            .set(user::ActiveModel { token: Set(Some(new_token())), ..Default::default() })
            .filter(user::Column::Id.eq(user.id()))
            .filter(user::Column::Token.is_null())
            .exec(request.db())
            .await?;
        let user = user::Entity::find_by_id(user.id()).one(request.db()).await?;
        user.and_then(|user| user.token).ok_or_else(Error::not_authenticated)
    }
}

/// 40 hexadecimal digits at random.
fn new_token() -> String {
    let mut digits = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    digits.truncate(40);
    digits
}
