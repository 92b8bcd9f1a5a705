//! Names to log in with.

use sea_orm::DbErr;

use crate::{
    Error, Result, ValidationError,
    error::{ErrorDetail, Violation},
};

/// Django's `UnicodeUsernameValidator`, and the length of the column.
pub(super) fn check(username: &str) -> Result<()> {
    let known = |letter: char| letter.is_alphanumeric() || "@.+-_".contains(letter);
    if username.is_empty() {
        return Err(refused("This field may not be blank.", "blank"));
    }
    if username.chars().count() > 150 {
        return Err(refused("Ensure this field has no more than 150 characters.", "max_length"));
    }
    if !username.chars().all(known) {
        return Err(refused(
            "Enter a valid username. This value may contain only letters, numbers, and \
             @/./+/-/_ characters.",
            "invalid",
        ));
    }
    Ok(())
}

/// What is said if the name is another user's.
pub(super) fn taken(error: DbErr) -> Error {
    match Violation::of(&error) {
        Some(Violation::Unique(_)) => {
            refused("A user with that username already exists.", "unique")
        }
        _ => error.into(),
    }
}

fn refused(message: &'static str, code: &'static str) -> Error {
    let errors = ValidationError::messages([ErrorDetail::new(message, code)]);
    Error::validation(ValidationError::field("username", errors))
}

/// Domains are the same in any case: Django's `normalize_email`.
pub(super) fn normalized_email(email: &str) -> String {
    match email.trim().rsplit_once('@') {
        Some((name, domain)) => format!("{name}@{}", domain.to_lowercase()),
        None => email.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_letters_digits_and_a_few_signs() {
        for name in ["ada", "Ada.Lovelace+1@x-y_z", "ада", &"x".repeat(150)] {
            assert!(check(name).is_ok(), "{name}");
        }
        for name in ["", " ", "a b", "a/b", "a\0", &"x".repeat(151)] {
            assert!(check(name).is_err(), "{name}");
        }
        assert_eq!(normalized_email(" Ada@Example.COM "), "Ada@example.com");
    }
}
