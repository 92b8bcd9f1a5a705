//! Lists of which only some rows are in memory at a time.

use serde_json::value::RawValue;

use crate::{Error, Json, Result};

/// Writes one list in a format, row by row.
///
/// Made by a renderer's [`list_writer`](super::Renderer::list_writer) for each long list, then
/// called for its beginning, its rows and its end. What it writes together must be what the
/// renderer would write of the whole list.
///
/// ```
/// use seaview::{Result, renderers::ListWriter};
///
/// /// A line for each row, and their number below.
/// struct Counted(usize);
///
/// impl ListWriter for Counted {
///     fn row(&mut self, row: &str, out: &mut Vec<u8>) -> Result<()> {
///         self.0 += 1;
///         out.extend_from_slice(format!("{row}\n").as_bytes());
///         Ok(())
///     }
///
///     fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
///         out.extend_from_slice(format!("{} rows\n", self.0).as_bytes());
///         Ok(())
///     }
/// }
/// ```
pub trait ListWriter: Send {
    /// What stands before the first row; nothing unless overridden.
    ///
    /// # Errors
    /// Any; the connection breaks.
    fn start(&mut self, out: &mut Vec<u8>) -> Result<()> {
        let _ = out;
        Ok(())
    }

    /// One row, which is compact JSON.
    ///
    /// # Errors
    /// Any; the connection breaks.
    fn row(&mut self, row: &str, out: &mut Vec<u8>) -> Result<()>;

    /// What stands after the last row; nothing unless overridden.
    ///
    /// # Errors
    /// Any; the connection breaks.
    fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        let _ = out;
        Ok(())
    }

    /// Some rows, a JSON array: each by [`row`](Self::row) unless overridden.
    ///
    /// # Errors
    /// Any; the connection breaks.
    fn rows(&mut self, rows: &Json, out: &mut Vec<u8>) -> Result<()> {
        let rows: Vec<&RawValue> =
            serde_json::from_slice(rows.as_bytes()).map_err(Error::internal)?;
        rows.into_iter().try_for_each(|row| self.row(row.get(), out))
    }
}
