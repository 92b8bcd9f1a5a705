#![doc = include_str!("../../docs/users.md")]

pub mod group;
pub mod group_permission;
mod model_permissions;
mod password;
pub mod permission;
mod secret;
mod source;
pub mod token;
pub mod user;
pub mod user_group;
pub mod user_permission;
mod username;

use sha2::{Digest, Sha256};

pub use model_permissions::ModelPermissions;
pub use password::{MAX_PASSWORD_LENGTH, check_password, make_password};
pub use secret::Secret;
pub use source::Users;

use crate::{Database, Result, random::hex};

/// Creates the tables of this module that are not there.
///
/// # Errors
/// [`Error::Database`](crate::Error::Database) if the database refuses.
pub async fn create_tables(database: &Database) -> Result<()> {
    database.create_table(user::Entity).await?;
    database.create_table(group::Entity).await?;
    database.create_table(permission::Entity).await?;
    database.create_table(user_group::Entity).await?;
    database.create_table(user_permission::Entity).await?;
    database.create_table(group_permission::Entity).await?;
    database.create_table(token::Entity).await?;
    Ok(())
}

/// SHA-256 in hexadecimal digits.
fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_sha_256() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest("abc"), abc);
    }
}
