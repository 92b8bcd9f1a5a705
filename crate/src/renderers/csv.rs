//! `text/csv`.

use bytes::Bytes;
use serde_json::value::RawValue;

use super::{ListWriter, RenderContext, Renderer};
use crate::{Error, Json, Result, json::Members};

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
        let mut out = writer(Vec::new());
        write(data.as_bytes(), &mut out).map_err(Error::internal)?;
        finish(out).map(Bytes::from)
    }

    fn list_writer(&self, _: &RenderContext<'_>) -> Option<Box<dyn ListWriter>> {
        Some(Box::new(Lines::default()))
    }
}

/// [`CsvRenderer`] for exports: lists have all rows, whatever the pagination, are written as the
/// database reads them, and have a row of names even if there are no others.
///
/// The names are those of the first row: the serializer's fields, unless
/// [`represent`](crate::serializers::Table::represent) changes them. What later rows have beside
/// these is left out.
///
/// Source: <https://github.com/mjumbewu/django-rest-framework-csv>.
#[derive(Clone, Copy, Debug, Default)]
pub struct CsvStreamingRenderer;

impl Renderer for CsvStreamingRenderer {
    fn media_type(&self) -> &'static str {
        CsvRenderer.media_type()
    }

    fn format(&self) -> &'static str {
        CsvRenderer.format()
    }

    fn content_type(&self) -> &'static str {
        CsvRenderer.content_type()
    }

    fn render(&self, data: Json, context: &RenderContext<'_>) -> Result<Bytes> {
        let Some(mut lines) = self.list_writer(context).filter(|_| data.as_bytes() == b"[]") else {
            return CsvRenderer.render(data, context);
        };
        let mut out = Vec::new();
        lines.end(&mut out)?;
        Ok(out.into())
    }

    fn list_writer(&self, context: &RenderContext<'_>) -> Option<Box<dyn ListWriter>> {
        Some(Box::new(Lines { names: None, fields: context.fields.to_vec() }))
    }

    fn exports(&self) -> bool {
        true
    }
}

/// The lines of a list.
#[derive(Default)]
struct Lines {
    /// Those of the row of names, when it is written.
    names: Option<Vec<String>>,
    /// The names if there are no rows.
    fields: Vec<String>,
}

impl ListWriter for Lines {
    fn row(&mut self, row: &str, out: &mut Vec<u8>) -> Result<()> {
        self.rows(&Json::from_finished(format!("[{row}]").into_bytes()), out)
    }

    fn rows(&mut self, list: &Json, out: &mut Vec<u8>) -> Result<()> {
        let list = serde_json::from_slice(list.as_bytes()).map_err(Error::internal)?;
        let mut lines = writer(std::mem::take(out));
        rows(list, &mut self.names, &mut lines).map_err(Error::internal)?;
        *out = finish(lines)?;
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        if self.names.is_none() && !self.fields.is_empty() {
            let mut lines = writer(std::mem::take(out));
            lines.write_record(&self.fields).map_err(Error::internal)?;
            *out = finish(lines)?;
        }
        Ok(())
    }
}

fn writer(out: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(out)
}

fn finish(lines: csv::Writer<Vec<u8>>) -> Result<Vec<u8>> {
    lines.into_inner().map_err(|error| Error::internal(error.to_string()))
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn write(data: &[u8], out: &mut csv::Writer<Vec<u8>>) -> std::result::Result<(), Failure> {
    if data.first() == Some(&b'[') {
        return rows(serde_json::from_slice(data)?, &mut None, out);
    }
    let Ok(Members(members)) = serde_json::from_slice(data) else {
        return Ok(out.write_record([cell(serde_json::from_slice(data)?)?])?);
    };
    let results = members.iter().find(|(name, _)| name == "results");
    if let Some((_, list)) = results.filter(|(_, list)| list.get().starts_with('[')) {
        return rows(serde_json::from_str(list.get())?, &mut None, out);
    }
    out.write_record(["key", "value"])?;
    for (name, value) in members {
        out.write_record([name.as_ref(), &cell(value)?])?;
    }
    Ok(())
}

/// The names are those of the first row; a list of anything but objects has none.
fn rows(
    list: Vec<&RawValue>,
    names: &mut Option<Vec<String>>,
    out: &mut csv::Writer<Vec<u8>>,
) -> std::result::Result<(), Failure> {
    for row in list {
        let Ok(Members(members)) = serde_json::from_str(row.get()) else {
            out.write_record([cell(row)?])?;
            continue;
        };
        if names.is_none() {
            let own: Vec<_> = members.iter().map(|(name, _)| name.to_string()).collect();
            out.write_record(&own)?;
            *names = Some(own);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn written(data: &str) -> String {
        let mut out = writer(Vec::new());
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
