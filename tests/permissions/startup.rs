//! What the log says of a router that lacks permissions.

use std::{
    any::Any,
    io,
    sync::{Arc, Mutex},
};

use futures_util::FutureExt;
use sea_orm::EntityTrait;
use seaview::{
    Policies,
    permissions::{
        AllowAny, DjangoModelPermissionsOrAnonReadOnly, IsAuthenticatedOrReadOnly, Permission,
        Permissions,
    },
    prelude::*,
};

use super::{IsUser, PerActionViewSet};
use crate::checks::{RouterViewSet, database, note};

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(AllowAny))]
struct OpenViewSet;

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = note::Model)]
struct ReadOnlyViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, actions(list, destroy))]
struct DestroyingViewSet;

/// About rows alone.
struct OwnRows;

impl Permission for OwnRows {
    async fn has_object_permission(
        &self,
        _: &Request,
        _: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        Ok(false)
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(OwnRows))]
struct OwnRowsViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(OwnRows | AllowAny))]
struct OpenRowsViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(IsAuthenticatedOrReadOnly, OwnRows))]
struct UsersViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(DjangoModelPermissionsOrAnonReadOnly))]
struct HoldersViewSet;

/// Trusts that a path has an owner.
struct Panicking;

impl Permission for Panicking {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.kwargs().get("owner").unwrap() == "ada")
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(Panicking))]
struct PanickingViewSet;

/// Lets in whomever the database makes wait.
struct Quick;

impl Permission for Quick {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        let delete = note::Entity::delete_many().exec(request.db());
        Ok(delete.now_or_never().is_none())
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions(Quick))]
struct QuickViewSet;

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn log_of(router: DefaultRouter) -> String {
    let (log, database) = (Log::default(), database().await);
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || _ = router.into_router(database));
    let text = log.0.lock().unwrap().clone();
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn viewsets_that_anonymous_clients_may_write_to_are_listed() {
    let router = DefaultRouter::new()
        .register("notes", RouterViewSet)
        .register_with_basename("open", OpenViewSet, "open")
        .register_with_basename("read", ReadOnlyViewSet, "read")
        .register_with_basename("destroy", DestroyingViewSet, "destroy")
        .register_with_basename("action", PerActionViewSet, "action");
    let log = log_of(router).await;
    assert!(log.contains(r#"WARN seaview::routers::routes: anonymous clients may write"#), "{log}");
    assert!(log.contains(r#"viewsets="RouterViewSet, DestroyingViewSet""#), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[tokio::test]
async fn permissions_are_asked_whether_they_would_let_anyone_in() {
    let router = DefaultRouter::new()
        .register("own", OwnRowsViewSet)
        .register_with_basename("open", OpenRowsViewSet, "open")
        .register_with_basename("users", UsersViewSet, "users")
        .register_with_basename("holders", HoldersViewSet, "holders")
        .register_with_basename("panicking", PanickingViewSet, "panicking");
    let log = log_of(router).await;
    assert!(log.contains(r#"viewsets="OwnRowsViewSet""#), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[tokio::test]
async fn permissions_reach_no_database_before_there_are_clients() {
    assert_eq!(log_of(DefaultRouter::new().register("quick", QuickViewSet)).await, "");
}

#[tokio::test]
async fn a_permission_of_the_router_is_enough() {
    for permissions in [Permissions::none().with(AllowAny), Permissions::none().with(IsUser)] {
        let policies = Policies { permissions, ..Policies::default() };
        let router = DefaultRouter::new().policies(policies).register("notes", RouterViewSet);
        assert_eq!(log_of(router).await, "");
    }
}
