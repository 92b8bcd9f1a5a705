//! Tokens that programs log in with, several a user.

use std::{fmt, time::Duration};

use chrono::Utc;
use sea_orm::{Condition, Set, entity::prelude::*};

use super::{Secret, digest, user};
use crate::{
    Error, Request, Result,
    authentication::{self, same_secret},
    random::{hex, random_bytes},
};

/// A token. Only its digest is stored: who reads the table cannot use what is in it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "auth_token")]
pub struct Model {
    /// The key of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose it is.
    #[sea_orm(indexed)]
    pub user_id: i64,
    /// What it is for, in the user's words: `laptop`.
    #[sea_orm(column_type = "String(StringLen::N(64))", default_value = "")]
    pub name: String,
    /// Of the token, SHA-256 in hexadecimal digits.
    #[sea_orm(unique, column_type = "String(StringLen::N(64))")]
    pub digest: Secret,
    /// When it was made.
    pub created: DateTimeUtc,
    /// From when on it is nobody's; `None` if it lasts.
    pub expiry: Option<DateTimeUtc>,
    /// Whose it is, who takes it along.
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "Cascade")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A new token, to be shown once. `Debug` does not show its key.
#[derive(Clone)]
pub struct IssuedToken {
    /// What the client sends: 160 random bits, 40 hexadecimal digits as in DRF.
    pub key: String,
    /// What is stored.
    pub token: Model,
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedToken").field("token", &self.token).finish_non_exhaustive()
    }
}

impl Model {
    /// Makes a token for a user, which lasts so long.
    ///
    /// # Errors
    /// [`Error::Validation`] for a name of more than 64 characters; [`Error::Database`] if the
    /// insert fails.
    pub async fn issue(
        db: &impl ConnectionTrait,
        user_id: i64,
        name: &str,
        lifetime: Option<Duration>,
    ) -> Result<IssuedToken> {
        if name.chars().count() > 64 {
            return Err(Error::validation("The name of a token has no more than 64 characters."));
        }
        let key = hex(&random_bytes::<20>()?);
        let created = Utc::now();
        let lifetime = lifetime.and_then(|lifetime| chrono::Duration::from_std(lifetime).ok());
        let token = ActiveModel {
            user_id: Set(user_id),
            name: Set(name.to_owned()),
            digest: Set(digest(&key).into()),
            created: Set(created),
            expiry: Set(lifetime.and_then(|lifetime| created.checked_add_signed(lifetime))),
            ..Default::default()
        };
        Ok(IssuedToken { key, token: token.insert(db).await? })
    }

    /// The token of a key and its user, unless it has expired.
    pub(super) async fn of_key(
        db: &impl ConnectionTrait,
        key: &str,
    ) -> Result<Option<(Self, user::Model)>> {
        let digest = digest(key);
        let query = Entity::find().filter(Column::Digest.eq(digest.as_str()));
        let found = query.find_also_related(user::Entity).one(db).await?;
        let Some((token, Some(user))) = found else { return Ok(None) };
        let right = same_secret(token.digest.expose(), digest) && !token.is_expired();
        Ok(right.then_some((token, user)))
    }

    /// `true` if it is nobody's any more.
    pub fn is_expired(&self) -> bool {
        self.expiry.is_some_and(|expiry| expiry <= Utc::now())
    }

    /// Deletes the token with which the client of a request came: its logout. `false` if it came
    /// with none.
    ///
    /// # Errors
    /// [`Error::Database`] if the statement fails.
    pub async fn revoke_current(request: &Request) -> Result<bool> {
        let Some(token) = request.auth::<authentication::Token>() else { return Ok(false) };
        let query = Entity::delete_many().filter(Column::Digest.eq(digest(token.key())));
        Ok(query.exec(request.primary().connection()).await?.rows_affected > 0)
    }

    /// Deletes all tokens of a user, and says how many.
    ///
    /// # Errors
    /// [`Error::Database`] if the statement fails.
    pub async fn revoke_all(db: &impl ConnectionTrait, user_id: i64) -> Result<u64> {
        let query = Entity::delete_many().filter(Column::UserId.eq(user_id));
        Ok(query.exec(db).await?.rows_affected)
    }

    /// Deletes what has expired, and says how much: for a job that runs now and then.
    ///
    /// # Errors
    /// [`Error::Database`] if the statement fails.
    pub async fn delete_expired(db: &impl ConnectionTrait) -> Result<u64> {
        let expired = Condition::all().add(Column::Expiry.lte(Utc::now()));
        Ok(Entity::delete_many().filter(expired).exec(db).await?.rows_affected)
    }
}
