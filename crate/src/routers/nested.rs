//! Viewsets under the rows of another: drf-nested-routers.

use super::registration::{Parent, Registration};
use crate::viewsets::ModelViewSet;

/// The URLs under one row of a viewset, such as `/books/{book_pk}/…`.
///
/// Made by [`SimpleRouter::nested`](super::SimpleRouter::nested).
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
        let Some((lookup, check)) = parent.lookup() else {
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
            parents.iter().all(|other| other.kwarg != kwarg),
            "`{path}` captures `{kwarg}` twice; give it another name with `nested_with_lookup`"
        );
        parents.push(Parent { kwarg, check });
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
