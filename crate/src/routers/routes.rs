//! The URL patterns of a router, and what a path means.

use std::{any::Any, ops::Range, sync::Arc};

use axum::{
    body::Body,
    extract::{FromRequestParts, OriginalUri, RawPathParams},
};
use http::{HeaderValue, StatusCode, Uri, header};
use percent_encoding::percent_decode_str;

use super::{
    SimpleRouter, TrailingSlash,
    names::{Names, is_format},
    pattern::{Capture, Pattern},
    registration::Registration,
    root::ApiRoot,
    view::ViewRegistration,
};
use crate::{
    Error, Request, Settings,
    database::Database,
    encoding::escape_path,
    error::{DrfFormat, ErrorFormat},
    request::{Kwargs, Matched, Scopes, Urls},
    views::{Policies, View, dispatch},
};

/// Every URL that a router answers.
pub(super) struct Routes {
    patterns: matchit::Router<usize>,
    routes: Vec<Route>,
    urls: Arc<Names>,
    trailing_slash: TrailingSlash,
    format_suffixes: bool,
    settings: Arc<Settings>,
    database: Database,
    scopes: Scopes,
}

/// A URL pattern and its view.
struct Route {
    view: Arc<View>,
    /// The captured values, from left to right.
    captures: Vec<Capture>,
    format_suffixes: bool,
}

/// A path that is answered.
struct Found<'a> {
    route: &'a Route,
    kwargs: Kwargs,
    format_suffix: Option<String>,
}

impl Routes {
    #[track_caller]
    pub(super) fn new(router: SimpleRouter, database: Database, default_router: bool) -> Self {
        let SimpleRouter {
            registrations,
            views,
            settings,
            policies,
            root_policies,
            trailing_slash,
        } = router;
        let mut routes = Self {
            patterns: matchit::Router::new(),
            routes: Vec::new(),
            urls: Arc::new(Names::new(trailing_slash)),
            trailing_slash,
            format_suffixes: default_router,
            settings: Arc::new(settings),
            database,
            scopes: policies.scopes.clone(),
        };
        let prefixes = registrations.iter().map(|registration| &registration.prefix);
        let mut paths = prefixes.chain(views.iter().map(|view| &view.path));
        if default_router && paths.all(|path| !path.is_empty()) {
            let listed = registrations.iter().filter(|r| r.view(false, &policies).is_some());
            let prefixes = listed.map(|r| r.prefix.clone()).filter(|p| !p.contains('{')).collect();
            let root = ApiRoot { prefixes, trailing_slash };
            let policies = root_policies.as_ref().unwrap_or(&policies);
            routes.insert("", Pattern::of(""), root.view(policies), "api-root".into(), true);
        }
        let mut viewsets = Vec::with_capacity(registrations.len());
        for registration in &registrations {
            let first = routes.routes.len();
            routes.register(registration, &policies);
            viewsets.push((registration.viewset_name, first..routes.routes.len()));
        }
        for view in &views {
            routes.place(view, &policies);
        }
        routes.warn_of_open_writes(viewsets);
        routes
    }

