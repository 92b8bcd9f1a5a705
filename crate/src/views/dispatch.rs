//! What happens to every request before and around its action: DRF's `APIView.dispatch`.

use std::sync::Arc;

use axum::body::Body;
use http::{Method, Uri};

use super::{
    View,
    answer::finalize_response,
    body::refuse_large_body,
    parents::check_parents,
    replica::{self, Writing},
    rows::write_rows,
};
use crate::{Error, Request, Result, negotiation::Accepted, response::Content};

/// Answers a request: the checks in DRF's order, the action, the renderer.
///
/// What is seldom awaited is boxed, and the request as well: the future of this function is moved
/// several times before it is polled.
pub(crate) async fn dispatch(mut request: Box<Request>) -> http::Response<Body> {
    let mut exchange = Exchange::default();
    let result = match initial(&mut request, &mut exchange).await {
        Ok(()) => match handle(&request).await {
            Ok(response) if matches!(response.content, Content::Rows(_)) => {
                Box::pin(write_rows(response, exchange.accepted.as_ref(), &request)).await
            }
            Ok(response) => Ok(response),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    let result = match result {
        Ok(response) => Ok(response),
        Err(error) => {
            Box::pin(request.discard_files()).await;
            Err(Box::pin(handle_exception(error, &request)).await)
        }
    };
    finalize_response(&request, exchange, result)
}

/// What the checks found out for the answer.
#[derive(Default)]
pub(super) struct Exchange {
    pub(super) accepted: Option<Accepted>,
    pub(super) authenticated: bool,
    /// Held until the answer is there.
    writing: Option<Writing>,
}

/// DRF's `initial`: negotiation, version, user, permissions, throttles; then the method.
async fn initial(request: &mut Request, exchange: &mut Exchange) -> Result<()> {
    let view = Arc::clone(&request.view);
    let Some(view) = view.downcast_ref::<View>() else { return Err(Error::not_found()) };
    let method = request.method().clone();
    let policies = view.policies(&method);
    refuse_large_body(request)?;
    let binding = view.binding(&method);
    if let Some(binding) = binding {
        request.action = binding.action;
    }

    let accepted = policies.negotiation.select_renderer(request, &policies.renderers)?;
    request.accepted_params.clone_from(&accepted.params);
    request.export = accepted.renderer.exports();
    exchange.accepted = Some(accepted);
    if let Some(versioning) = &policies.versioning {
        request.version = versioning.determine_version(request)?;
        request.version_in_url = versioning.version_in_url();
    }
    exchange.authenticated = true;
    policies.authentication.authenticate(request).await?;
    let may_log_in = !policies.authentication.is_empty();
    policies.permissions.check(request, may_log_in).await?;
    policies.throttles.check(request).await?;
    // What was asked so far must not come from a replica that lags: a token that was deleted lets
    // nobody in.
    exchange.writing = replica::choose(request);
    view.handler.initial(request).await?;

    if method != Method::OPTIONS && binding.is_none() {
        return Err(Error::method_not_allowed(&method));
    }
    Ok(())
}

async fn handle(request: &Request) -> Result {
    let view = request.view();
    if !view.parents.is_empty() {
        Box::pin(check_parents(&view.parents, request)).await?;
    }
    if request.method() == Method::OPTIONS {
        return (view.metadata)(view, request).await;
    }
    view.handler.call(request).await
}

/// DRF's `handle_exception`: a violated constraint becomes the error of a field, and the cause of
/// a 500 is logged.
async fn handle_exception(error: Error, request: &Request) -> Error {
    let error = match (error, request.view().handler.table(request)) {
        (Error::Database(cause), Some(table)) => table.constraint_error(cause, request).await,
        (error, _) => error,
    };
    if let Error::Database(_) | Error::Internal(_) = &error {
        log(&error, request.method(), request.uri());
    }
    error
}

/// Tells the log what the client is not told.
pub(super) fn log(error: &Error, method: &Method, uri: &Uri) {
    let error = error as &dyn std::error::Error;
    tracing::error!(error, %method, path = uri.path(), "a request failed");
}
