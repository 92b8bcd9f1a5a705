//! Members on the wire.

use sea_orm::{ActiveValue, prelude::DateTimeUtc};
use seaview::{error::ErrorDetail, prelude::*};

use crate::entities::member;

/// A member; the password is taken and never shown.
#[derive(ModelSerializer)]
#[serializer(entity = member::Entity, validate = passwords_match)]
pub struct MemberSerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(validate = letters_and_digits)]
    username: String,
    #[serializer(write_only, min_length = 8, validate = strong_password)]
    password: String,
    #[serializer(extra)]
    password_confirm: String,
    #[serializer(format = email, allow_blank)]
    email: String,
    #[serializer(allow_blank)]
    nickname: String,
    referrer: String,
    #[serializer(read_only)]
    is_active: bool,
    #[serializer(read_only)]
    joined: DateTimeUtc,
}

fn letters_and_digits(username: String) -> Result<String, ValidationError> {
    if !username.chars().all(char::is_alphanumeric) {
        return Err("Only letters and digits are allowed.".into());
    }
    Ok(username.to_lowercase())
}

fn strong_password(password: String) -> Result<String, ValidationError> {
    let mut errors = Vec::new();
    if password.chars().all(char::is_numeric) {
        errors.push(ErrorDetail::new("The password is entirely numeric.", "numeric"));
    }
    if !password.chars().any(char::is_uppercase) {
        errors.push(ErrorDetail::new("The password needs an upper case letter.", "no_upper"));
    }
    if errors.is_empty() { Ok(password) } else { Err(ValidationError::messages(errors)) }
}

/// Only what was sent is compared: a PATCH of something else sends neither.
async fn passwords_match(member: &mut Validated<MemberSerializer>, _: &Request) -> Result<()> {
    let password = match &member.password {
        ActiveValue::Set(password) => Some(password),
        _ => None,
    };
    if password != member.extra(MemberSerializer::PASSWORD_CONFIRM) {
        let message = "The two passwords do not match.";
        return Err(ValidationError::field("password_confirm", message).into());
    }
    Ok(())
}