    /// Lists the viewsets that anonymous clients may write to although nobody said so.
    fn warn_of_open_writes(&self, viewsets: Vec<(&'static str, Range<usize>)>) {
        let is_open = |routes: &Range<usize>| {
            self.routes[routes.clone()].iter().any(|route| self.is_open_to_writes(&route.view))
        };
        let open = viewsets.into_iter().filter(|(_, routes)| is_open(routes));
        let open: Vec<_> = open.map(|(viewset, _)| viewset).collect();
        if !open.is_empty() {
            tracing::warn!(
                viewsets = open.join(", "),
                "anonymous clients may write to these viewsets; give them `permissions`, or state \
                 `AllowAny` if that is meant"
            );
        }
    }

    fn is_open_to_writes(&self, view: &Arc<View>) -> bool {
        let mut writes = view.bindings.iter().filter(|binding| !binding.method.is_safe());
        writes.any(|binding| {
            let mut request = http::Request::new(Body::empty());
            *request.method_mut() = binding.method.clone();
            let mut matched = self.matched_by(view, String::new(), Kwargs::default(), None);
            // A permission may be quick enough to do something to it.
            matched.database = matched.database.disconnected();
            let mut request = Request::new(request, matched);
            request.action = binding.action;
            binding.policies.permissions.let_anyone_in(&request)
        })
    }

    fn matched_by(
        &self,
        view: &Arc<View>,
        mount: String,
        kwargs: Kwargs,
        format_suffix: Option<String>,
    ) -> Matched {
        Matched {
            mount,
            kwargs,
            format_suffix,
            settings: Arc::clone(&self.settings),
            database: self.database.clone(),
            scopes: self.scopes.clone(),
            urls: Arc::clone(&self.urls) as Arc<dyn Urls>,
            view: Arc::clone(view) as Arc<dyn Any + Send + Sync>,
        }
    }

    /// DRF's route table: the collection and one row of it.
    #[track_caller]
    fn register(&mut self, registration: &Registration, policies: &Policies) {
        registration.check_serializers(&self.database);
        let prefix = registration.prefix.as_str();
        let suffixes = self.format_suffixes && registration.parents.is_empty();
        for (detail, suffix) in [(false, "list"), (true, "detail")] {
            let view = registration.view(detail, policies);
            if let Some((view, pattern)) = view.zip(registration.pattern(detail)) {
                let name = format!("{}-{suffix}", registration.basename);
                self.insert(prefix, pattern, view, name, suffixes);
            }
        }
        for route in registration.extra_routes(policies) {
            let facts = route.facts;
            let Some(mut pattern) = registration.pattern(facts.detail) else {
                panic!(
                    "`{}` is an action on one row, which no URL under `{prefix}` can name; give \
                     the viewset a `lookup_field`",
                    facts.action
                );
            };
            route.extend(&mut pattern);
            let name = format!("{}-{}", registration.basename, facts.url_name);
            let view = registration.extra_view(route, policies);
            self.insert(facts.url_path, pattern, view, name, false);
        }
    }

    #[track_caller]
    fn place(&mut self, registration: &ViewRegistration, policies: &Policies) {
        let ViewRegistration { path, name, type_name, .. } = registration;
        assert!(
            !self.urls.has(name),
            "`{type_name}` has the name `{name}`, which another view has already; give it another \
             with `view_with_name`"
        );
        let view = registration.view(policies);
        self.insert(path, Pattern::of(path), view, name.clone(), false);
    }

    #[track_caller]
    fn insert(
        &mut self,
        path: &str,
        pattern: Pattern,
        view: View,
        view_name: String,
        format_suffixes: bool,
    ) {
        if let Err(error) = self.patterns.insert(pattern.text(), self.routes.len()) {
            panic!("`{path}` cannot be a URL beside the others ({error}); choose another prefix");
        }
        Arc::make_mut(&mut self.urls).insert(view_name, &pattern, format_suffixes);
        self.routes.push(Route {
            view: Arc::new(view),
            captures: pattern.captures,
            format_suffixes,
        });
    }

    /// Answers a request.
    pub(super) async fn answer(&self, request: http::Request<Body>) -> http::Response<Body> {
        let original = request.extensions().get::<OriginalUri>().map(|uri| uri.0.clone());
        let original = original.unwrap_or_else(|| request.uri().clone());
        let inner = request.uri().path();
        // Nested at `/api`, axum shows `/` for both `/api` and `/api/`.
        let mount = original.path().strip_suffix(inner).unwrap_or(original.path()).to_owned();
        let path = percent_decode_str(inner).decode_utf8_lossy();
        let slash = if inner == "/" { original.path() } else { &path }.ends_with('/');

        let Some(found) = self.find(&path) else { return self.unknown() };
        let plain = found.format_suffix.is_none();
        match self.trailing_slash {
            TrailingSlash::Required if plain && !slash => return redirect(&original),
            TrailingSlash::Absent if plain && slash && inner != "/" => return self.unknown(),
            _ => {}
        }
        let (request, kwargs) = with_captured_in_front(request, found.kwargs).await;
        let matched = self.matched_by(&found.route.view, mount, kwargs, found.format_suffix);
        dispatch(Box::new(Request::new(request, matched))).await
    }

    /// The route of a decoded path; the last slash does not count here.
    fn find(&self, path: &str) -> Option<Found<'_>> {
        let bare = path.strip_suffix('/').unwrap_or(path);
        if let Some(found) = self.matched(bare, None) {
            return Some(found);
        }
        if !self.format_suffixes {
            return None;
        }
        let (bare, format) = bare.rsplit_once('.')?;
        // `/.json` is the root's; `/countries/.json` is nobody's.
        let (bare, whole) = if bare == "/" { ("", true) } else { (bare, !bare.ends_with('/')) };
        if is_format(format) && whole { self.matched(bare, Some(format)) } else { None }
    }

