//! Checks and messages of the application's own.

use std::{borrow::Cow, fmt, sync::Arc};

use super::read::Read;
use crate::{
    Request,
    error::{Detail, ErrorDetail, ValidationError},
    fields::FieldOptions,
};

/// A check of one field: `fn(T) -> Result<T, ValidationError>`, or the same with the request as
/// second argument. It gets a valid value, and gives it back, changed or not.
///
/// ```
/// use seaview::{Request, ValidationError};
///
/// fn not_atlantis(name: String) -> Result<String, ValidationError> {
///     if name == "Atlantis" { Err("This country is lost.".into()) } else { Ok(name) }
/// }
///
/// fn staff_may_shout(text: String, request: &Request) -> Result<String, ValidationError> {
///     let staff = request.user().is_some_and(|user| user.is_staff());
///     if staff { Ok(text) } else { Ok(text.to_lowercase()) }
/// }
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/serializers/#field-level-validation>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not validate a `{T}`",
    label = "not a validator of `{T}`",
    note = "write `fn(T) -> Result<T, ValidationError>` or `fn(T, &Request) -> Result<T, ValidationError>`"
)]
pub trait Validator<T, M>: Send + Sync + 'static {
    /// Gives the value back, or says what is wrong with it.
    ///
    /// # Errors
    /// What the client is told.
    fn validate(&self, value: T, request: &Request) -> Result<T, ValidationError>;
}

impl<T, F> Validator<T, fn(T)> for F
where
    F: Fn(T) -> Result<T, ValidationError> + Send + Sync + 'static,
{
    fn validate(&self, value: T, _: &Request) -> Result<T, ValidationError> {
        self(value)
    }
}

impl<T, F> Validator<T, fn(T, &Request)> for F
where
    F: Fn(T, &Request) -> Result<T, ValidationError> + Send + Sync + 'static,
{
    fn validate(&self, value: T, request: &Request) -> Result<T, ValidationError> {
        self(value, request)
    }
}

/// A [`Validator`] of a field of any type.
#[derive(Clone)]
pub(crate) struct Hook(Arc<Check>);

type Check = dyn Fn(Read, &Request) -> Result<Read, ValidationError> + Send + Sync;

impl Hook {
    pub(super) fn new(
        check: impl Fn(Read, &Request) -> Result<Read, ValidationError> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(check))
    }

    pub(super) fn run(&self, value: Read, request: &Request) -> Result<Read, ValidationError> {
        (self.0)(value, request)
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

/// A check that looks at a value and leaves it as it is: `fn(&T) -> Result<(), ValidationError>`
/// (`&str` for a `String`), or the same with the request as second argument.
///
/// Source: <https://www.django-rest-framework.org/api-guide/validators/>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not look at a `{T}`",
    label = "not a validator of `{T}`",
    note = "write `fn(&T) -> Result<(), ValidationError>` or `fn(&T, &Request) -> Result<(), ValidationError>`"
)]
pub trait Inspector<T, M>: Send + Sync + 'static {
    /// Says what is wrong with the value.
    ///
    /// # Errors
    /// What the client is told.
    fn inspect(&self, value: &T, request: &Request) -> Result<(), ValidationError>;
}

impl<T, F> Inspector<T, fn(&T)> for F
where
    F: Fn(&T) -> Result<(), ValidationError> + Send + Sync + 'static,
{
    fn inspect(&self, value: &T, _: &Request) -> Result<(), ValidationError> {
        self(value)
    }
}

impl<T, F> Inspector<T, fn(&T, &Request)> for F
where
    F: Fn(&T, &Request) -> Result<(), ValidationError> + Send + Sync + 'static,
{
    fn inspect(&self, value: &T, request: &Request) -> Result<(), ValidationError> {
        self(value, request)
    }
}

/// Text is looked at as `&str`.
impl<F> Inspector<String, fn(&str)> for F
where
    F: Fn(&str) -> Result<(), ValidationError> + Send + Sync + 'static,
{
    fn inspect(&self, value: &String, _: &Request) -> Result<(), ValidationError> {
        self(value)
    }
}

impl<F> Inspector<String, fn(&str, &Request)> for F
where
    F: Fn(&str, &Request) -> Result<(), ValidationError> + Send + Sync + 'static,
{
    fn inspect(&self, value: &String, request: &Request) -> Result<(), ValidationError> {
        self(value, request)
    }
}

/// An [`Inspector`] of a field of any type.
#[derive(Clone)]
pub(crate) struct Inspection(Arc<Inspect>);

type Inspect = dyn Fn(&Read, &Request) -> Result<(), ValidationError> + Send + Sync;

impl Inspection {
    pub(super) fn new(
        inspect: impl Fn(&Read, &Request) -> Result<(), ValidationError> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(inspect))
    }

    /// The messages for a value.
    pub(super) fn run(&self, value: &Read, request: &Request) -> Vec<ErrorDetail> {
        let Err(error) = (self.0)(value, request) else { return Vec::new() };
        let mut messages = Vec::new();
        error.into_detail().for_each_message(&mut |_, message| messages.push(message.clone()));
        messages
    }
}

impl fmt::Debug for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inspection")
    }
}

/// Messages by code, in place of DRF's.
#[derive(Clone, Debug)]
pub(crate) struct ErrorMessages(Vec<(&'static str, &'static str)>);

impl ErrorMessages {
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    pub(super) fn set(&mut self, code: &'static str, message: &'static str) {
        self.0.retain(|(other, _)| *other != code);
        self.0.push((code, message));
    }

    /// Replaces the messages whose codes have others.
    pub(super) fn apply(&self, detail: &mut Detail, options: &FieldOptions) {
        if self.0.is_empty() {
            return;
        }
        match detail {
            Detail::One(error) => self.replace(error, options),
            Detail::List(items) => items.iter_mut().for_each(|item| self.apply(item, options)),
            // The errors of a value's parts are those of other fields.
            Detail::Fields(_) => {}
        }
    }

    fn replace(&self, error: &mut ErrorDetail, options: &FieldOptions) {
        let Some((_, message)) = self.0.iter().find(|(code, _)| *code == error.code) else {
            return;
        };
        let mut text = Cow::Borrowed(*message);
        let values = [
            ("{max_length}", options.max_length.map(|n| n.to_string())),
            ("{min_length}", options.min_length.map(|n| n.to_string())),
            ("{max_value}", options.max_value.map(|n| n.to_string())),
            ("{min_value}", options.min_value.map(|n| n.to_string())),
            ("{max_digits}", options.max_digits.map(|n| n.to_string())),
        ];
        for (name, value) in values {
            if let Some(value) = value.filter(|_| text.contains(name)) {
                text = text.replace(name, &value).into();
            }
        }
        error.message = text;
    }
}
