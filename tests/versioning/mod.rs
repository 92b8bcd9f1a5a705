//! Which version of the API a request asks for, and what an action knows of it.

mod links;
mod schemes;

use std::sync::Arc;

use http::Method;
use seaview::{
    Policies, User,
    prelude::*,
    versioning::{QueryParameterVersioning, VersioningClass},
};

use crate::{
    checks::{ANONYMOUS, HeaderVersioning, Member, NameAuthentication, database, note, versioned},
    support::Client,
};

#[tokio::test]
async fn a_version_may_also_be_a_406() {
    let answer = versioned().await.send(Method::GET, "/notes/", &[("x-version", "x")], "").await;
    answer.assert(406, r#"{"detail":"Could not satisfy the request Accept header."}"#);
}

/// Tells what the checks found out.
#[derive(ViewSet)]
#[viewset(serializer = note::Model, authentication(NameAuthentication), actions(list))]
struct WhoViewSet;

impl ModelViewSet for WhoViewSet {
    async fn list(&self, request: &Request) -> Result {
        let name = request.user_as::<Member>().map(|member| member.name.as_str());
        let staff = request.user().is_some_and(User::is_staff);
        let id = request.user_id()?;
        Response::json(&(name, staff, id, request.auth::<usize>(), request.version()))
    }
}

#[tokio::test]
async fn the_action_knows_user_auth_and_version() {
    let policies = Policies { versioning: Some(Arc::new(HeaderVersioning)), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("who", WhoViewSet);
    let client = Client::new(router.into_router(database().await));
    let ada = [("authorization", "Name ada"), ("x-version", "2")];
    client.send(Method::GET, "/who/", &ada, "").await.assert(200, r#"["ada",false,1,3,"2"]"#);
    let root = [("authorization", "Name root")];
    client.send(Method::GET, "/who/", &root, "").await.assert(200, r#"["root",true,1,4,null]"#);
    // An action that needs a user says so itself.
    let anonymous = client.get("/who/").await;
    anonymous.assert(401, ANONYMOUS);
    assert_eq!(anonymous.header("www-authenticate"), r#"Name realm="notes""#);
}

/// Tells the version; versioned as it is told.
struct VersionView(VersioningClass);

impl ApiView for VersionView {
    const METHODS: &'static [Method] = &[Method::GET];

    fn versioning_class(&self) -> VersioningClass {
        self.0.clone()
    }

    async fn get(&self, request: &Request) -> Result {
        Response::json(&request.version())
    }
}

/// Not versioned, whatever the router says.
#[derive(Default)]
struct TimelessViewSet;

impl ViewSet for TimelessViewSet {
    type Serializer = note::Model;

    const ACTIONS: &'static [Action] = &[Action::List];

    fn versioning_class(&self) -> VersioningClass {
        VersioningClass::None
    }
}

impl ModelViewSet for TimelessViewSet {
    async fn list(&self, request: &Request) -> Result {
        Response::json(&request.version())
    }
}

#[tokio::test]
async fn a_view_may_be_versioned_as_the_router_says_in_its_own_way_or_not_at_all() {
    let policies = Policies { versioning: Some(Arc::new(HeaderVersioning)), ..Policies::default() };
    let router = DefaultRouter::new()
        .policies(policies)
        .register("timeless", TimelessViewSet)
        .view("default", VersionView(VersioningClass::Default))
        .view_with_name("none", VersionView(VersioningClass::None), "none")
        .view("own", VersionView(QueryParameterVersioning::default().into()));
    let client = Client::new(router.into_router(database().await));
    let bad = [("x-version", "9")];
    let refused = client.send(Method::GET, "/default/", &bad, "").await;
    refused.assert(404, r#"{"detail":"Invalid version in header."}"#);
    for (path, version) in [
        ("/timeless/", "null"),
        ("/none/", "null"),
        ("/own/", "null"),
        ("/own/?version=3", r#""3""#),
    ] {
        client.send(Method::GET, path, &bad, "").await.assert(200, version);
    }
}
