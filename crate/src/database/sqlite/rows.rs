//! Rows copied out of a statement, and the values in them as SQLx reads them.

use std::sync::Arc;

use rusqlite::types::ValueRef;
use sea_orm::{DbErr, Value, sea_query::ArrayType};

/// All rows of a statement, in two buffers however many they are.
#[derive(Debug, Default)]
pub(super) struct Rows {
    width: usize,
    cells: Vec<Cell>,
    /// The texts and blobs, one after the other.
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    /// From here to there in the bytes.
    Text(usize, usize),
    Blob(usize, usize),
}

impl Rows {
    pub(super) fn of_width(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    pub(super) fn push(&mut self, row: &rusqlite::Row<'_>) -> rusqlite::Result<()> {
        for column in 0..self.width {
            let cell = match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(value) => Cell::Integer(value),
                ValueRef::Real(value) => Cell::Real(value),
                ValueRef::Text(bytes) => {
                    let (start, end) = self.keep(bytes);
                    Cell::Text(start, end)
                }
                ValueRef::Blob(bytes) => {
                    let (start, end) = self.keep(bytes);
                    Cell::Blob(start, end)
                }
            };
            self.cells.push(cell);
        }
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> (usize, usize) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        (start, self.bytes.len())
    }

    /// The rows one by one. A statement that returns nothing has no columns and no rows.
    pub(super) fn into_rows(self) -> impl ExactSizeIterator<Item = SqliteRow> {
        let count = self.cells.len().checked_div(self.width).unwrap_or(0);
        let rows = Arc::new(self);
        (0..count).map(move |row| SqliteRow { rows: Arc::clone(&rows), row })
    }
}

/// One of the rows.
#[derive(Debug)]
pub(in crate::database) struct SqliteRow {
    rows: Arc<Rows>,
    row: usize,
}

impl SqliteRow {
    fn cell(&self, column: usize) -> Option<Cell> {
        let inside = column < self.rows.width;
        self.rows.cells.get(self.row * self.rows.width + column).copied().filter(|_| inside)
    }

    fn bytes(&self, start: usize, end: usize) -> &[u8] {
        self.rows.bytes.get(start..end).unwrap_or_default()
    }

    pub(in crate::database) fn width(&self) -> usize {
        self.rows.width
    }

    pub(in crate::database) fn is_null(&self, column: usize) -> bool {
        matches!(self.cell(column), Some(Cell::Null))
    }

    pub(in crate::database) fn text(&self, column: usize) -> Option<&str> {
        let Some(Cell::Text(start, end)) = self.cell(column) else { return None };
        std::str::from_utf8(self.bytes(start, end)).ok()
    }

    /// The value as the file keeps it; `None` for NULL.
    pub(in crate::database) fn kept(&self, column: usize) -> Option<Value> {
        match self.cell(column)? {
            Cell::Null => None,
            Cell::Integer(number) => Some(number.into()),
            Cell::Real(number) => Some(number.into()),
            Cell::Text(start, end) => {
                let text = std::str::from_utf8(self.bytes(start, end)).ok()?;
                Some(text.into())
            }
            Cell::Blob(start, end) => Some(self.bytes(start, end).to_vec().into()),
        }
    }

    /// The value of a column whose Rust type has this counterpart.
    ///
    /// # Errors
    /// [`DbErr`] where SQLx would not read the column as one either.
    pub(in crate::database) fn value(&self, column: usize, of: &ArrayType) -> Result<Value, DbErr> {
        let missing = || DbErr::Type(format!("there is no column {column}"));
        let cell = self.cell(column).ok_or_else(missing)?;
        let value = match cell {
            Cell::Null => null(of),
            Cell::Integer(number) => integer(number, of),
            Cell::Real(number) => real(number, of),
            Cell::Text(start, end) => text(self.bytes(start, end), of),
            Cell::Blob(start, end) => blob(self.bytes(start, end), of),
        };
        value.ok_or_else(|| DbErr::Type(format!("column {column} holds no {of:?} but {cell:?}")))
    }
}

