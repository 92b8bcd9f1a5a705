//! Random numbers from the operating system.

use crate::{Error, Result};

/// So many random bytes.
///
/// # Errors
/// [`Error::Internal`] if the operating system has none.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
    Ok(bytes)
}

/// Bytes as hexadecimal digits, two each.
#[cfg(any(feature = "auth", feature = "jwt"))]
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
