//! The table of users as authenticators ask it.

use std::{sync::Arc, time::Duration};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{password::verified, token, user};
use crate::{
    Request, Result, User,
    authentication::{IssueTokens, Passwords, RemoteUsers, Tokens, UserIds},
};

/// The users, passwords and tokens of this module, for all authenticators and views that ask for
/// some: `TokenAuthentication::new(Users::new())`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Users {
    token_lifetime: Option<Duration>,
}

impl Users {
    /// Tokens last.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tokens that [`ObtainAuthToken`](crate::authtoken::ObtainAuthToken) hands out last so long.
    pub fn token_lifetime(self, lifetime: Duration) -> Self {
        Self { token_lifetime: Some(lifetime) }
    }
}

async fn of_name(username: &str, request: &Request) -> Result<Option<user::Model>> {
    // No name has one, and PostgreSQL would refuse the question.
    if username.contains('\0') {
        return Ok(None);
    }
    let query = user::Entity::find().filter(user::Column::Username.eq(username));
    let user = query.one(request.db()).await?;
    // Not every database tells capitals from small letters.
    Ok(user.filter(|user| user.username == username))
}

fn shared(user: user::Model) -> Arc<dyn User> {
    Arc::new(user)
}

impl Passwords for Users {
    async fn user_of_password(
        &self,
        username: &str,
        password: &str,
        request: &Request,
    ) -> Result<Option<Arc<dyn User>>> {
        let user = of_name(username, request).await?;
        let hash = user.as_ref().map(|user| user.password.expose());
        let right = verified(password, hash).await?;
        Ok(user.filter(|_| right).map(shared))
    }
}

impl Tokens for Users {
    async fn user_of_token(&self, key: &str, request: &Request) -> Result<Option<Arc<dyn User>>> {
        let found = token::Model::of_key(request.db(), key).await?;
        Ok(found.map(|(_, user)| shared(user)))
    }
}

impl IssueTokens for Users {
    /// A new one at each call: only digests are stored.
    async fn issue_token(&self, user: &dyn User, request: &Request) -> Result<String> {
        let db = request.primary().connection();
        let issued = token::Model::issue(db, user.id(), "", self.token_lifetime).await?;
        Ok(issued.key)
    }
}

impl RemoteUsers for Users {
    /// None is created.
    async fn user_of_name(&self, name: &str, request: &Request) -> Result<Option<Arc<dyn User>>> {
        Ok(of_name(name, request).await?.map(shared))
    }
}

impl UserIds for Users {
    async fn user_of_id(&self, id: i64, request: &Request) -> Result<Option<Arc<dyn User>>> {
        let user = user::Entity::find_by_id(id).one(request.db()).await?;
        Ok(user.map(shared))
    }
}
