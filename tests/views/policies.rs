//! What views state for themselves, and what the API root does.

use bytes::Bytes;
use http::Method;
use seaview::{
    Policies,
    authentication::Authenticators,
    parsers::{FormParser, JsonParser, Parsers},
    permissions::Permissions,
    prelude::*,
    renderers::{JsonRenderer, RenderContext, Renderer, Renderers},
    throttling::{Throttle, Throttles, Verdict},
};

use super::{HTTPGreeterView, pot, serving};
use crate::checks::{ANONYMOUS, NameAuthentication, REFUSED, Willing};

/// Counts the bytes of the JSON.
struct LengthRenderer;

impl Renderer for LengthRenderer {
    fn media_type(&self) -> &'static str {
        "text/x-length"
    }

    fn format(&self) -> &'static str {
        "length"
    }

    fn render(&self, data: Json, _: &RenderContext<'_>) -> Result<Bytes> {
        Ok(data.as_bytes().len().to_string().into())
    }
}

struct Closed;

impl Throttle for Closed {
    async fn allow_request(&self, request: &Request) -> Result<Verdict> {
        let closed = request.header("x-closed").is_some();
        Ok(if closed { Verdict::Refuse(None) } else { Verdict::Allow })
    }
}

struct StrictView;

impl ApiView for StrictView {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST];

    fn renderers(&self) -> Option<Renderers> {
        Some(Renderers::none().with(LengthRenderer))
    }

    fn parsers(&self) -> Option<Parsers> {
        Some(Parsers::none().with(FormParser))
    }

    fn authentication(&self) -> Option<Authenticators> {
        Some(Authenticators::none().with(NameAuthentication))
    }

    fn permissions(&self) -> Option<Permissions> {
        Some(Permissions::none().with(Willing))
    }

    fn throttles(&self) -> Option<Throttles> {
        Some(Throttles::none().with(Closed))
    }

    async fn get(&self, request: &Request) -> Result {
        Response::json(&request.user().map(|user| user.username().to_owned()))
    }

    async fn post(&self, request: &Request) -> Result {
        request.data().await?;
        Response::json("read")
    }
}

#[tokio::test]
async fn a_view_states_its_own_policies() {
    let client = serving(DefaultRouter::new().view("strict", StrictView)).await;
    let get =
        async |headers: &[(&str, &str)]| client.send(Method::GET, "/strict/", headers, "").await;
    let ada = ("authorization", "Name ada");
    let answer = get(&[ada]).await;
    answer.assert(200, "5");
    assert_eq!(answer.header("content-type"), "text/x-length");
    assert_eq!(answer.header("vary"), "authorization");
    get(&[("accept", "application/json")]).await.assert(406, "57");
    get(&[("authorization", "Name nobody")]).await.assert(401, "26");
    get(&[("x-refuse", "request")]).await.assert(401, &ANONYMOUS.len().to_string());
    get(&[ada, ("x-refuse", "request")]).await.assert(403, &REFUSED.len().to_string());
    assert_eq!(get(&[ada, ("x-closed", "1")]).await.status, 429);
    client.form(Method::POST, "/strict/", "a=1").await.assert(200, "6");
    assert_eq!(client.post("/strict/", "{}").await.status, 415);
}

#[tokio::test]
async fn what_a_view_does_not_state_is_the_routers() {
    let policies = Policies {
        renderers: Renderers::none().with(LengthRenderer),
        parsers: Parsers::none().with(JsonParser),
        permissions: Permissions::none().with(Willing),
        ..Policies::default()
    };
    let view = HTTPGreeterView { greeting: "Ahoy" };
    let client = serving(DefaultRouter::new().policies(policies).view("greet", view)).await;
    client.get("/greet/").await.assert(200, "46");
    assert_eq!(client.form(Method::POST, "/greet/", "text=x").await.status, 415);
    let refuse = [("x-refuse", "request")];
    assert_eq!(client.send(Method::GET, "/greet/", &refuse, "").await.status, 403);
}

#[derive(ModelViewSet)]
#[viewset(serializer = pot::Model, renderers(LengthRenderer), parsers(FormParser))]
struct MeasuredViewSet;

#[tokio::test]
async fn a_viewset_states_its_formats_too() {
    let client = serving(DefaultRouter::new().register("pots", MeasuredViewSet)).await;
    client.get("/pots/").await.assert(200, "2");
    assert_eq!(client.post("/pots/", r#"{"name":"a"}"#).await.status, 415);
    assert_eq!(client.form(Method::POST, "/pots/", "name=a").await.status, 201);
    assert_eq!(client.get("/pots.length").await.status, 200);
    assert_eq!(client.get("/pots.json").await.status, 404);
}

#[tokio::test]
async fn the_api_root_may_have_policies_of_its_own() {
    let json = || Policies {
        renderers: Renderers::none().with(JsonRenderer),
        authentication: Authenticators::none(),
        ..Policies::default()
    };
    let view = || HTTPGreeterView { greeting: "Ahoy" };
    let router = DefaultRouter::new()
        .policies(json())
        .root_policies(Policies::default())
        .view("greet", view());
    let client = serving(router).await;
    assert_eq!(client.get("/").await.header("vary"), "Accept, Cookie");
    assert_eq!(client.get("/greet/").await.header("vary"), "");
    let client = serving(DefaultRouter::new().policies(json()).view("greet", view())).await;
    assert_eq!(client.get("/").await.header("vary"), "");
}
