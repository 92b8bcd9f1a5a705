//! Refresh tokens that are of no use any more.

use sea_orm::{Set, entity::prelude::*};

use super::{
    Claims,
    blacklisted_token::{ActiveModel, Column, Entity},
    claims::now,
};
use crate::{Error, Result, error::Violation};

/// `true` if the token was revoked.
pub(super) async fn contains(db: &impl ConnectionTrait, claims: &Claims) -> Result<bool> {
    let Some(jti) = claims.text("jti") else { return Ok(false) };
    Ok(Entity::find_by_id(jti).one(db).await?.is_some())
}

/// Revokes a token; `false` if it was revoked before, be it a moment ago by another request.
pub(super) async fn insert(db: &impl ConnectionTrait, claims: &Claims) -> Result<bool> {
    let Some(jti) = claims.text("jti") else { return Ok(false) };
    let expires = claims.get("exp").and_then(|exp| exp.as_i64()).unwrap_or(i64::MAX);
    let row = ActiveModel { jti: Set(jti.to_owned()), expires: Set(expires) };
    match Entity::insert(row).exec_without_returning(db).await {
        Ok(_) => Ok(true),
        Err(error) => match Violation::of(&error) {
            Some(Violation::Unique(_)) => Ok(false),
            _ => Err(Error::from(error)),
        },
    }
}

/// Deletes the rows of tokens that have expired by now, and says how many: simplejwt's
/// `flushexpiredtokens`, for a job that runs now and then.
///
/// # Errors
/// [`Error::Database`] if the statement fails.
pub async fn flush_expired_tokens(db: &impl ConnectionTrait) -> Result<u64> {
    let expired = Entity::delete_many().filter(Column::Expires.lt(now()));
    Ok(expired.exec(db).await?.rows_affected)
}
