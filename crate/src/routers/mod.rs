//! Viewsets at their URLs.

mod names;
mod registration;
mod root;
mod routes;

use std::sync::Arc;

use axum::{Router, body::Body};

pub use registration::{RegisteredViewSet, Registration};
use routes::Routes;

use crate::{Settings, database::Database, views::Policies, viewsets::ModelViewSet};

/// The URLs of viewsets: `/{prefix}/` for the list, `/{prefix}/{lookup}/` for one row.
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
    settings: Settings,
    policies: Policies,
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
    /// A router without viewsets.
    pub fn new() -> Self {
        Self::default()
    }

    /// The settings of all its viewsets.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// What holds for viewsets that do not say otherwise.
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

    /// The axum router that answers for these viewsets, and 404 in JSON for every other URL.
    ///
    /// It is a fallback, so routes of the application's own win; merge it last. A router with
    /// state takes it as `.merge(router.with_state(()))`. Under a prefix it belongs with
    /// `.nest_service("/api", router)`: axum's `nest` does not hand over `/api/`, the API root.
    ///
    /// # Panics
    /// If two URL patterns are the same.
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

/// A [`SimpleRouter`] with an API root, which lists the viewsets, and format suffixes such as
/// `/countries.json`.
///
/// ```no_run
/// # mod country {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
/// #     #[sea_orm(table_name = "country")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub name: String }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// # #[derive(seaview::ModelViewSet)]
/// # #[viewset(serializer = country::Model)]
/// # struct CountryViewSet;
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use seaview::{Database, DefaultRouter};
///
/// let database = Database::connect("sqlite://countries.db?mode=rwc").await?;
/// let app: axum::Router = DefaultRouter::new()
///     .register("countries", CountryViewSet)
///     .into_router(database);
/// # Ok(()) }
/// ```
#[derive(Default)]
pub struct DefaultRouter(SimpleRouter);

impl DefaultRouter {
    /// A router without viewsets.
    pub fn new() -> Self {
        Self::default()
    }

    /// See [`SimpleRouter::settings`].
    pub fn settings(self, settings: Settings) -> Self {
        Self(self.0.settings(settings))
    }

    /// See [`SimpleRouter::policies`].
    pub fn policies(self, policies: Policies) -> Self {
        Self(self.0.policies(policies))
    }

    /// See [`SimpleRouter::trailing_slash`].
    pub fn trailing_slash(self, slash: impl Into<TrailingSlash>) -> Self {
        Self(self.0.trailing_slash(slash))
    }

    /// See [`SimpleRouter::register`].
    ///
    /// # Panics
    /// If the prefix or the basename is taken, or the prefix is no path.
    #[track_caller]
    pub fn register<V: ModelViewSet>(self, prefix: &str, viewset: V) -> Self {
        Self(self.0.register(prefix, viewset))
    }

    /// See [`SimpleRouter::register_with_basename`].
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
        Self(self.0.register_with_basename(prefix, viewset, basename))
    }

    /// See [`SimpleRouter::discover`].
    ///
    /// # Panics
    /// If two viewsets have the same prefix or basename.
    #[track_caller]
    pub fn discover() -> Self {
        Self(SimpleRouter::discover())
    }

    /// See [`SimpleRouter::into_router`].
    ///
    /// # Panics
    /// If two URL patterns are the same.
    #[track_caller]
    pub fn into_router(self, database: impl Into<Database>) -> Router {
        self.0.build(database.into(), true)
    }
}
