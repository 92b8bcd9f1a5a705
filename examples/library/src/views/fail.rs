//! One error of each kind.

use std::time::Duration;

use seaview::{
    ErrorDetail,
    error::Detail::{self, Fields, List},
    prelude::*,
};

pub struct FailView;

impl ApiView for FailView {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, request: &Request) -> Result {
        Err(error(request.kwargs().get("kind").unwrap_or_default())?)
    }
}

fn error(kind: &str) -> Result<Error> {
    Ok(match kind {
        "parse-error" => Error::parse("Malformed request."),
        "parse-error-detail" => Error::parse("Bad input."),
        "authentication-failed" => {
            Error::authentication_failed("Incorrect authentication credentials.")
        }
        "not-authenticated" => Error::not_authenticated(),
        "permission-denied" | "django-permission-denied" => Error::permission_denied(),
        "permission-denied-detail" => Error::permission_denied_because("No entry."),
        "http404-detail" => Error::not_found_because("No such thing."),
        "method-not-allowed" => {
            Error::method_not_allowed(&Method::from_bytes(b"BREW").map_err(Error::internal)?)
        }
        "not-acceptable" => Error::not_acceptable(),
        "unsupported-media-type" => Error::unsupported_media_type("text/brew"),
        "throttled" => Error::throttled(None),
        "throttled-1" => Error::throttled(Some(Duration::from_secs(1))),
        "throttled-90" => Error::throttled(Some(Duration::from_millis(89_200))),
        "validation-string" => Error::validation("Wrong."),
        "validation-list" => Error::validation(List(messages(&["Wrong.", "Very wrong."]))),
        "validation-dict" => Error::validation(Fields(vec![("name".into(), message("Wrong."))])),
        "validation-nested" => Error::validation(nested()),
        "api-exception" => {
            Error::api(StatusCode::INTERNAL_SERVER_ERROR, "A server error occurred.")
        }
        "teapot" => Error::api(StatusCode::IM_A_TEAPOT, "I am a teapot."),
        "unavailable" => Error::api(
            StatusCode::SERVICE_UNAVAILABLE,
            "Service temporarily unavailable, try again later.",
        ),
        "dict-detail" => Error::api(
            StatusCode::IM_A_TEAPOT,
            Fields(vec![("reason".into(), "short".into()), ("stout".into(), "True".into())]),
        ),
        // `not-found`, `http404` and whatever is no kind.
        _ => Error::not_found(),
    })
}

fn nested() -> Detail {
    let sku = Fields(vec![("sku".into(), List(messages(&["Wrong."])))]);
    Fields(vec![
        ("items".into(), List(vec![Fields(Vec::new()), sku])),
        ("total".into(), List(messages(&["Too much.", "Odd."]))),
    ])
}

fn messages(texts: &[&'static str]) -> Vec<Detail> {
    texts.iter().map(|text| message(text)).collect()
}

fn message(text: &'static str) -> Detail {
    ErrorDetail::new(text, "invalid").into()
}
