//! `text/csv`.

use bytes::Bytes;
use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::{RenderContext, Renderer};
use crate::{Error, Json, Result};

/// Comma-separated values (RFC 4180), UTF-8, lines ended by CRLF: the rows of a list below a row
/// of names, or one row of name and value for each member of an object, as for errors. Of a page
/// the rows are written, without its links.
///
/// Null is an empty value, `true` and `false` are Python's `True` and `False`, lists and objects
/// stay JSON.
///
/// Source: <https://github.com/mjumbewu/django-rest-framework-csv>.
#[derive(Clone, Copy, Debug, Default)]
pub struct CsvRenderer;

impl Renderer for CsvRenderer {
    fn media_type(&self) -> &'static str {
        "text/csv"
    }

    fn format(&self) -> &'static str {
        "csv"
    }

    fn content_type(&self) -> &'static str {
        "text/csv; charset=utf-8"
    }

    fn render(&self, data: Json, _: &RenderContext<'_>) -> Result<Bytes> {
        let mut out = csv::WriterBuilder::new();
        let mut out = out.terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
        write(data.as_bytes(), &mut out).map_err(Error::internal)?;
        Ok(out.into_inner().map_err(|error| Error::internal(error.to_string()))?.into())
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn write(data: &[u8], out: &mut csv::Writer<Vec<u8>>) -> std::result::Result<(), Failure> {
    if data.first() == Some(&b'[') {
        return rows(serde_json::from_slice(data)?, out);
    }
    let Ok(Members(members)) = serde_json::from_slice(data) else {
        return Ok(out.write_record([cell(serde_json::from_slice(data)?)?])?);
    };
    let results = members.iter().find(|(name, _)| name == "results");
    if let Some((_, list)) = results.filter(|(_, list)| list.get().starts_with('[')) {
        return rows(serde_json::from_str(list.get())?, out);
    }
    out.write_record(["key", "value"])?;
    for (name, value) in members {
        out.write_record([name, cell(value)?])?;
    }
    Ok(())
}

/// The names are those of the first row; a list of anything but objects has none.
fn rows(list: Vec<&RawValue>, out: &mut csv::Writer<Vec<u8>>) -> std::result::Result<(), Failure> {
    let mut names: Option<Vec<String>> = None;
    for row in list {
        let Ok(Members(members)) = serde_json::from_str(row.get()) else {
            out.write_record([cell(row)?])?;
            continue;
        };
        if names.is_none() {
            let own: Vec<_> = members.iter().map(|(name, _)| name.clone()).collect();
            out.write_record(&own)?;
            names = Some(own);
        }
        let mut cells = Vec::with_capacity(members.len());
        for name in names.iter().flatten() {
            let value = members.iter().find(|(own, _)| own == name);
            cells.push(value.map_or(Ok(String::new()), |(_, value)| cell(value))?);
        }
        out.write_record(&cells)?;
    }
    Ok(())
}

fn cell(value: &RawValue) -> std::result::Result<String, Failure> {
    Ok(match value.get() {
        "null" => String::new(),
        "true" => "True".into(),
        "false" => "False".into(),
        text if text.starts_with('"') => serde_json::from_str(text)?,
        text => text.to_owned(),
    })
}

/// The members of an object in their order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(data: &str) -> String {
        let mut out = csv::WriterBuilder::new();
        let mut out = out.terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
        write(data.as_bytes(), &mut out).unwrap();
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    }

    #[test]
    fn lists_have_a_row_of_names_and_objects_one_of_keys() {
        for (data, text) in [
            (r#"[{"b":1,"a":"x"},{"a":null,"b":true}]"#, "b,a\r\n1,x\r\nTrue,\r\n"),
            (r#"{"id":1,"name":"a, \"b\""}"#, "key,value\r\nid,1\r\nname,\"a, \"\"b\"\"\"\r\n"),
            (r#"{"count":1,"results":[{"id":1.0}]}"#, "id\r\n1.0\r\n"),
            (r#"{"tags":["x",1]}"#, "key,value\r\ntags,\"[\"\"x\"\",1]\"\r\n"),
            ("[]", ""),
            ("[1,\"a\"]", "1\r\na\r\n"),
            ("5", "5\r\n"),
        ] {
            assert_eq!(written(data), text, "{data}");
        }
    }
}
