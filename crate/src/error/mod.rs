//! What can go wrong with a request: DRF's exceptions as one enum.

mod database;
mod detail;
mod format;

use std::{borrow::Cow, time::Duration};

use http::StatusCode;

pub(crate) use database::{Key, Violation};
pub(crate) use detail::NON_FIELD_ERRORS;
pub use detail::{Detail, ErrorDetail, ValidationError};
pub use format::{DrfFormat, ErrorFormat, FastApiFormat, PlainFormat, ProblemFormat, Rendered};

use crate::Response;

/// The result of an action: a [`Response`] unless stated otherwise.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// An error that ends a request with a status and a body.
///
/// The variants are the exceptions of DRF's `rest_framework.exceptions`, each with the same
/// status, sentence and code. The functions of the same names make them with DRF's default
/// sentence; [`Error::api`] makes any other status. What the client is shown is decided by the
/// router's [`ErrorFormat`]; the cause of a [`Error::Database`] or [`Error::Internal`] goes to
/// the log only.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// 400: the data sent does not satisfy the serializer.
    #[error("invalid input")]
    Validation(Detail),
    /// 400: the body could not be parsed.
    #[error("{0}")]
    Parse(ErrorDetail),
    /// 401, or 403 where the first authenticator has no challenge: wrong credentials.
    #[error("{0}")]
    AuthenticationFailed(Detail),
    /// 401, or 403 where the first authenticator has no challenge: no credentials.
    #[error("{0}")]
    NotAuthenticated(ErrorDetail),
    /// 403: the user may not do this.
    #[error("{0}")]
    PermissionDenied(ErrorDetail),
    /// 404: no such route, row or page.
    #[error("{0}")]
    NotFound(ErrorDetail),
    /// 405: the route exists, the method does not.
    #[error("{0}")]
    MethodNotAllowed(ErrorDetail),
    /// 406: no renderer produces what `Accept` asks for.
    #[error("{0}")]
    NotAcceptable(ErrorDetail),
    /// 413: the body is larger than [`Settings::data_upload_max_memory_size`](crate::Settings).
    #[error("{0}")]
    PayloadTooLarge(ErrorDetail),
    /// 415: no parser reads the body's `Content-Type`.
    #[error("{0}")]
    UnsupportedMediaType(ErrorDetail),
    /// 429: too many requests.
    #[error("{detail}")]
    Throttled {
        /// What the client is told.
        detail: ErrorDetail,
        /// How long it should wait; `Retry-After` is this, rounded up to whole seconds.
        wait: Option<Duration>,
    },
    /// Any other status that an application wants to answer.
    #[error("{status}")]
    Api {
        /// The status of the answer.
        status: StatusCode,
        /// What the client is told.
        detail: Detail,
    },
    /// A statement that the database refused. Unique and foreign-key violations become 400 field
    /// errors; anything else is a 500 whose cause is logged and not shown.
    #[error("database error: {0}")]
    Database(#[source] Box<sea_orm::DbErr>),
    /// 500: a fault of the server; the cause is logged and not shown.
    #[error("internal error: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A 400 for the object as a whole: DRF's `raise ValidationError(…)`.
    pub fn validation(error: impl Into<ValidationError>) -> Self {
        error.into().into()
    }

    /// A 400 for a body that could not be parsed.
    pub fn parse(message: impl Into<Cow<'static, str>>) -> Self {
        Self::Parse(ErrorDetail::new(message, "parse_error"))
    }

    /// "Authentication credentials were not provided."
    pub fn not_authenticated() -> Self {
        Self::NotAuthenticated(ErrorDetail::new(
            "Authentication credentials were not provided.",
            "not_authenticated",
        ))
    }

    /// Credentials that were given and are wrong.
    pub fn authentication_failed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::AuthenticationFailed(ErrorDetail::new(message, "authentication_failed").into())
    }

    /// "You do not have permission to perform this action."
    pub fn permission_denied() -> Self {
        Self::permission_denied_because("You do not have permission to perform this action.")
    }

    /// A refusal in the application's own words.
    pub fn permission_denied_because(message: impl Into<Cow<'static, str>>) -> Self {
        Self::PermissionDenied(ErrorDetail::new(message, "permission_denied"))
    }

    /// "Not found."
    pub fn not_found() -> Self {
        Self::not_found_because("Not found.")
    }

    /// A 404 in the application's own words.
    pub fn not_found_because(message: impl Into<Cow<'static, str>>) -> Self {
        Self::NotFound(ErrorDetail::new(message, "not_found"))
    }

    /// "No Country matches the given query."
    pub(crate) fn no_match(model_name: &str) -> Self {
        Self::not_found_because(format!("No {model_name} matches the given query."))
    }

    /// `Method "BREW" not allowed.`
    pub fn method_not_allowed(method: &http::Method) -> Self {
        Self::MethodNotAllowed(ErrorDetail::new(
            format!("Method \"{method}\" not allowed."),
            "method_not_allowed",
        ))
    }

    /// "Could not satisfy the request Accept header."
    pub fn not_acceptable() -> Self {
        Self::NotAcceptable(ErrorDetail::new(
            "Could not satisfy the request Accept header.",
            "not_acceptable",
        ))
    }

    /// A body above the limit of so many bytes.
    pub fn payload_too_large(limit: usize) -> Self {
        Self::PayloadTooLarge(ErrorDetail::new(
            format!("The request body is larger than {limit} bytes."),
            "payload_too_large",
        ))
    }

    /// A file above the limit of so many bytes.
    pub fn file_too_large(limit: usize) -> Self {
        Self::PayloadTooLarge(ErrorDetail::new(
            format!("A file is larger than {limit} bytes."),
            "payload_too_large",
        ))
    }

    /// A form of more than so many fields.
    pub fn too_many_fields(limit: usize) -> Self {
        Self::PayloadTooLarge(ErrorDetail::new(
            format!("The form has more than {limit} fields."),
            "payload_too_large",
        ))
    }

    /// `Unsupported media type "text/brew" in request.`
    pub fn unsupported_media_type(media_type: &str) -> Self {
        Self::UnsupportedMediaType(ErrorDetail::new(
            format!("Unsupported media type \"{media_type}\" in request."),
            "unsupported_media_type",
        ))
    }

    /// "Request was throttled." and, where the wait is known, "Expected available in N seconds."
    pub fn throttled(wait: Option<Duration>) -> Self {
        let message = match wait.map(whole_seconds) {
            None => Cow::Borrowed("Request was throttled."),
            Some(1) => "Request was throttled. Expected available in 1 second.".into(),
            Some(n) => format!("Request was throttled. Expected available in {n} seconds.").into(),
        };
        Self::Throttled { detail: ErrorDetail::new(message, "throttled"), wait }
    }

    /// Any status with a body of the application's own: DRF's `class Teapot(APIException)`.
    pub fn api(status: StatusCode, detail: impl Into<Detail>) -> Self {
        Self::Api { status, detail: detail.into() }
    }

    /// A 500; the cause is logged and never shown.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The status that DRF answers. Authentication errors are 401 here; the view turns them into
    /// 403 where its first authenticator names no challenge.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Validation(_) | Self::Parse(_) => StatusCode::BAD_REQUEST,
            Self::AuthenticationFailed(_) | Self::NotAuthenticated(_) => StatusCode::UNAUTHORIZED,
            Self::PermissionDenied(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable(_) => StatusCode::NOT_ACCEPTABLE,
            Self::PayloadTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Api { status, .. } => *status,
            Self::Database(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What the client may be told: never the cause of a 500.
    pub fn detail(&self) -> Cow<'_, Detail> {
        match self {
            Self::Validation(detail)
            | Self::AuthenticationFailed(detail)
            | Self::Api { detail, .. } => Cow::Borrowed(detail),
            Self::Parse(detail)
            | Self::NotAuthenticated(detail)
            | Self::PermissionDenied(detail)
            | Self::NotFound(detail)
            | Self::MethodNotAllowed(detail)
            | Self::NotAcceptable(detail)
            | Self::PayloadTooLarge(detail)
            | Self::UnsupportedMediaType(detail)
            | Self::Throttled { detail, .. } => Cow::Owned(Detail::One(detail.clone())),
            Self::Database(_) | Self::Internal(_) => {
                Cow::Owned(Detail::One(ErrorDetail::new("A server error occurred.", "error")))
            }
        }
    }
}

impl From<ValidationError> for Error {
    fn from(error: ValidationError) -> Self {
        Self::Validation(error.into_detail())
    }
}

/// Seconds as `Retry-After` counts them: whole, rounded up.
pub(crate) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_rounded_up_and_counted_in_english() {
        let text = |wait| Error::throttled(wait).to_string();
        assert_eq!(text(None), "Request was throttled.");
        assert_eq!(
            text(Some(Duration::from_millis(999))),
            "Request was throttled. Expected available in 1 second."
        );
        assert_eq!(
            text(Some(Duration::from_millis(89_200))),
            "Request was throttled. Expected available in 90 seconds."
        );
    }

    #[test]
    fn the_cause_of_a_server_error_is_not_told() {
        let error = Error::internal("the password is hunter2");
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!format!("{:?}", error.detail()).contains("hunter2"));
    }
}
