//! What happens to every request before and after its action: DRF's `APIView.dispatch`.
//!
//! Nothing here is generic: it is compiled once, whatever the number of resources.

use std::{any::Any, pin::Pin, sync::Arc};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::{
    Action, Error, Request, Response, Result,
    authentication::{Authenticators, SessionAuthentication},
    error::{DrfFormat, ErrorFormat, whole_seconds},
    filters::{FilterBackends, Lookup},
    negotiation::{Accepted, DefaultContentNegotiation},
    pagination::Paginator,
    parsers::{FormParser, JsonParser, MultiPartParser, Parser},
    permissions::Permissions,
    renderers::{BrowsableApiRenderer, JsonRenderer, RenderContext, Renderer},
    request::Data,
    response::Content,
    serializers::Table,
    throttling::Throttles,
    versioning::Versioning,
};

/// What every view of a router does unless its viewset says otherwise: DRF's `DEFAULT_*_CLASSES`,
/// with DRF's defaults.
#[derive(Clone)]
pub struct Policies {
    /// `DEFAULT_RENDERER_CLASSES`: JSON, and HTML for browsers. The first also writes errors of
    /// negotiation.
    pub renderers: Vec<Arc<dyn Renderer>>,
    /// `DEFAULT_PARSER_CLASSES`: JSON, urlencoded and multipart forms.
    pub parsers: Vec<Arc<dyn Parser>>,
    /// `DEFAULT_AUTHENTICATION_CLASSES`: sessions.
    pub authentication: Authenticators,
    /// `DEFAULT_PERMISSION_CLASSES`: everyone may.
    pub permissions: Permissions,
    /// `DEFAULT_THROTTLE_CLASSES`: no limit.
    pub throttles: Throttles,
    /// `DEFAULT_VERSIONING_CLASS`: none.
    pub versioning: Option<Arc<dyn Versioning>>,
    /// `DEFAULT_CONTENT_NEGOTIATION_CLASS`.
    pub negotiation: DefaultContentNegotiation,
    /// `DEFAULT_PAGINATION_CLASS`: none.
    pub pagination: Option<Paginator>,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            renderers: vec![Arc::new(JsonRenderer), Arc::new(BrowsableApiRenderer)],
            parsers: vec![Arc::new(JsonParser), Arc::new(FormParser), Arc::new(MultiPartParser)],
            authentication: Authenticators::none().with(SessionAuthentication),
            permissions: Permissions::none(),
            throttles: Throttles::none(),
            versioning: None,
            negotiation: DefaultContentNegotiation,
            pagination: None,
        }
    }
}

/// The code behind a view: a viewset without its type.
pub(crate) trait Handler: Send + Sync {
    /// Does what the request's action says.
    fn call<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Response>;

    /// Finds the row of the request, for OPTIONS.
    fn find<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, ()>;

    /// The fields of the request's action, if the view has a serializer.
    fn table(&self, request: &Request) -> Option<&'static Table>;
}

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// One URL pattern with its methods: what `as_view()` makes in DRF.
pub(crate) struct View {
    /// `Country List`, as OPTIONS and HTML pages call it.
    pub(crate) name: String,
    pub(crate) description: &'static str,
    /// For methods that are not bound.
    pub(crate) policies: Arc<Policies>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) filters: FilterBackends,
    /// How the URL names a row, for the URL of one row.
    pub(crate) lookup: Option<Lookup>,
    pub(crate) metadata: for<'a> fn(&'a View, &'a Request) -> BoxFuture<'a, Response>,
}

/// A method of a view.
#[derive(Clone)]
pub(crate) struct Binding {
    pub(crate) method: Method,
    pub(crate) action: Action,
    pub(crate) policies: Arc<Policies>,
}

impl View {
    fn binding(&self, method: &Method) -> Option<&Binding> {
        // HEAD is answered wherever GET is; the server leaves the body out.
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.bindings.iter().find(|binding| binding.method == method)
    }

    /// The policies of a method, or of the view for one that it has not.
    pub(crate) fn policies(&self, method: &Method) -> &Policies {
        self.binding(method).map_or(&self.policies, |binding| &binding.policies)
    }

    /// How lists are cut.
    pub(crate) fn paginator(&self) -> Option<&Paginator> {
        self.policies.pagination.as_ref()
    }

    /// DRF's `check_object_permissions`.
    pub(crate) async fn check_object_permissions(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<()> {
        let policies = self.policies(request.method());
        let may_log_in = !policies.authentication.is_empty();
        policies.permissions.check_object(request, object, may_log_in).await
    }

    /// `GET, POST, HEAD, OPTIONS`: DRF's order.
    pub(crate) fn allowed_methods(&self) -> String {
        let order = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
        let mut allowed: Vec<_> =
            order.iter().filter(|m| self.binding(m).is_some()).map(Method::as_str).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        allowed.push("OPTIONS");
        allowed.join(", ")
    }
}

impl Request {
    /// The view that answers.
    pub(crate) fn view(&self) -> &View {
        match self.view.downcast_ref() {
            Some(view) => view,
            // `dispatch` is the only caller of `Request::new`, and it passes a view.
            None => unreachable!("a request without a view"),
        }
    }

    /// The parsed body: DRF's `request.data`. Read and parsed when first asked for, so that a
    /// request whose action never asks is not refused for a malformed body.
    ///
    /// # Errors
    /// [`Error::PayloadTooLarge`], [`Error::UnsupportedMediaType`] or [`Error::Parse`].
    pub async fn data(&self) -> Result<&Data> {
        self.data.get_or_try_init(|| self.parse()).await
    }

