//! Loaded rows as JSON.

use super::{
    files,
    load::{Columns, Found, Loaded, Record},
    plan::{Leaf, Level, Plan, Rows, Shape},
};
use crate::{
    Json, Request, Result,
    database::{Database, Row},
    json::{write_integer, write_str},
};

impl Plan {
    /// The JSON array of rows that the plan's statement found.
    pub(super) async fn list(
        &self,
        rows: Vec<Row>,
        database: &Database,
        request: &Request,
    ) -> Result<Json> {
        if let Some(array) = self.flat.as_ref().and_then(|flat| flat.array(&rows)) {
            return Ok(Json::from_bytes(array));
        }
        let records = self.level.records(rows)?;
        let loaded = self.level.load(records, database, request).await?;
        self.write_list(&loaded, request)
    }

    /// The JSON array of all records.
    pub(super) fn write_list(&self, loaded: &Loaded<'_>, request: &Request) -> Result<Json> {
        let width = 32 * (1 + self.shape.members.len());
        let mut out = Vec::with_capacity(2 + loaded.records.len() * width);
        let writer = Writer { level: &self.level, loaded, request };
        out.push(b'[');
        for (index, record) in loaded.records.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            writer.object(&self.shape, record, &mut out)?;
        }
        out.push(b']');
        Ok(Json::from_bytes(out))
    }

    /// The JSON object of the only record.
    pub(super) fn write_one(&self, loaded: &Loaded<'_>, request: &Request) -> Result<Json> {
        let mut out = Vec::with_capacity(32 * (1 + self.shape.members.len()));
        let writer = Writer { level: &self.level, loaded, request };
        for record in &loaded.records {
            writer.object(&self.shape, record, &mut out)?;
        }
        Ok(Json::from_bytes(out))
    }
}

/// `true` if JSON shows a zero; the answer to a write has the sign that was sent.
fn shows_zero(shown: &[u8]) -> bool {
    shown.contains(&b'0') && !shown.iter().any(|byte| (b'1'..=b'9').contains(byte))
}

/// One level with its rows.
struct Writer<'a> {
    level: &'a Level,
    loaded: &'a Loaded<'a>,
    request: &'a Request,
}

impl Writer<'_> {
    fn object(&self, shape: &Shape, record: &Record<'_>, out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        for (key, leaf) in &shape.members {
            out.extend_from_slice(key);
            self.leaf(leaf, record, out)?;
        }
        out.extend_from_slice(if shape.members.is_empty() { b"{}" } else { b"}" });
        match (&shape.represent, &record.model) {
            (Some(represent), Some(model)) => {
                represent.apply(start, model.as_any(), self.request, out)
            }
            _ => Ok(()),
        }
    }

    fn leaf(&self, leaf: &Leaf, record: &Record<'_>, out: &mut Vec<u8>) -> Result<()> {
        match leaf {
            Leaf::Column { ordinal, kind, options } => {
                let start = out.len();
                let options = &options.or_settings(&kind.schema, self.request.settings());
                match &record.columns {
                    Columns::Row(row) => {
                        (kind.write_row)(row, self.level.place(*ordinal), options, out)?;
                    }
                    Columns::Whole { row, sent } => {
                        (kind.write_row)(row, *ordinal, options, out)?;
                        let zero = sent.iter().find(|(place, _)| place == ordinal);
                        if let Some((_, zero)) = zero.filter(|_| shows_zero(&out[start..])) {
                            out.truncate(start);
                            (kind.write)(zero.clone(), options, out);
                        }
                    }
                    Columns::Values(values) => match values.get(*ordinal) {
                        Some(value) => (kind.write)(value.clone(), options, out),
                        None => out.extend_from_slice(b"null"),
                    },
                }
                if kind.schema.file {
                    files::show(start, self.request, out)?;
                }
            }
            Leaf::Method(method, options) => match &record.model {
                Some(model) => method.write(model.as_any(), self.request, options, out),
                None => out.extend_from_slice(b"null"),
            },
            Leaf::Text(text) => match &record.model {
                Some(model) => write_str(&text(model.as_any()), out),
                None => out.extend_from_slice(b"null"),
            },
            Leaf::Link { .. } => self.link(leaf, record, out)?,
            Leaf::Object(shape) => self.object(shape, record, out)?,
            Leaf::Count { branch } => self.count(*branch, record, out)?,
            Leaf::Related { branch, many, leaf } => {
                self.related(*branch, *many, leaf, record, out)?;
            }
        }
        Ok(())
    }

    fn related(
        &self,
        branch: usize,
        many: bool,
        leaf: &Leaf,
        record: &Record<'_>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let (Rows::All(level), Found::Rows { loaded, by_key }) =
            (&self.level.branches[branch].rows, &self.loaded.branches[branch])
        else {
            return Ok(());
        };
        let key = self.level.key(record, branch)?;
        let rows = key.and_then(|key| by_key.get(&key)).map(Vec::as_slice).unwrap_or_default();
        let inner = Writer { level, loaded, request: self.request };
        if !many {
            return match rows.first() {
                Some(&row) => inner.leaf(leaf, &loaded.records[row], out),
                None => {
                    out.extend_from_slice(b"null");
                    Ok(())
                }
            };
        }
        out.push(b'[');
        for (index, &row) in rows.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            inner.leaf(leaf, &loaded.records[row], out)?;
        }
        out.push(b']');
        Ok(())
    }

    fn count(&self, branch: usize, record: &Record<'_>, out: &mut Vec<u8>) -> Result<()> {
        let key = self.level.key(record, branch)?;
        let count = match (&self.loaded.branches[branch], key) {
            (Found::Counts(counts), Some(key)) => counts.get(&key).copied().unwrap_or_default(),
            _ => 0,
        };
        write_integer(count, out);
        Ok(())
    }

    /// The absolute URL of a row, or null where no such view is registered.
    fn link(&self, leaf: &Leaf, record: &Record<'_>, out: &mut Vec<u8>) -> Result<()> {
        let Leaf::Link { ordinal, view_name, kind } = leaf else { return Ok(()) };
        let mut value = Vec::new();
        let plain = Leaf::Column {
            ordinal: *ordinal,
            kind,
            options: crate::fields::FieldOptions::default(),
        };
        self.leaf(&plain, record, &mut value)?;
        let text = String::from_utf8_lossy(&value);
        match self.request.reverse(view_name, text.trim_matches('"')) {
            Some(url) => write_str(&url, out),
            None => out.extend_from_slice(b"null"),
        }
        Ok(())
    }
}
