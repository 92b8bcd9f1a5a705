//! Permissions made of permissions.

use std::{any::Any, borrow::Cow, sync::Arc};

use http::Method;
use seaview::{
    Policies, User,
    authentication::Authenticators,
    error::{ErrorFormat, Rendered},
    permissions::{IsAdminUser, IsAuthenticated, Permission, Permissions, not},
    prelude::*,
};

use super::users::{guarded, statuses};
use crate::{
    checks::{ANONYMOUS, NameAuthentication, REFUSED, RouterViewSet, database, note, serving},
    support::Client,
};

/// The header `X-Magic: yes`.
struct Magic;

impl Permission for Magic {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.header("x-magic") == Some("yes"))
    }

    fn message(&self) -> Option<Cow<'static, str>> {
        Some("No magic.".into())
    }
}

async fn table(permission: impl Permission) -> [[u16; 3]; 2] {
    let client = guarded(Permissions::none().with(permission)).await;
    let without = statuses(&client, Method::GET, &[]).await;
    [without, statuses(&client, Method::GET, &[("x-magic", "yes")]).await]
}

#[tokio::test]
async fn operators_and_methods_say_the_same() {
    // Without and with the header: an anonymous client, a user, the staff.
    let and = [[401, 403, 403], [401, 403, 200]];
    assert_eq!(table(IsAdminUser & Magic).await, and);
    assert_eq!(table(Magic.and(IsAdminUser)).await, and);
    let or = [[401, 403, 200], [200; 3]];
    assert_eq!(table(IsAdminUser | Magic).await, or);
    assert_eq!(table(Magic.or(IsAdminUser)).await, or);
    let neither = [[200, 200, 403], [401, 403, 403]];
    assert_eq!(table(!(IsAdminUser | Magic)).await, neither);
    assert_eq!(table(not(Magic) & !IsAdminUser).await, neither);
    assert_eq!(table(!!IsAdminUser & not(not(Magic))).await, and);
    assert_eq!(table(!IsAuthenticated | IsAdminUser).await, [[200, 403, 200]; 2]);
}

#[tokio::test]
async fn a_combination_has_no_message_and_a_list_has_those_of_its_parts() {
    let ada = [("authorization", "Name ada")];
    let combined = guarded(Permissions::none().with(IsAuthenticated & Magic)).await;
    combined.send(Method::GET, "/notes/", &ada, "").await.assert(403, REFUSED);
    let listed = guarded(Permissions::none().with(IsAuthenticated).with(Magic)).await;
    let answer = listed.send(Method::GET, "/notes/", &ada, "").await;
    answer.assert(403, r#"{"detail":"No magic."}"#);
}

/// The row is its owner's; the request is not asked about.
struct IsOwner;

impl Permission for IsOwner {
    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        let owner = object.downcast_ref::<note::Model>().map(|note| note.owner.as_str());
        Ok(owner.is_some() && owner == request.user().map(User::username))
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(NameAuthentication),
    permissions(IsOwner.or(IsAdminUser))
)]
struct OwnerOrStaffViewSet;

#[tokio::test]
async fn a_row_is_not_opened_by_a_part_that_only_asks_about_the_request() {
    let client = serving(OwnerOrStaffViewSet).await;
    // `IsAdminUser` has no opinion of rows, and must not agree to each of them.
    for (name, status) in [("ada", 200), ("bob", 403), ("root", 200)] {
        let authorization = format!("Name {name}");
        let headers = [("authorization", authorization.as_str())];
        let answer = client.send(Method::GET, "/notes/1/", &headers, "").await;
        assert_eq!(answer.status, status, "{name}");
    }
    client.get("/notes/1/").await.assert(401, ANONYMOUS);
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(NameAuthentication),
    permissions(not(IsOwner.and(IsAuthenticated)).and(IsAuthenticated))
)]
struct NoOwnersViewSet;

#[tokio::test]
async fn the_opposite_of_a_permission_is_the_opposite_of_each_of_its_questions() {
    let client = serving(NoOwnersViewSet).await;
    let ada = [("authorization", "Name ada")];
    // Asked about the request, the inner combination agrees to ada: its opposite does not.
    client.send(Method::GET, "/notes/", &ada, "").await.assert(403, REFUSED);
}

/// Speaks in codes.
struct Coded;

impl Permission for Coded {
    async fn has_permission(&self, _: &Request) -> Result<bool> {
        Ok(false)
    }

    fn code(&self) -> Option<Cow<'static, str>> {
        Some("closed".into())
    }
}

/// The code and nothing else.
struct CodeFormat;

impl ErrorFormat for CodeFormat {
    fn render(&self, error: &Error) -> Result<Rendered> {
        let mut codes = Vec::new();
        error.detail().for_each_message(&mut |_, message| codes.push(message.code.to_string()));
        Ok(Rendered { status: error.status(), body: Json::new(&codes)?, content_type: None })
    }
}

#[tokio::test]
async fn the_code_of_a_permission_is_that_of_the_error() {
    let coded = async |permission: Permissions| {
        let settings = Settings { error_format: Arc::new(CodeFormat), ..Settings::default() };
        let policies = Policies {
            authentication: Authenticators::none(),
            permissions: permission,
            ..Policies::default()
        };
        let router = DefaultRouter::new().settings(settings).policies(policies);
        let router = router.register("notes", RouterViewSet);
        Client::new(router.into_router(database().await)).get("/notes/").await
    };
    coded(Permissions::none().with(Coded)).await.assert(403, r#"["closed"]"#);
    coded(Permissions::none().with(Magic)).await.assert(403, r#"["permission_denied"]"#);
}
