//! Revoked tokens: the table that [`JwtSettings::blacklist`](super::JwtSettings) asks for.

use sea_orm::entity::prelude::*;

/// A revoked token.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "token_blacklist")]
pub struct Model {
    /// The claim `jti`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(255))")]
    pub jti: String,
    /// The claim `exp`, in seconds since 1970: from then on the row is of no use.
    #[sea_orm(indexed)]
    pub expires: i64,
}

impl ActiveModelBehavior for ActiveModel {}
