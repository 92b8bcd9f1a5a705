//! How much a client may ask for.

use crate::error::ErrorDetail;

/// The longest text that is looked for, in bytes: SQLite refuses patterns of more than 50 000.
const MAX_LENGTH: usize = 10_000;

/// The most items of a comma list or of a repeated parameter: databases limit the variables of a
/// statement.
pub(super) const MAX_ITEMS: usize = 1000;

/// The most terms of a search: each makes the condition deeper, and databases limit its depth.
pub(super) const MAX_TERMS: usize = 100;

/// Refuses a text that is too long to be looked for, in Django's words.
pub(super) fn check_length(text: &str) -> Result<(), ErrorDetail> {
    if text.len() <= MAX_LENGTH {
        return Ok(());
    }
    let message =
        format!("Ensure this value has at most {MAX_LENGTH} bytes (it has {}).", text.len());
    Err(ErrorDetail::new(message, "max_length"))
}

/// Refuses a list of too many items.
pub(super) fn check_items(count: usize) -> Result<(), ErrorDetail> {
    if count <= MAX_ITEMS {
        return Ok(());
    }
    let message = format!("Ensure there are at most {MAX_ITEMS} values (there are {count}).");
    Err(ErrorDetail::new(message, "max_items"))
}
