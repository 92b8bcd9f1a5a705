//! What OPTIONS answers: DRF's `SimpleMetadata`.

use http::Method;
use serde::{Serialize, Serializer};

use crate::{
    Json, Request, Response,
    fields::Description,
    views::{BoxFuture, View},
};

/// Describes a view: name, description, formats and, where the client may write, the fields.
///
/// Source: <https://www.django-rest-framework.org/api-guide/metadata/>.
pub(crate) fn determine_metadata<'a>(
    view: &'a View,
    request: &'a Request,
) -> BoxFuture<'a, Response> {
    Box::pin(async move {
        let policies = view.policies(request.method());
        let metadata = Metadata {
            name: &view.name,
            description: view.description,
            renders: policies.renderers.iter().map(|renderer| renderer.media_type()).collect(),
            parses: policies.parsers.iter().map(|parser| parser.media_type()).collect(),
            actions: determine_actions(view, request).await,
        };
        Ok(Response::ok(Json::new(&metadata)?))
    })
}

/// The fields for each writing method that this client may use here.
async fn determine_actions(view: &View, request: &Request) -> Option<Actions> {
    let mut actions = Vec::new();
    for binding in &view.bindings {
        let writing = [Method::PUT, Method::POST].contains(&binding.method);
        let request = request.with_method(binding.method.clone(), binding.action);
        let Some(fields) = view.handler.fields(&request).filter(|_| writing) else { continue };
        if may(view, &request).await {
            actions.push((binding.method.clone(), Fields(fields)));
        }
    }
    (!actions.is_empty()).then_some(Actions(actions))
}

/// `true` if the request would be permitted and its row exists.
async fn may(view: &View, request: &Request) -> bool {
    let policies = view.policies(request.method());
    if policies.permissions.check(request, false).await.is_err() {
        return false;
    }
    let on_one_row = request.method() == Method::PUT && view.lookup.is_some();
    !on_one_row || view.handler.find(request).await.is_ok()
}

#[derive(Serialize)]
struct Metadata<'a> {
    name: &'a str,
    description: &'a str,
    renders: Vec<&'a str>,
    parses: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Actions>,
}

struct Actions(Vec<(Method, Fields)>);

impl Serialize for Actions {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(method, fields)| (method.as_str(), fields)))
    }
}

/// The fields of a serializer by name.
struct Fields(Vec<(&'static str, Description)>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, field)| (name, field)))
    }
}
