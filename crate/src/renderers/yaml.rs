//! `application/yaml`.

use bytes::Bytes;
use serde::{Serialize, Serializer};

use super::{RenderContext, Renderer};
use crate::{Error, Json, Result, json::Tree};

/// YAML in blocks, members in their order.
///
/// Source: <https://jpadilla.github.io/django-rest-framework-yaml/>.
#[derive(Clone, Copy, Debug, Default)]
pub struct YamlRenderer;

impl Renderer for YamlRenderer {
    fn media_type(&self) -> &'static str {
        "application/yaml"
    }

    fn format(&self) -> &'static str {
        "yaml"
    }

    fn content_type(&self) -> &'static str {
        "application/yaml; charset=utf-8"
    }

    fn render(&self, data: Json, _: &RenderContext<'_>) -> Result<Bytes> {
        written(&data).map(Bytes::from)
    }
}

fn written(data: &Json) -> Result<String> {
    serde_saphyr::to_string(&Tree::of(data)?).map_err(Error::internal)
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => match (number.parse(), number.parse()) {
                (Ok(integer), _) => serializer.serialize_i128(integer),
                (_, Ok(float)) => serializer.serialize_f64(float),
                _ => serializer.serialize_str(number),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_blocks() {
        for (json, yaml) in [
            (
                r#"[{"id":1,"name":"Thailand"},{"id":2,"name":null}]"#,
                "- id: 1\n  name: Thailand\n- id: 2\n  name: null\n",
            ),
            (r#"{"b":[1.5,true],"a":{"c":"é"}}"#, "b:\n- 1.5\n- true\na:\n  c: é\n"),
            (r#"{"a":[],"b":{}}"#, "a: []\nb: {}\n"),
        ] {
            assert_eq!(written(&Json::from_bytes(json.into())).unwrap(), yaml, "{json}");
        }
    }
}
