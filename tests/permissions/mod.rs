//! Who may do what: the request, the row, and each action.

mod composed;
mod library;
mod startup;
mod users;

use std::{any::Any, borrow::Cow};

use http::Method;
use seaview::{
    Policies, User,
    authentication::Authenticators,
    permissions::{AllowAny, Permission, Permissions},
    prelude::*,
};

use crate::{
    checks::{
        ANONYMOUS, NameAuthentication, REFUSED, RouterViewSet, Willing, database, note, serving,
    },
    support::{Answer, Client},
};

/// Refuses everybody, in its own words.
pub(crate) struct Closed;

impl Permission for Closed {
    async fn has_permission(&self, _: &Request) -> Result<bool> {
        Ok(false)
    }

    fn message(&self) -> Option<Cow<'static, str>> {
        Some("Closed on Sundays.".into())
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(NameAuthentication),
    permissions(AllowAny, Willing, Closed)
)]
struct ClosedViewSet;

#[tokio::test]
async fn a_refused_user_is_told_why_and_an_anonymous_one_to_log_in() {
    let client = serving(ClosedViewSet).await;
    let anonymous = client.get("/notes/").await;
    anonymous.assert(401, ANONYMOUS);
    assert_eq!(anonymous.header("www-authenticate"), r#"Name realm="notes""#);
    let ada = ("authorization", "Name ada");
    let refused = client.send(Method::GET, "/notes/", &[ada], "").await;
    refused.assert(403, r#"{"detail":"Closed on Sundays."}"#);
    assert_eq!(refused.headers.get("www-authenticate"), None);
    // The first that refuses speaks.
    let both = [ada, ("x-refuse", "request")];
    client.send(Method::GET, "/notes/", &both, "").await.assert(403, REFUSED);
}

#[tokio::test]
async fn a_refusal_is_a_page_for_a_browser() {
    let client = serving(ClosedViewSet).await;
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    let page = client.send(Method::GET, "/notes/1/?q=1&r={data}{headers}", &browser, "").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (401, "text/html; charset=utf-8")
    );
    assert_eq!(page.header("www-authenticate"), r#"Name realm="notes""#);
    let text = page.text();
    assert!(text.contains("Authentication credentials were not provided."), "{text}");
    // The URL is shown and not obeyed.
    assert!(text.contains("/notes/1/?q=1&amp;r={data}{headers}</pre>"), "{text}");
}

/// Owners may write, everyone may read; an absent owner hides the row.
struct IsOwnerOrReadOnly;

impl Permission for IsOwnerOrReadOnly {
    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        let Some(note) = object.downcast_ref::<note::Model>() else { return Ok(false) };
        if request.header("x-hide").is_some() {
            return Err(Error::not_found_because("Hidden."));
        }
        let reading = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
        Ok(reading || request.user().is_some_and(|user| user.username() == note.owner))
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    authentication(NameAuthentication),
    permissions(IsOwnerOrReadOnly)
)]
struct OwnedViewSet;

const ONE: &str = r#"{"id":1,"owner":"ada","text":"one"}"#;

#[tokio::test]
async fn a_row_is_its_owners_to_change() {
    let client = serving(OwnedViewSet).await;
    let write = async |method: Method, path: &str, name: Option<&str>| -> Answer {
        let authorization = format!("Name {}", name.unwrap_or_default());
        let mut headers = vec![("content-type", "application/json")];
        if name.is_some() {
            headers.push(("authorization", authorization.as_str()));
        }
        client.send(method, path, &headers, r#"{"owner":"ada","text":"x"}"#).await
    };
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        write(method.clone(), "/notes/1/", Some("bob")).await.assert(403, REFUSED);
        write(method.clone(), "/notes/1/", None).await.assert(401, ANONYMOUS);
    }
    client.get("/notes/1/").await.assert(200, ONE);
    assert_eq!(write(Method::PATCH, "/notes/1/", Some("ada")).await.status, 200);
    write(Method::DELETE, "/notes/1/", Some("ada")).await.assert(204, "");
    // Lists do not ask for each row, as in DRF.
    client.get("/notes/").await.assert(200, r#"[{"id":2,"owner":"bob","text":"two"}]"#);
}

#[tokio::test]
async fn the_error_of_a_permission_is_the_answer() {
    let client = serving(OwnedViewSet).await;
    let hide = [("x-hide", "1")];
    client.send(Method::GET, "/notes/1/", &hide, "").await.assert(404, r#"{"detail":"Hidden."}"#);
}

#[tokio::test]
async fn options_shows_the_fields_to_those_who_may_write_them() {
    let client = serving(OwnedViewSet).await;
    let actions = async |path: &str, headers: &[(&str, &str)]| {
        let answer = client.send(Method::OPTIONS, path, headers, "").await;
        assert_eq!(answer.status, 200);
        answer.json().get("actions").map(|actions| {
            let methods = actions.as_object().expect("an object").keys().cloned();
            methods.collect::<Vec<_>>().join(" ")
        })
    };
    let ada = [("authorization", "Name ada")];
    let bob = [("authorization", "Name bob")];
    assert_eq!(actions("/notes/", &[]).await.as_deref(), Some("POST"));
    assert_eq!(actions("/notes/1/", &ada).await.as_deref(), Some("PUT"));
    assert_eq!(actions("/notes/1/", &bob).await, None);
    assert_eq!(actions("/notes/1/", &[]).await, None);
    assert_eq!(actions("/notes/9/", &ada).await, None);
    assert_eq!(actions("/notes/x/", &ada).await, None);
    // Refused altogether, it says nothing.
    let refused = serving(ClosedViewSet).await.options("/notes/1/").await;
    refused.assert(401, ANONYMOUS);
}

#[tokio::test]
async fn a_row_that_may_not_be_seen_has_the_options_of_one_that_is_not_there() {
    let client = serving(OwnedViewSet).await;
    let bob = [("authorization", "Name bob")];
    let refused = client.send(Method::OPTIONS, "/notes/1/", &bob, "").await;
    let missing = client.send(Method::OPTIONS, "/notes/9/", &bob, "").await;
    assert_eq!((refused.text(), refused.headers), (missing.text(), missing.headers));
}

/// Reading is free, writing is the staff's, OPTIONS is for users.
struct PerActionViewSet;

impl ViewSet for PerActionViewSet {
    type Serializer = note::Model;

    // Not in the order of reading: the first shall not speak for the others.
    const ACTIONS: &'static [Action] =
        &[Action::Create, Action::List, Action::Destroy, Action::Retrieve];

    fn authentication(&self, _: Action) -> Option<Authenticators> {
        Some(Authenticators::none().with(NameAuthentication))
    }

    fn permissions(&self, action: Action) -> Option<Permissions> {
        Some(match action {
            Action::List | Action::Retrieve => Permissions::none(),
            Action::Metadata => Permissions::none().with(IsUser),
            _ => Permissions::none().with(IsStaff),
        })
    }
}

impl ModelViewSet for PerActionViewSet {}

pub(crate) struct IsUser;

impl Permission for IsUser {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.user().is_some())
    }
}

struct IsStaff;

impl Permission for IsStaff {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.user().is_some_and(User::is_staff))
    }
}

