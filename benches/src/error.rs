//! Errors and their answers.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// Why a request fails.
pub enum Error {
    /// 404 with this detail.
    NotFound(&'static str),
    /// 400 with the messages of each field.
    Invalid(Invalid),
    /// 500; the cause goes to the log.
    Database(Box<dyn std::error::Error + Send + Sync>),
}

/// The messages of each field that has some.
#[derive(Serialize)]
#[allow(missing_docs)]
pub struct Invalid {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capital: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Vec<String>>,
}

impl Error {
    /// No row has the key.
    pub const NO_COUNTRY: Self = Self::NotFound("No Country matches the given query.");
    /// The list has no such page.
    pub const NO_PAGE: Self = Self::NotFound("Invalid page.");
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Database(error.into())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::Invalid(invalid) => {
                return (StatusCode::BAD_REQUEST, Json(invalid)).into_response();
            }
            Self::NotFound(detail) => (StatusCode::NOT_FOUND, detail),
            Self::Database(error) => {
                eprintln!("{error}");
                (StatusCode::INTERNAL_SERVER_ERROR, "A server error occurred.")
            }
        };
        (status, Json(serde_json::json!({ "detail": detail }))).into_response()
    }
}
