//! Viewsets under the rows of another: drf-nested-routers.

use super::registration::{Parent, Registration};
use crate::viewsets::ModelViewSet;

/// The URLs under one row of a viewset, such as `/books/{book_pk}/…`.
///
/// Made by [`SimpleRouter::nested`](super::SimpleRouter::nested), to any depth. The nested viewset
/// says in `get_queryset` which rows are under the one in the path; under a row that does not
/// exist there are none, and what becomes of a new one says `perform_create`. If the router's
/// [`Scopes`](crate::request::Scopes) state which of the rows in the path exist, everything under
/// another is a 404.
///
/// ```
/// # mod book {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
/// #     #[sea_orm(table_name = "book")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub title: String }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// # mod review {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
/// #     #[sea_orm(table_name = "review")]
/// #     pub struct Model {
/// #         #[sea_orm(primary_key)] pub id: i64,
/// #         #[serializer(read_only)] pub book_id: i64,
/// #         pub text: String,
/// #     }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select, Set};
/// use seaview::prelude::*;
///
/// # #[derive(ModelViewSet)]
/// # #[viewset(serializer = book::Model)]
/// # struct BookViewSet;
/// #[derive(ViewSet)]
/// #[viewset(serializer = review::Model)]
/// struct ReviewViewSet;
///
/// impl ModelViewSet for ReviewViewSet {
///     fn get_queryset(&self, request: &Request) -> Select<review::Entity> {
///         let book: Option<i64> = request.kwargs().parse("book_pk").ok();
///         review::Entity::find().filter(review::Column::BookId.eq(book))
///     }
///
///     async fn perform_create(
///         &self,
///         request: &Request,
///         mut review: Validated<review::Model>,
///     ) -> Result<review::Model> {
///         review.book_id = Set(request.kwargs().parse("book_pk")?);
///         review.insert(request.db()).await
///     }
/// }
///
/// let router = DefaultRouter::new()
///     .register("books", BookViewSet)
///     .nested("books", |book| book.register("reviews", ReviewViewSet));
/// ```
///
/// Source: <https://github.com/alanjds/drf-nested-routers>.
pub struct NestedRouter {
    /// `books/{book_pk}`
    path: String,
    parents: Vec<Parent>,
    pub(super) registrations: Vec<Registration>,
}

impl NestedRouter {
    /// The URLs under the rows of the viewset that is registered under this prefix.
    #[track_caller]
    pub(super) fn under(registrations: &[Registration], prefix: &str, kwarg: Option<&str>) -> Self {
        let prefix = prefix.trim_matches('/');
        let Some(parent) = registrations.iter().find(|parent| parent.prefix == prefix) else {
            panic!("nothing is registered under `{prefix}`; register its viewset first");
        };
        let Some((lookup, _)) = parent.lookup() else {
            panic!(
                "no URL under `{prefix}` can name a row; give its viewset a `lookup_field`, or \
                 nest nothing there"
            );
        };
        let kwarg = kwarg.map_or_else(
            || format!("{}_{lookup}", parent.basename.replace('-', "_")),
            str::to_owned,
        );
        let path = format!("{prefix}/{{{kwarg}}}");
        let mut parents = parent.parents.clone();
        assert!(
            parents.iter().all(|other| *other.row.lookup.kwarg() != kwarg),
            "`{path}` captures `{kwarg}` twice; give it another name with `nested_with_lookup`"
        );
        parents.extend(parent.as_parent(kwarg));
        Self { path, parents, registrations: Vec::new() }
    }

    /// Serves a viewset under the rows; see
    /// [`SimpleRouter::register`](super::SimpleRouter::register).
    ///
    /// # Panics
    /// As there.
    #[track_caller]
    pub fn register<V: ModelViewSet>(self, prefix: &str, viewset: V) -> Self {
        let registration = Registration::new(&self.prefix(prefix), viewset);
        self.add(registration)
    }

    /// The same with a basename of its own, as a viewset needs whose entity is served elsewhere
    /// too.
    ///
    /// # Panics
    /// As [`SimpleRouter::register`](super::SimpleRouter::register).
    #[track_caller]
    pub fn register_with_basename<V: ModelViewSet>(
        self,
        prefix: &str,
        viewset: V,
        basename: &str,
    ) -> Self {
        let registration = Registration::new(&self.prefix(prefix), viewset);
        self.add(registration.with_basename(basename))
    }

    /// Serves viewsets under the rows of one of these; see
    /// [`SimpleRouter::nested`](super::SimpleRouter::nested).
    ///
    /// # Panics
    /// As there.
    #[track_caller]
    pub fn nested(self, prefix: &str, routes: impl FnOnce(Self) -> Self) -> Self {
        self.nest(prefix, None, routes)
    }

    /// The same with another name for the captured value; see
    /// [`SimpleRouter::nested_with_lookup`](super::SimpleRouter::nested_with_lookup).
    ///
    /// # Panics
    /// As [`SimpleRouter::nested`](super::SimpleRouter::nested).
    #[track_caller]
    pub fn nested_with_lookup(
        self,
        prefix: &str,
        kwarg: &str,
        routes: impl FnOnce(Self) -> Self,
    ) -> Self {
        self.nest(prefix, Some(kwarg), routes)
    }

    #[track_caller]
    fn nest(self, prefix: &str, kwarg: Option<&str>, routes: impl FnOnce(Self) -> Self) -> Self {
        let below = Self::under(&self.registrations, &self.prefix(prefix), kwarg);
        routes(below).registrations.into_iter().fold(self, Self::push)
    }

    fn prefix(&self, prefix: &str) -> String {
        format!("{}/{}", self.path, prefix.trim_matches('/'))
    }

    #[track_caller]
    fn add(self, mut registration: Registration) -> Self {
        registration.parents.clone_from(&self.parents);
        self.push(registration)
    }

    #[track_caller]
    fn push(mut self, registration: Registration) -> Self {
        registration.check_against(&self.registrations);
        self.registrations.push(registration);
        self
    }
}
