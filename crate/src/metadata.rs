//! What OPTIONS answers: DRF's `SimpleMetadata`.

use http::Method;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use crate::{
    Action, Json, Request, Response,
    fields::Number,
    serializers::{Table, TableField},
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
        let Some(table) = view.handler.table(&request).filter(|_| writing) else { continue };
        if may(view, &request).await {
            actions.push((binding.method.clone(), Fields(table)));
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
    request.action() != Action::Update || view.handler.find(request).await.is_ok()
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

struct Fields(&'static Table);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.fields.len()))?;
        for field in &self.0.fields {
            map.serialize_entry(field.name, &FieldInfo::of(field))?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct FieldInfo<'a> {
    r#type: &'a str,
    required: bool,
    read_only: bool,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_digits: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decimal_places: Option<u32>,
}

impl<'a> FieldInfo<'a> {
    fn of(field: &'a TableField) -> Self {
        // What is never sent has no limits.
        let options = Some(&field.options).filter(|_| field.is_writable());
        Self {
            r#type: field.kind.schema.kind,
            required: field.required && field.is_writable(),
            read_only: field.read_only,
            label: &field.label,
            help_text: field.help_text,
            min_length: options.and_then(|options| options.min_length),
            max_length: options.and_then(|options| options.max_length),
            min_value: options.and_then(|options| options.min_value).and_then(number),
            max_value: options.and_then(|options| options.max_value).and_then(number),
            max_digits: options.and_then(|options| options.max_digits),
            decimal_places: options.and_then(|options| options.decimal_places),
        }
    }
}

/// A number of any size, written as it is.
fn number(number: Number) -> Option<Box<RawValue>> {
    RawValue::from_string(number.to_string()).ok()
}
