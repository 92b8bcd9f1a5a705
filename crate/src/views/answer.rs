//! From the outcome of an action to the answer on the wire: headers and the rendered body.

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use super::{Policies, dispatch::Exchange};
use crate::{
    Error, Request, Response, Result,
    error::{DrfFormat, ErrorFormat, whole_seconds},
    negotiation::Accepted,
    renderers::RenderContext,
    response::Content,
};

/// DRF's `finalize_response`: status, `Allow`, `Vary`, the challenge, and the rendered body.
pub(super) fn finalize_response(
    request: &Request,
    exchange: Exchange,
    result: Result,
) -> http::Response<Body> {
    let view = request.view();
    let policies = view.policies(request.method());
    let mut headers = HeaderMap::new();
    headers.insert(header::ALLOW, view.allow.clone());
    let vary = match exchange.authenticated {
        true => &policies.vary,
        false => &policies.vary_of_negotiation,
    };
    headers.extend(vary.clone().map(|vary| (header::VARY, vary)));

    let mut content_type = None;
    let mut response = match result {
        Ok(response) => response,
        Err(error) => {
            let status = error_headers(&error, request, policies, &mut headers);
            let format = &request.settings().error_format;
            let rendered = format.render(&error).or_else(|_| DrfFormat.render(&error));
            match rendered {
                Ok(rendered) => {
                    content_type = rendered.content_type;
                    Response::new(status.unwrap_or(rendered.status), rendered.body)
                }
                Err(_) => Response::raw(StatusCode::INTERNAL_SERVER_ERROR, Body::empty()),
            }
        }
    };
    let mut own = std::mem::take(&mut response.headers);
    if let Some(vary) = merged_vary(&own, &headers) {
        insert(&mut own, header::VARY, &vary);
    }
    headers.extend(own);
    let accepted = exchange.accepted.or_else(|| {
        let renderer = Arc::clone(policies.renderers.first()?);
        Some(Accepted { renderer, params: Vec::new() })
    });
    render(request, response, headers, accepted, content_type)
}

/// Sets the headers that belong to an error and says by which status DRF replaces its own.
fn error_headers(
    error: &Error,
    request: &Request,
    policies: &Policies,
    headers: &mut HeaderMap,
) -> Option<StatusCode> {
    match error {
        Error::NotAuthenticated(_) | Error::AuthenticationFailed(_) => {
            match policies.authentication.authenticate_header(request) {
                Some(challenge) => insert(headers, header::WWW_AUTHENTICATE, &challenge),
                None => return Some(StatusCode::FORBIDDEN),
            }
        }
        Error::Throttled { wait: Some(wait), .. } if !wait.is_zero() => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(*wait)));
        }
        _ => {}
    }
    None
}

/// The names of an action's own `Vary`, then those of the view: Django's `patch_vary_headers`.
fn merged_vary(own: &HeaderMap, view: &HeaderMap) -> Option<String> {
    if !own.contains_key(header::VARY) {
        return None;
    }
    let lines = own.get_all(header::VARY).iter().chain(view.get_all(header::VARY));
    let mut names: Vec<&str> = Vec::new();
    for name in lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')) {
        let name = name.trim();
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    Some(if names.contains(&"*") { "*".to_owned() } else { names.join(", ") })
}

fn render(
    request: &Request,
    response: Response,
    mut headers: HeaderMap,
    accepted: Option<Accepted>,
    content_type: Option<&'static str>,
) -> http::Response<Body> {
    let mut status = response.status;
    let body = match (response.content, accepted) {
        (Content::Raw(body), _) => body,
        (Content::Data(data), Some(accepted)) => {
            let renderer = &accepted.renderer;
            let json = renderer.media_type() == "application/json";
            let name = content_type.filter(|_| json).unwrap_or_else(|| renderer.content_type());
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(name));
            let context = RenderContext {
                request,
                status,
                headers: &headers,
                params: &accepted.params,
                view_name: &request.view().name,
                fields: &super::rows::fields(request),
            };
            match renderer.render(data, &context) {
                Ok(bytes) => sized(bytes, request, &mut headers),
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "rendering failed");
                    headers.remove(header::CONTENT_TYPE);
                    status = StatusCode::INTERNAL_SERVER_ERROR;
                    Body::empty()
                }
            }
        }
        (Content::Empty | Content::Data(_) | Content::Rows(_), _) => {
            if status == StatusCode::NO_CONTENT {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            Body::empty()
        }
    };
    let mut answer = http::Response::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}

/// A HEAD says how long the body of the GET would be, and sends none.
fn sized(bytes: Bytes, request: &Request, headers: &mut HeaderMap) -> Body {
    if request.method() != Method::HEAD {
        return Body::from(bytes);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Body::empty()
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
