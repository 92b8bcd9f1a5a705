//! Which version of the API a request asks for, and what an action knows of it.

use std::sync::Arc;

use http::Method;
use seaview::{Policies, User, prelude::*};

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