#[tokio::test]
async fn each_action_has_permissions_of_its_own() {
    let client = serving(PerActionViewSet).await;
    let status = async |method: Method, path: &str, name: &str| {
        let authorization = format!("Name {name}");
        let mut headers = vec![("content-type", "application/json")];
        if !name.is_empty() {
            headers.push(("authorization", authorization.as_str()));
        }
        let body = r#"{"owner":"x","text":"y"}"#;
        client.send(method, path, &headers, body).await.status.as_u16()
    };
    // Anonymous, a user, the staff.
    let table = [
        (Method::GET, "/notes/", [200, 200, 200]),
        (Method::HEAD, "/notes/1/", [200, 200, 200]),
        (Method::POST, "/notes/", [401, 403, 201]),
        (Method::DELETE, "/notes/1/", [401, 403, 204]),
        (Method::OPTIONS, "/notes/", [401, 200, 200]),
        (Method::OPTIONS, "/notes/2/", [401, 200, 200]),
        // What is not there is asked as OPTIONS is.
        (Method::PUT, "/notes/1/", [401, 405, 405]),
    ];
    for (method, path, expected) in table {
        for (name, expected) in ["", "ada", "root"].into_iter().zip(expected) {
            assert_eq!(
                status(method.clone(), path, name).await,
                expected,
                "{method} {path} {name:?}"
            );
        }
    }
    // The fields of POST are for those who may POST.
    let options = async |name: &str| {
        let authorization = format!("Name {name}");
        let headers = [("authorization", authorization.as_str())];
        client.send(Method::OPTIONS, "/notes/", &headers, "").await.json()
    };
    assert_eq!(options("ada").await.get("actions"), None);
    assert_eq!(options("root").await["actions"]["POST"]["text"]["required"], true);
}

#[tokio::test]
async fn the_routers_policies_hold_for_its_root_too() {
    let policies = Policies {
        authentication: Authenticators::none().with(NameAuthentication),
        permissions: Permissions::none().with(IsUser),
        ..Policies::default()
    };
    let router = DefaultRouter::new().policies(policies).register("notes", RouterViewSet);
    let client = Client::new(router.into_router(database().await));
    for path in ["/", "/.json", "/notes/", "/notes/1/"] {
        client.get(path).await.assert(401, ANONYMOUS);
        let ada = [("authorization", "Name ada")];
        assert_eq!(client.send(Method::GET, path, &ada, "").await.status, 200, "{path}");
    }
    // Nobody is asked for a name at a URL that is not there.
    assert_eq!(client.get("/nothing/").await.status, 404);
}
