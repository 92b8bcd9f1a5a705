//! Viewsets and plain views at their URLs.

mod default_router;
mod extra;
mod names;
mod nested;
mod pattern;
mod registration;
mod root;
mod routes;
mod view;

use std::sync::Arc;

use axum::{Router, body::Body};

pub use default_router::DefaultRouter;
pub use nested::NestedRouter;
pub use registration::{RegisteredViewSet, Registration};
use routes::Routes;
use view::ViewRegistration;

use crate::{
    Settings,
    database::Database,
    views::{ApiView, Policies},
    viewsets::ModelViewSet,
};

/// The URLs of viewsets, `/{prefix}/` for the list and `/{prefix}/{lookup}/` for one row, and of
/// plain views.
///
/// [`DefaultRouter`] adds the API root and format suffixes. Both end in [`into_router`], an axum
/// router to be merged and layered like any other, and nested with axum's `nest_service`.
///
/// Source: <https://www.django-rest-framework.org/api-guide/routers/>.
///
/// [`into_router`]: SimpleRouter::into_router
#[derive(Default)]
pub struct SimpleRouter {
    registrations: Vec<Registration>,
    views: Vec<ViewRegistration>,
    settings: Settings,
    policies: Policies,
    /// What holds for the API root, if it is not what holds for the others.
    root_policies: Option<Policies>,
    trailing_slash: TrailingSlash,
}

/// What becomes of the slash at the end of a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrailingSlash {
    /// URLs end in a slash; without it the answer is a redirect, 301. DRF's default.
    #[default]
    Required,
    /// URLs do not end in a slash; with it they are unknown. DRF's `trailing_slash=False`.
    Absent,
    /// Both forms are answered; links end in a slash.
    Either,
}

impl From<bool> for TrailingSlash {
    fn from(required: bool) -> Self {
        if required { Self::Required } else { Self::Absent }
    }
}

impl SimpleRouter {
    /// A router without views.
    pub fn new() -> Self {
        Self::default()
    }

    /// The settings of all its views.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// What holds for viewsets and plain views that do not say otherwise.
    pub fn policies(mut self, policies: Policies) -> Self {
        self.policies = policies;
        self
    }

    /// What becomes of the slash at the end of URLs; `false` is DRF's `trailing_slash=False`.
    pub fn trailing_slash(mut self, slash: impl Into<TrailingSlash>) -> Self {
        self.trailing_slash = slash.into();
        self
    }

    /// Serves a viewset under a prefix, such as `countries`; its basename is the model's name in
    /// lower case.
    ///
    /// # Panics
    /// If the prefix or the basename is taken, or the prefix is no path.
    #[track_caller]
    pub fn register<V: ModelViewSet>(self, prefix: &str, viewset: V) -> Self {
        self.add(Registration::new(prefix, viewset))
    }

    /// Serves a viewset under a prefix with a basename of its own, as a second viewset of one
    /// entity needs.
    ///
    /// # Panics
    /// If the prefix or the basename is taken, or the prefix is no path.
    #[track_caller]
    pub fn register_with_basename<V: ModelViewSet>(
        self,
        prefix: &str,
        viewset: V,
        basename: &str,
    ) -> Self {
        self.add(Registration::new(prefix, viewset).with_basename(basename))
    }

    /// Serves viewsets under the rows of one that is registered already:
    /// `.nested("books", |book| book.register("reviews", ReviewViewSet))` is
    /// `/books/{book_pk}/reviews/` and `/books/{book_pk}/reviews/{pk}/`. The captured value is
    /// called by the parent's basename and lookup, `book_pk`, `publisher_slug`; which rows there
    /// are under it, the nested viewset says in `get_queryset`.
    ///
    /// Nested viewsets have no format suffixes, and the API root does not list them.
    ///
    /// Source: <https://github.com/alanjds/drf-nested-routers>.
    ///
    /// # Panics
    /// If nothing is registered under the prefix, if its URLs name no rows, or if a path captures
    /// a name twice.
    #[track_caller]
    pub fn nested(self, prefix: &str, routes: impl FnOnce(NestedRouter) -> NestedRouter) -> Self {
        self.nest(prefix, None, routes)
    }

    /// The same with another name for the captured value.
    ///
    /// # Panics
    /// As [`SimpleRouter::nested`].
    #[track_caller]
    pub fn nested_with_lookup(
        self,
        prefix: &str,
        kwarg: &str,
        routes: impl FnOnce(NestedRouter) -> NestedRouter,
    ) -> Self {
        self.nest(prefix, Some(kwarg), routes)
    }

    #[track_caller]
    fn nest(
        self,
        prefix: &str,
        kwarg: Option<&str>,
        routes: impl FnOnce(NestedRouter) -> NestedRouter,
    ) -> Self {
        let below = NestedRouter::under(&self.registrations, prefix, kwarg);
        routes(below).registrations.into_iter().fold(self, Self::add)
    }

    /// Serves a plain view at a path, such as `echo` or `fail/{kind}`. Each `{name}` captures one
    /// segment without a dot, `[^/.]+`, for [`Request::kwargs`](crate::Request::kwargs). Its name for
    /// [`Request::reverse`](crate::Request::reverse) is the text of the path, `fail` here, and what
    /// stands between captures joined by `-`.
    ///
    /// A plain view has no format suffixes, and the API root does not list it.
    ///
    /// # Panics
    /// If the path is none, or the view's methods are not those of an [`ApiView`].
    #[track_caller]
    pub fn view<V: ApiView>(mut self, path: &str, view: V) -> Self {
        self.views.push(ViewRegistration::new(path, view, None));
        self
    }

    /// Serves a plain view at a path with a name of its own: `view_with_name("echo", …, "mirror")`.
    ///
    /// # Panics
    /// As [`SimpleRouter::view`].
    #[track_caller]
    pub fn view_with_name<V: ApiView>(mut self, path: &str, view: V, name: &str) -> Self {
        self.views.push(ViewRegistration::new(path, view, Some(name)));
        self
    }

    /// Registers every viewset of the program that says `register = "…"`, ordered by prefix.
    ///
    /// # Panics
    /// If two of them have the same prefix or basename.
    #[track_caller]
    pub fn discover() -> Self {
        let mut found: Vec<_> = inventory::iter::<RegisteredViewSet>.into_iter().collect();
        found.sort_by_key(|registered| registered.prefix());
        found.into_iter().fold(Self::new(), |router, registered| router.add(registered.make()))
    }

    #[track_caller]
    fn add(mut self, registration: Registration) -> Self {
        registration.check_against(&self.registrations);
        self.registrations.push(registration);
        self
    }

    /// The axum router that answers for these views, and 404 in JSON for every other URL.
    ///
    /// It is a fallback, so routes of the application's own win; merge it last. A router with
    /// state takes it as `.merge(router.with_state(()))`. Under a prefix it belongs with
    /// `.nest_service("/api", router)`: axum's `nest` does not hand over `/api/`, the API root.
    ///
    /// # Panics
    /// If two URL patterns are the same, or two views have one name.
    #[track_caller]
    pub fn into_router(self, database: impl Into<Database>) -> Router {
        self.build(database.into(), false)
    }

    #[track_caller]
    fn build(self, database: Database, default_router: bool) -> Router {
        let routes = Arc::new(Routes::new(self, database, default_router));
        Router::new().fallback(move |request: http::Request<Body>| {
            let routes = Arc::clone(&routes);
            async move { routes.answer(request).await }
        })
    }
}
