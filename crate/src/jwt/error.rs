//! What is wrong with a token, as simplejwt says it.

use std::borrow::Cow;

use crate::{Error, ErrorDetail, error::Detail};

/// 401 with `detail`, `code` and what is stated beside them.
fn failed(
    message: impl Into<Cow<'static, str>>,
    code: &'static str,
    beside: Option<(&'static str, Detail)>,
) -> Error {
    let text = |message| Detail::One(ErrorDetail::new(message, code));
    let mut fields =
        vec![("detail".into(), text(message.into())), ("code".into(), text(code.into()))];
    fields.extend(beside.map(|(name, detail)| (name.into(), detail)));
    Error::AuthenticationFailed(Detail::Fields(fields))
}

/// The token that a view was sent.
pub(super) fn invalid(message: impl Into<Cow<'static, str>>) -> Error {
    failed(message, "token_not_valid", None)
}

/// The token that a request came with.
pub(super) fn invalid_for_any_type(message: String) -> Error {
    let text = |text: Cow<'static, str>| Detail::One(ErrorDetail::new(text, "token_not_valid"));
    let message = Detail::Fields(vec![
        ("token_class".into(), text("AccessToken".into())),
        ("token_type".into(), text("access".into())),
        ("message".into(), text(message.into())),
    ]);
    failed(
        "Given token not valid for any token type",
        "token_not_valid",
        Some(("messages", Detail::List(vec![message]))),
    )
}

pub(super) fn bad_header() -> Error {
    let message = "Authorization header must contain two space-delimited values";
    failed(message, "bad_authorization_header", None)
}

pub(super) fn no_user() -> Error {
    invalid("Token contained no recognizable user identification")
}

pub(super) fn user_not_found() -> Error {
    failed("User not found", "user_not_found", None)
}

pub(super) fn user_inactive() -> Error {
    failed("User is inactive", "user_inactive", None)
}

/// The account behind a password or a refresh token.
pub(super) fn no_active_account(message: &'static str) -> Error {
    Error::AuthenticationFailed(ErrorDetail::new(message, "no_active_account").into())
}
