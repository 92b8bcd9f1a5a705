//! The router with an API root.

use axum::Router;

use super::{NestedRouter, SimpleRouter, TrailingSlash};
use crate::{
    Settings,
    database::Database,
    views::{ApiView, Policies},
    viewsets::ModelViewSet,
};

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
    /// A router without views.
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

    /// What holds for the API root, where that is not what holds for the other views.
    pub fn root_policies(self, policies: Policies) -> Self {
        Self(SimpleRouter { root_policies: Some(policies), ..self.0 })
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

    /// See [`SimpleRouter::nested`].
    ///
    /// # Panics
    /// As [`SimpleRouter::nested`].
    #[track_caller]
    pub fn nested(self, prefix: &str, routes: impl FnOnce(NestedRouter) -> NestedRouter) -> Self {
        Self(self.0.nested(prefix, routes))
    }

    /// See [`SimpleRouter::nested_with_lookup`].
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
        Self(self.0.nested_with_lookup(prefix, kwarg, routes))
    }

    /// See [`SimpleRouter::view`].
    ///
    /// # Panics
    /// If the path is none, or the view's methods are not those of an [`ApiView`].
    #[track_caller]
    pub fn view<V: ApiView>(self, path: &str, view: V) -> Self {
        Self(self.0.view(path, view))
    }

    /// See [`SimpleRouter::view_with_name`].
    ///
    /// # Panics
    /// As [`DefaultRouter::view`].
    #[track_caller]
    pub fn view_with_name<V: ApiView>(self, path: &str, view: V, name: &str) -> Self {
        Self(self.0.view_with_name(path, view, name))
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
    /// If two URL patterns are the same, or two views have one name.
    #[track_caller]
    pub fn into_router(self, database: impl Into<Database>) -> Router {
        self.0.build(database.into(), true)
    }
}
