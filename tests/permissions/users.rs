//! The stock permissions.

use http::Method;
use seaview::{
    Policies,
    authentication::Authenticators,
    permissions::{
        AllowAny, IsAdminUser, IsAuthenticated, IsAuthenticatedOrReadOnly, Permission, Permissions,
    },
    prelude::*,
};

use crate::{
    checks::{ANONYMOUS, NameAuthentication, REFUSED, RouterViewSet, database},
    support::Client,
};

pub(super) async fn guarded(permissions: Permissions) -> Client {
    let policies = Policies {
        authentication: Authenticators::none().with(NameAuthentication),
        permissions,
        ..Policies::default()
    };
    let router = DefaultRouter::new().policies(policies).register("notes", RouterViewSet);
    Client::new(router.into_router(database().await))
}

/// The statuses for an anonymous client, a user and the staff; those refused are told so.
pub(super) async fn statuses(
    client: &Client,
    method: Method,
    headers: &[(&str, &str)],
) -> [u16; 3] {
    let mut statuses = [0; 3];
    for (status, name) in statuses.iter_mut().zip(["", "ada", "root"]) {
        let authorization = format!("Name {name}");
        let mut headers = [&[("content-type", "application/json")], headers].concat();
        if !name.is_empty() {
            headers.push(("authorization", &authorization));
        }
        let body = r#"{"owner":"x","text":"y"}"#;
        let answer = client.send(method.clone(), "/notes/", &headers, body).await;
        *status = answer.status.as_u16();
        match *status {
            401 => answer.assert(401, ANONYMOUS),
            403 => answer.assert(403, REFUSED),
            _ => {}
        }
    }
    statuses
}

async fn table(permission: impl Permission) -> [[u16; 3]; 4] {
    let client = guarded(Permissions::none().with(permission)).await;
    [
        statuses(&client, Method::GET, &[]).await,
        statuses(&client, Method::OPTIONS, &[]).await,
        statuses(&client, Method::POST, &[]).await,
        statuses(&client, Method::DELETE, &[]).await,
    ]
}

#[tokio::test]
async fn allow_any_lets_everybody_do_everything() {
    let expected = [[200; 3], [200; 3], [201; 3], [405; 3]];
    assert_eq!(table(AllowAny).await, expected);
}

#[tokio::test]
async fn is_authenticated_needs_a_user_even_for_a_method_that_is_not_there() {
    let expected = [[401, 200, 200], [401, 200, 200], [401, 201, 201], [401, 405, 405]];
    assert_eq!(table(IsAuthenticated).await, expected);
}

#[tokio::test]
async fn is_admin_user_needs_one_who_is_staff() {
    let expected = [[401, 403, 200], [401, 403, 200], [401, 403, 201], [401, 403, 405]];
    assert_eq!(table(IsAdminUser).await, expected);
}

#[tokio::test]
async fn is_authenticated_or_read_only_needs_a_user_to_write() {
    let expected = [[200; 3], [200; 3], [401, 201, 201], [401, 405, 405]];
    assert_eq!(table(IsAuthenticatedOrReadOnly).await, expected);
}
