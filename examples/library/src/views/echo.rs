//! What the parsers made of a body.

use seaview::{
    parsers::{JsonParser, Parsers},
    prelude::*,
    request::{Data, Form, FormValue, UploadedFile},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

pub struct EchoView;

impl ApiView for EchoView {
    const METHODS: &'static [Method] = &[Method::POST, Method::PUT];
    const DESCRIPTION: &'static str = "What the parsers made of the body.";

    async fn post(&self, request: &Request) -> Result {
        echo(request).await
    }

    async fn put(&self, request: &Request) -> Result {
        echo(request).await
    }
}

pub struct JsonOnlyEchoView;

impl ApiView for JsonOnlyEchoView {
    const METHODS: &'static [Method] = EchoView::METHODS;

    fn parsers(&self) -> Option<Parsers> {
        Some(Parsers::none().with(JsonParser))
    }

    async fn post(&self, request: &Request) -> Result {
        echo(request).await
    }

    async fn put(&self, request: &Request) -> Result {
        echo(request).await
    }
}

#[derive(Serialize)]
struct Echo {
    kind: &'static str,
    data: Json,
}

async fn echo(request: &Request) -> Result {
    match request.data().await? {
        Data::Json(raw) => Response::json(&Echo { kind: "json", data: Json::from_raw(raw)? }),
        Data::Form(form) => Response::json(&fields_and_files(form)),
        _ => Err(Error::internal("data of an unknown kind")),
    }
}

fn fields_and_files(form: &Form) -> Value {
    let (mut fields, mut files) = (Map::new(), Vec::new());
    for (name, value) in form.iter() {
        match value {
            FormValue::File(file) => files.push(described(name, file)),
            FormValue::Text(text) => {
                let values = fields.entry(name).or_insert_with(|| json!([]));
                values.as_array_mut().into_iter().for_each(|values| values.push(json!(text)));
            }
        }
    }
    json!({ "kind": "form", "fields": fields, "files": files })
}

fn described(field: &str, file: &UploadedFile) -> Value {
    json!({
        "field": field,
        "name": file.name,
        "size": file.content.len(),
        "type": file.content_type,
    })
}
