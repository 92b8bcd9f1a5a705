//! Rows written as JSON while SQLite steps through them.

use rusqlite::{Result, Row, types::ValueRef};
use sea_orm::Statement;

use super::connection::Connection;
use crate::{
    database::flat::{Flat, FlatMember, Holds},
    json::{write_integer, write_text},
};

impl Connection {
    /// What a statement counts, and the JSON array of the rows of another; `None` if a row holds
    /// what its columns should not.
    pub(super) fn json_page(
        &self,
        [count, rows]: [&Statement; 2],
        flat: &Flat,
    ) -> Result<Option<(u64, Vec<u8>)>> {
        let mut counting = self.bound(count)?;
        // Not done before the rows are read: as long as it is open, both see one state of the
        // database, and no BEGIN and COMMIT are needed.
        let mut counted = counting.raw_query();
        let count: i64 = counted.next()?.map_or(Ok(0), |row| row.get(0))?;
        let list = self.json_list([rows], flat)?;
        Ok(list.map(|list| (count.unsigned_abs(), list)))
    }

    /// The JSON array of the rows of a statement.
    pub(super) fn json_list(
        &self,
        [rows]: [&Statement; 1],
        flat: &Flat,
    ) -> Result<Option<Vec<u8>>> {
        let mut statement = self.bound(rows)?;
        let mut rows = statement.raw_query();
        let mut out = Vec::with_capacity(16 * 1024);
        out.push(b'[');
        while let Some(row) = rows.next()? {
            if out.len() > 1 {
                out.push(b',');
            }
            if flat.write(row, &mut out).is_none() {
                return Ok(None);
            }
        }
        out.push(b']');
        Ok(text(out))
    }

    /// The JSON object of the first row of a statement; empty if there is no row.
    pub(super) fn json_one(&self, [rows]: [&Statement; 1], flat: &Flat) -> Result<Option<Vec<u8>>> {
        let mut statement = self.bound(rows)?;
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        let Some(row) = rows.next()? else { return Ok(Some(out)) };
        out.reserve(256);
        Ok(flat.write(row, &mut out).map(|()| out).and_then(text))
    }
}

/// The bytes, if they are UTF-8: what stands around the texts of a row is ASCII, so that one look
/// at all of them is one at each.
fn text(bytes: Vec<u8>) -> Option<Vec<u8>> {
    std::str::from_utf8(&bytes).is_ok().then_some(bytes)
}

impl Flat {
    fn write(&self, row: &Row<'_>, out: &mut Vec<u8>) -> Option<()> {
        for member in &self.0 {
            out.extend_from_slice(&member.key);
            member.write(row.get_ref(member.column).ok()?, out)?;
        }
        out.push(b'}');
        Some(())
    }
}

impl FlatMember {
    fn write(&self, value: ValueRef<'_>, out: &mut Vec<u8>) -> Option<()> {
        match (value, &self.holds) {
            (ValueRef::Null, _) if self.nullable => out.extend_from_slice(b"null"),
            (ValueRef::Text(text), Holds::Text) => write_text(text, out),
            (ValueRef::Integer(number), Holds::Integer(range)) if range.contains(&number) => {
                write_integer(number, out);
            }
            (ValueRef::Integer(0), Holds::Boolean) => out.extend_from_slice(b"false"),
            (ValueRef::Integer(_), Holds::Boolean) => out.extend_from_slice(b"true"),
            _ => return None,
        }
        Some(())
    }
}
