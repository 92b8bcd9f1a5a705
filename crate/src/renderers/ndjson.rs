//! `application/x-ndjson`: JSON by lines.

use bytes::Bytes;

use super::{ListWriter, RenderContext, Renderer};
use crate::{Json, Result};

/// Compact JSON, an object a line: of a list each row, of anything else all of it.
///
/// A format of exports: its lists have all rows, whatever the pagination, and are written as the
/// database reads them.
///
/// Source: <https://github.com/ndjson/ndjson-spec>.
#[derive(Clone, Copy, Debug, Default)]
pub struct NdjsonRenderer;

impl Renderer for NdjsonRenderer {
    fn media_type(&self) -> &'static str {
        "application/x-ndjson"
    }

    fn format(&self) -> &'static str {
        "ndjson"
    }

    fn render(&self, data: Json, _: &RenderContext<'_>) -> Result<Bytes> {
        let mut out = Vec::with_capacity(data.as_bytes().len() + 1);
        match data.as_bytes().first() {
            Some(b'[') => Lines.rows(&data, &mut out)?,
            _ => Lines.row(&String::from_utf8_lossy(data.as_bytes()), &mut out)?,
        }
        Ok(out.into())
    }

    fn list_writer(&self, _: &RenderContext<'_>) -> Option<Box<dyn ListWriter>> {
        Some(Box::new(Lines))
    }

    fn exports(&self) -> bool {
        true
    }
}

/// Compact JSON has no line breaks of its own.
struct Lines;

impl ListWriter for Lines {
    fn row(&mut self, row: &str, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(row.as_bytes());
        out.push(b'\n');
        Ok(())
    }
}