    fn matched(&self, bare: &str, format: Option<&str>) -> Option<Found<'_>> {
        let path = match bare {
            "" => "/",
            // The path was `//`, which is not the root.
            "/" => return None,
            bare => bare,
        };
        let found = self.patterns.at(path).ok()?;
        let route = self.routes.get(*found.value)?;
        if format.is_some() && !route.format_suffixes {
            return None;
        }
        let values: Vec<_> = found.params.iter().map(|(_, value)| value.to_owned()).collect();
        if !route.captures.iter().zip(&values).all(|(capture, value)| capture.accepts(value)) {
            return None;
        }
        let names = route.captures.iter().map(|capture| capture.name.clone());
        let kwargs = Kwargs(names.zip(values).collect());
        Some(Found { route, kwargs, format_suffix: format.map(str::to_owned) })
    }

    /// 404 for a URL that is nobody's, in the router's error format.
    fn unknown(&self) -> http::Response<Body> {
        let error = Error::not_found();
        let format = &self.settings.error_format;
        let mut answer = http::Response::new(Body::empty());
        *answer.status_mut() = StatusCode::NOT_FOUND;
        if let Ok(rendered) = format.render(&error).or_else(|_| DrfFormat.render(&error)) {
            let content_type = rendered.content_type.unwrap_or("application/json");
            *answer.status_mut() = rendered.status;
            *answer.body_mut() = Body::from(rendered.body.into_bytes());
            answer
                .headers_mut()
                .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        answer
    }
}

/// Adds what axum captured in the path that the router is nested at, such as `/{version}`: Django's
/// `include` hands it to the views as well.
async fn with_captured_in_front(
    request: http::Request<Body>,
    Kwargs(own): Kwargs,
) -> (http::Request<Body>, Kwargs) {
    let (mut parts, body) = request.into_parts();
    let captured = RawPathParams::from_request_parts(&mut parts, &()).await;
    let mut kwargs: Vec<_> = match &captured {
        Ok(captured) => captured.iter().map(|(n, v)| (n.to_owned().into(), v.to_owned())).collect(),
        Err(_) => Vec::new(),
    };
    kwargs.retain(|(name, _)| own.iter().all(|(own, _)| own != name));
    kwargs.extend(own);
    (http::Request::from_parts(parts, body), Kwargs(kwargs))
}

/// 301 to the same URL with a slash, as Django's `APPEND_SLASH` answers.
fn redirect(uri: &Uri) -> http::Response<Body> {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{}/{query}", escape_path(uri.path()));
    let mut answer = http::Response::new(Body::empty());
    *answer.status_mut() = StatusCode::MOVED_PERMANENTLY;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, html);
    if let Ok(location) = HeaderValue::from_str(&location) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}
