//! Error messages with their codes, as a tree that follows the shape of the input.

use std::{borrow::Cow, fmt};

/// Where the errors of an object as a whole stand, unless the settings say otherwise.
pub(crate) const NON_FIELD_ERRORS: &str = "non_field_errors";

/// One message for the client and its machine-readable code: DRF's `ErrorDetail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorDetail {
    /// The sentence, in DRF's words where DRF has some.
    pub message: Cow<'static, str>,
    /// The code, such as `required`, `max_length` or `not_found`.
    pub code: Cow<'static, str>,
}

impl ErrorDetail {
    /// A message and its code.
    pub fn new(message: impl Into<Cow<'static, str>>, code: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), code: code.into() }
    }
}

impl fmt::Display for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The body of an error before it is formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// One message: `{"detail": "Not found."}` in DRF's format.
    One(ErrorDetail),
    /// Several, `["Too much.", "Odd."]`; also the errors of list items.
    List(Vec<Detail>),
    /// Errors by field, in the order of the serializer's fields: `{"name": ["…"]}`.
    Fields(Vec<(Cow<'static, str>, Detail)>),
}

impl Detail {
    /// The messages of one field: a list, as DRF writes it.
    pub fn messages(errors: Vec<ErrorDetail>) -> Self {
        Self::List(errors.into_iter().map(Self::One).collect())
    }

    /// `true` if there is no message in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::List(items) => items.iter().all(Self::is_empty),
            Self::Fields(fields) => fields.iter().all(|(_, detail)| detail.is_empty()),
        }
    }

    /// Calls `visit` with the path and the message of each leaf, in order.
    pub fn for_each_message(&self, visit: &mut dyn FnMut(&[Cow<'static, str>], &ErrorDetail)) {
        self.walk(&mut Vec::new(), visit);
    }

    fn walk(
        &self,
        path: &mut Vec<Cow<'static, str>>,
        visit: &mut dyn FnMut(&[Cow<'static, str>], &ErrorDetail),
    ) {
        match self {
            Self::One(error) => visit(path, error),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let nested = !matches!(item, Self::One(_));
                    if nested {
                        path.push(index.to_string().into());
                    }
                    item.walk(path, visit);
                    if nested {
                        path.pop();
                    }
                }
            }
            Self::Fields(fields) => {
                for (name, detail) in fields {
                    path.push(name.clone());
                    detail.walk(path, visit);
                    path.pop();
                }
            }
        }
    }
}

impl fmt::Display for Detail {
    /// All messages, with a blank between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut messages = Vec::new();
        self.for_each_message(&mut |_, error| messages.push(error.message.clone()));
        f.write_str(&messages.join(" "))
    }
}

impl From<ErrorDetail> for Detail {
    fn from(error: ErrorDetail) -> Self {
        Self::One(error)
    }
}

impl From<&'static str> for Detail {
    fn from(message: &'static str) -> Self {
        Self::One(ErrorDetail::new(message, "error"))
    }
}

impl From<String> for Detail {
    fn from(message: String) -> Self {
        Self::One(ErrorDetail::new(message, "error"))
    }
}

/// What a validator returns when it refuses a value: DRF's `raise ValidationError(…)`.
///
/// A string is enough: `Err("Title may not contain the word 'forbidden'.".into())`. Its code is
/// then `invalid`, as in DRF; a pair of strings gives message and code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError(Detail);

impl ValidationError {
    /// Several messages at once, for one field.
    pub fn messages(errors: impl IntoIterator<Item = ErrorDetail>) -> Self {
        Self(Detail::messages(errors.into_iter().collect()))
    }

    /// Messages for a field other than the one being validated.
    pub fn field(name: impl Into<Cow<'static, str>>, error: impl Into<ValidationError>) -> Self {
        Self(Detail::Fields(vec![(name.into(), error.into().0)]))
    }

    /// The messages as the body of a 400: a lone message becomes a list, as in DRF.
    pub fn into_detail(self) -> Detail {
        match self.0 {
            Detail::One(error) => Detail::List(vec![Detail::One(error)]),
            detail => detail,
        }
    }
}

impl fmt::Display for ValidationError {
    /// All messages, with a blank between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ValidationError {}

impl From<Detail> for ValidationError {
    fn from(detail: Detail) -> Self {
        Self(detail)
    }
}

impl From<ErrorDetail> for ValidationError {
    fn from(error: ErrorDetail) -> Self {
        Self(Detail::One(error))
    }
}

impl From<&'static str> for ValidationError {
    fn from(message: &'static str) -> Self {
        ErrorDetail::new(message, "invalid").into()
    }
}

impl From<String> for ValidationError {
    fn from(message: String) -> Self {
        ErrorDetail::new(message, "invalid").into()
    }
}

impl<M: Into<Cow<'static, str>>> From<(M, &'static str)> for ValidationError {
    fn from((message, code): (M, &'static str)) -> Self {
        ErrorDetail::new(message, code).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_is_visited_with_its_path() {
        let detail = Detail::Fields(vec![
            ("name".into(), ValidationError::from("Wrong.").into_detail()),
            (
                "items".into(),
                Detail::List(vec![
                    Detail::Fields(vec![]),
                    Detail::Fields(vec![(
                        "sku".into(),
                        Detail::messages(vec![ErrorDetail::new("Odd.", "x")]),
                    )]),
                ]),
            ),
        ]);
        let mut seen = Vec::new();
        detail.for_each_message(&mut |path, error| seen.push((path.join("."), error.to_string())));
        assert_eq!(
            seen,
            [("name".into(), "Wrong.".into()), ("items.1.sku".into(), "Odd.".to_owned())]
        );
    }
}