    async fn parse(&self) -> Result<Data> {
        let body = self.read_body().await?;
        let sent = self.headers().get(header::CONTENT_TYPE);
        let content_type = sent.map(|value| String::from_utf8_lossy(value.as_bytes()));
        let content_type = content_type.as_deref().unwrap_or_default();
        let policies = self.view().policies(self.method());
        let parser = policies.negotiation.select_parser(content_type, &policies.parsers);
        match parser {
            // Nothing at all is never parsed: an empty form if it says so, else `{}`.
            Some(parser) if body.is_empty() && is_form(parser.media_type()) => {
                Ok(Data::Form(Default::default()))
            }
            _ if body.is_empty() => Ok(Data::empty()),
            Some(parser) => parser.parse(body, content_type, self.settings()),
            None => Err(Error::unsupported_media_type(content_type)),
        }
    }

    async fn read_body(&self) -> Result<Bytes> {
        let limit = self.settings().data_upload_max_memory_size;
        let body = self.body.lock().ok().and_then(|mut body| body.take()).unwrap_or_default();
        match Limited::new(body, limit).collect().await {
            Ok(collected) => Ok(collected.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(Error::payload_too_large(limit)),
            Err(_) => Err(Error::parse("The request body could not be read.")),
        }
    }
}

/// DRF's `is_form_media_type`.
fn is_form(media_type: &str) -> bool {
    matches!(media_type, "application/x-www-form-urlencoded" | "multipart/form-data")
}

/// Answers a request: the checks in DRF's order, the action, the renderer.
pub(crate) async fn dispatch(mut request: Request) -> http::Response<Body> {
    let mut exchange = Exchange::default();
    let result = match initial(&mut request, &mut exchange).await {
        Ok(()) => handle(&request).await,
        Err(error) => Err(error),
    };
    let result = match result {
        Ok(response) => Ok(response),
        Err(error) => Err(handle_exception(error, &request).await),
    };
    finalize_response(&request, exchange, result)
}

/// What the checks found out for the answer.
#[derive(Default)]
struct Exchange {
    accepted: Option<Accepted>,
    authenticated: bool,
}

/// DRF's `initial`: negotiation, version, user, permissions, throttles; then the method.
async fn initial(request: &mut Request, exchange: &mut Exchange) -> Result<()> {
    let view = Arc::clone(&request.view);
    let Some(view) = view.downcast_ref::<View>() else { return Err(Error::not_found()) };
    let method = request.method().clone();
    let policies = view.policies(&method);
    refuse_large_body(request)?;
    if let Some(binding) = view.binding(&method) {
        request.action = binding.action;
    }

    exchange.accepted = Some(policies.negotiation.select_renderer(request, &policies.renderers)?);
    if let Some(versioning) = &policies.versioning {
        request.version = versioning.determine_version(request)?;
    }
    exchange.authenticated = true;
    if let Some(found) = policies.authentication.authenticate(request).await? {
        request.user = Some(found.user);
        request.auth = found.auth;
    }
    let may_log_in = !policies.authentication.is_empty();
    policies.permissions.check(request, may_log_in).await?;
    policies.throttles.check(request).await?;

    if method != Method::OPTIONS && view.binding(&method).is_none() {
        return Err(Error::method_not_allowed(&method));
    }
    Ok(())
}

/// A body that says itself that it is too large is refused before anything else happens.
fn refuse_large_body(request: &Request) -> Result<()> {
    let limit = request.settings().data_upload_max_memory_size;
    let length = request.header(header::CONTENT_LENGTH).and_then(|text| text.parse::<usize>().ok());
    match length {
        Some(length) if length > limit => Err(Error::payload_too_large(limit)),
        _ => Ok(()),
    }
}

async fn handle(request: &Request) -> Result {
    let view = request.view();
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
        tracing::error!(
            error = &error as &dyn std::error::Error,
            method = %request.method(),
            path = request.uri().path(),
            "a request failed"
        );
    }
    error
}

/// DRF's `finalize_response`: status, `Allow`, `Vary`, the challenge, and the rendered body.
fn finalize_response(
    request: &Request,
    exchange: Exchange,
    result: Result,
) -> http::Response<Body> {
    let view = request.view();
    let policies = view.policies(request.method());
    let mut headers = HeaderMap::new();
    insert(&mut headers, header::ALLOW, &view.allowed_methods());
    if let Some(vary) = vary(policies, exchange.authenticated) {
        insert(&mut headers, header::VARY, &vary);
    }

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
        Error::Throttled { wait: Some(wait), .. } => {
            insert(headers, header::RETRY_AFTER, &whole_seconds(*wait).to_string());
        }
        _ => {}
    }
    None
}

/// `Accept` where there is a choice of renderers, and what the authenticators read.
fn vary(policies: &Policies, authenticated: bool) -> Option<String> {
    let mut names = Vec::new();
    if policies.renderers.len() > 1 {
        names.push("Accept".to_owned());
    }
    if authenticated {
        for name in policies.authentication.vary() {
            let name = if name == header::COOKIE { "Cookie".to_owned() } else { name.to_string() };
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
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
            insert(&mut headers, header::CONTENT_TYPE, name);
            let context = RenderContext {
                request,
                status,
                headers: &headers,
                params: &accepted.params,
                view_name: &request.view().name,
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
        (Content::Empty | Content::Data(_), _) => {
            if status == StatusCode::NO_CONTENT {
                insert(&mut headers, header::CONTENT_LENGTH, "0");
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
    insert(headers, header::CONTENT_LENGTH, &bytes.len().to_string());
    Body::empty()
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