/// `true` if values of this kind are read here as SQLx reads them.
pub(in crate::database) fn reads(of: &ArrayType) -> bool {
    null(of).is_some()
}

fn null(of: &ArrayType) -> Option<Value> {
    Some(match of {
        ArrayType::Bool => Value::Bool(None),
        ArrayType::TinyInt => Value::TinyInt(None),
        ArrayType::SmallInt => Value::SmallInt(None),
        ArrayType::Int => Value::Int(None),
        ArrayType::BigInt => Value::BigInt(None),
        ArrayType::TinyUnsigned => Value::TinyUnsigned(None),
        ArrayType::SmallUnsigned => Value::SmallUnsigned(None),
        ArrayType::Unsigned => Value::Unsigned(None),
        ArrayType::Float => Value::Float(None),
        ArrayType::Double => Value::Double(None),
        ArrayType::String => Value::String(None),
        ArrayType::Bytes => Value::Bytes(None),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDate => Value::ChronoDate(None),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoTime => Value::ChronoTime(None),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDateTime => Value::ChronoDateTime(None),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDateTimeUtc => Value::ChronoDateTimeUtc(None),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDateTimeWithTimeZone => Value::ChronoDateTimeWithTimeZone(None),
        #[cfg(feature = "uuid")]
        ArrayType::Uuid => Value::Uuid(None),
        #[cfg(feature = "rust_decimal")]
        ArrayType::Decimal => Value::Decimal(None),
        #[cfg(feature = "json")]
        ArrayType::Json => Value::Json(None),
        _ => return None,
    })
}

fn integer(number: i64, of: &ArrayType) -> Option<Value> {
    Some(match of {
        ArrayType::Bool => (number != 0).into(),
        ArrayType::TinyInt => i8::try_from(number).ok()?.into(),
        ArrayType::SmallInt => i16::try_from(number).ok()?.into(),
        ArrayType::Int => i32::try_from(number).ok()?.into(),
        ArrayType::BigInt => number.into(),
        ArrayType::TinyUnsigned => u8::try_from(number).ok()?.into(),
        ArrayType::SmallUnsigned => u16::try_from(number).ok()?.into(),
        ArrayType::Unsigned => u32::try_from(number).ok()?.into(),
        #[cfg(feature = "chrono")]
        of => super::moment::of_seconds(number)?.value(of)?,
        #[cfg(not(feature = "chrono"))]
        _ => return None,
    })
}

fn real(number: f64, of: &ArrayType) -> Option<Value> {
    Some(match of {
        // SQLx narrows the same way.
        ArrayType::Float => (number as f32).into(),
        ArrayType::Double => number.into(),
        #[cfg(feature = "rust_decimal")]
        ArrayType::Decimal => rust_decimal::Decimal::try_from(number).ok()?.into(),
        #[cfg(feature = "chrono")]
        of => super::moment::of_julian_day(number)?.value(of)?,
        #[cfg(not(feature = "chrono"))]
        _ => return None,
    })
}

fn text(bytes: &[u8], of: &ArrayType) -> Option<Value> {
    Some(match of {
        ArrayType::Bytes => bytes.to_vec().into(),
        #[cfg(feature = "json")]
        ArrayType::Json => serde_json::from_slice::<serde_json::Value>(bytes).ok()?.into(),
        #[cfg(feature = "uuid")]
        ArrayType::Uuid => uuid::Uuid::from_slice(bytes).ok()?.into(),
        ArrayType::String => std::str::from_utf8(bytes).ok()?.into(),
        #[cfg(feature = "chrono")]
        of => super::moment::read(std::str::from_utf8(bytes).ok()?, of)?,
        #[cfg(not(feature = "chrono"))]
        _ => return None,
    })
}

fn blob(bytes: &[u8], of: &ArrayType) -> Option<Value> {
    Some(match of {
        ArrayType::Bytes => bytes.to_vec().into(),
        #[cfg(feature = "uuid")]
        ArrayType::Uuid => uuid::Uuid::from_slice(bytes).ok()?.into(),
        _ => return None,
    })
}
