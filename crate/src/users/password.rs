//! Passwords and their hashes.

use std::{sync::LazyLock, thread::available_parallelism};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{Error, Result, ValidationError};

/// The longest password in bytes: hashing takes time, and its length is the client's to choose.
pub const MAX_PASSWORD_LENGTH: usize = 4096;

/// As many at once as there are cores: each takes 19 MiB, and more at once are not faster.
static HASHING: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, |cores| cores.get())));

/// The hash of a password by Argon2id with a salt of its own, as a PHC string:
/// `$argon2id$v=19$m=19456,t=2,p=1$…`. It is computed on a thread for such work.
///
/// # Errors
/// [`Error::Validation`] for a password that is empty or longer than [`MAX_PASSWORD_LENGTH`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> seaview::Result<()> {
/// use seaview::users::{check_password, make_password};
///
/// let hash = make_password("correct horse battery staple").await?;
/// assert!(check_password("correct horse battery staple", &hash).await?);
/// assert!(!check_password("Tr0ub4dor&3", &hash).await?);
/// # Ok(()) }
/// ```
pub async fn make_password(password: &str) -> Result<String> {
    check_length(password)?;
    let password = password.to_owned();
    hashing(move || hash(&password)).await?
}

/// `true` if the hash is that of the password. A hash that is none, such as `!`, is nobody's.
/// Hashes that Django's `Argon2PasswordHasher` made are read as well.
///
/// # Errors
/// [`Error::Internal`] if the thread for such work is gone.
pub async fn check_password(password: &str, hash: &str) -> Result<bool> {
    verified(password, Some(hash)).await
}

/// The same; without a hash it takes as long, so that the time does not tell who has one.
pub(super) async fn verified(password: &str, hash: Option<&str>) -> Result<bool> {
    if password.len() > MAX_PASSWORD_LENGTH {
        return Ok(false);
    }
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    hashing(move || verify(&password, hash.as_deref())).await
}

async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let permit = HASHING.acquire().await.map_err(Error::internal)?;
    // The permit goes along: work whose request is gone is still work.
    let work = move || {
        let done = work();
        drop(permit);
        done
    };
    spawn_blocking(work).await.map_err(Error::internal)
}

fn hash(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| Error::internal(error.to_string()))?.to_string())
}

fn verify(password: &str, hashed: Option<&str>) -> bool {
    let hashed = hashed.map(|text| text.strip_prefix("argon2").unwrap_or(text));
    match hashed.and_then(|text| PasswordHash::new(text).ok()) {
        Some(hashed) => Argon2::default().verify_password(password.as_bytes(), &hashed).is_ok(),
        None => {
            _ = hash(password);
            false
        }
    }
}

fn check_length(password: &str) -> Result<()> {
    let refused = |message: String, code| {
        Err(Error::validation(ValidationError::field("password", (message, code))))
    };
    if password.is_empty() {
        return refused("This field may not be blank.".into(), "blank");
    }
    if password.len() > MAX_PASSWORD_LENGTH {
        let message =
            format!("Ensure this field has no more than {MAX_PASSWORD_LENGTH} characters.");
        return refused(message, "max_length");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_phc_strings_of_argon2id_with_a_salt_each() {
        let (one, other) = (hash("secret").unwrap(), hash("secret").unwrap());
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
        assert!(one.len() <= 128, "{one}");
        assert!(verify("secret", Some(&one)));
        assert!(verify("secret", Some(&format!("argon2{one}"))));
        for (password, hashed) in
            [("Secret", Some(one.as_str())), ("secret", Some("!")), ("", None)]
        {
            assert!(!verify(password, hashed), "{password}");
        }
    }

    #[test]
    fn a_password_is_neither_empty_nor_endless() {
        assert!(check_length(&"x".repeat(MAX_PASSWORD_LENGTH)).is_ok());
        assert!(check_length(&"x".repeat(MAX_PASSWORD_LENGTH + 1)).is_err());
        assert!(check_length("").is_err());
    }
}
