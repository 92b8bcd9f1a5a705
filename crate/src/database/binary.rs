//! Rows of PostgreSQL as JSON, from the binary form in which the server sends values.
//!
//! What a column holds is looked up once for all rows of a statement, in place of once a value, and
//! nothing is copied before it is written.

use sea_orm::sqlx::{
    Column, Postgres, Row as _, Type, ValueRef,
    postgres::{PgRow, PgValueFormat},
};

use super::{
    Flat, Row,
    flat::{FlatMember, Holds},
};
use crate::json::{write_integer, write_text};

/// The types of PostgreSQL whose values are written from their bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Binary {
    Text,
    Boolean,
    Int2,
    Int4,
    Int8,
}

impl Binary {
    /// What a column holds, if values of a type that SQLx takes from it are written here.
    pub(super) fn of(row: &PgRow, column: usize) -> Option<Self> {
        let held = row.try_column(column).ok()?.type_info();
        if <i64 as Type<Postgres>>::compatible(held) {
            Some(Self::Int8)
        } else if <str as Type<Postgres>>::compatible(held) {
            Some(Self::Text)
        } else if <i32 as Type<Postgres>>::compatible(held) {
            Some(Self::Int4)
        } else if <bool as Type<Postgres>>::compatible(held) {
            Some(Self::Boolean)
        } else {
            <i16 as Type<Postgres>>::compatible(held).then_some(Self::Int2)
        }
    }
}

/// The bytes of a value, `Some(None)` for NULL.
pub(super) fn bytes(row: &PgRow, column: usize) -> Option<Option<&[u8]>> {
    let value = row.try_get_raw(column).ok()?;
    if value.is_null() {
        return Some(None);
    }
    (value.format() == PgValueFormat::Binary).then(|| value.as_bytes().ok())?.map(Some)
}

impl Flat {
    /// The JSON array of rows; `None` if they are not PostgreSQL's, or hold what their columns
    /// should not.
    pub(crate) fn array(&self, rows: &[Row]) -> Option<Vec<u8>> {
        let mut out = vec![b'['];
        if let Some((first, others)) = rows.split_first() {
            let held = self.held(first)?;
            self.write_binary(first, &held, &mut out)?;
            // Most rows are about as long as the first.
            out.reserve(out.len() * rows.len() + out.len());
            for row in others {
                out.push(b',');
                self.write_binary(row, &held, &mut out)?;
            }
        }
        out.push(b']');
        std::str::from_utf8(&out).is_ok().then_some(out)
    }

    /// The JSON object of a row; `None` as above.
    pub(crate) fn object(&self, row: &Row) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(256);
        self.write_binary(row, &self.held(row)?, &mut out)?;
        std::str::from_utf8(&out).is_ok().then_some(out)
    }

    /// What the columns of the members hold, if it is what the members show.
    fn held(&self, row: &Row) -> Option<Vec<Binary>> {
        let held = |member: &FlatMember| {
            let held = row.binary(member.column)?;
            let range = match held {
                Binary::Int2 => i16::MIN.into()..=i16::MAX.into(),
                Binary::Int4 => i32::MIN.into()..=i32::MAX.into(),
                _ => i64::MIN..=i64::MAX,
            };
            let shown = match (held, &member.holds) {
                (Binary::Text, Holds::Text) | (Binary::Boolean, Holds::Boolean) => true,
                (Binary::Int2 | Binary::Int4 | Binary::Int8, Holds::Integer(own)) => *own == range,
                _ => false,
            };
            shown.then_some(held)
        };
        self.0.iter().map(held).collect()
    }

    fn write_binary(&self, row: &Row, held: &[Binary], out: &mut Vec<u8>) -> Option<()> {
        for (member, held) in self.0.iter().zip(held) {
            out.extend_from_slice(&member.key);
            match row.bytes(member.column)? {
                Some(bytes) => held.write(bytes, out)?,
                None if member.nullable => out.extend_from_slice(b"null"),
                None => return None,
            }
        }
        out.push(b'}');
        Some(())
    }
}

impl Binary {
    fn write(self, bytes: &[u8], out: &mut Vec<u8>) -> Option<()> {
        match self {
            Self::Text => write_text(bytes, out),
            Self::Boolean => out.extend_from_slice(if *bytes == [0] { b"false" } else { b"true" }),
            Self::Int2 => write_integer(i16::from_be_bytes(bytes.try_into().ok()?), out),
            Self::Int4 => write_integer(i32::from_be_bytes(bytes.try_into().ok()?), out),
            Self::Int8 => write_integer(i64::from_be_bytes(bytes.try_into().ok()?), out),
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_from_their_bytes() {
        for (held, bytes, json) in [
            (Binary::Int2, &[0xff, 0xfe][..], Some("-2")),
            (Binary::Int4, &[0, 0, 1, 0], Some("256")),
            (Binary::Int8, &[0x80, 0, 0, 0, 0, 0, 0, 0], Some("-9223372036854775808")),
            (Binary::Int8, &[1], None),
            (Binary::Boolean, &[1], Some("true")),
            (Binary::Boolean, &[0], Some("false")),
            (Binary::Text, b"a\"b", Some(r#""a\"b""#)),
        ] {
            let mut out = Vec::new();
            let written = held.write(bytes, &mut out);
            assert_eq!(written.map(|()| String::from_utf8(out).unwrap()).as_deref(), json);
        }
    }
}
