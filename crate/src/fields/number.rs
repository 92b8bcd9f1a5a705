//! Numbers of any type, as bounds.

use std::fmt;

use super::{Field, python};

/// A bound of a number.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Number {
    /// Of an integer, or of anything that was stated as one.
    Integer(i128),
    /// Of a float.
    Float(f64),
}

impl Number {
    pub(crate) fn as_float(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => f.write_str(&python::float_to_str(*value)),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

/// Types with an order of magnitude: `min_value`, `max_value` and the filters `gt` to `lte` suit
/// them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "not a number",
    note = "`gt`, `gte`, `lt`, `lte`, `min_value` and `max_value` are for numbers; remove it here"
)]
pub trait Numeric: Field {}

impl<T: Numeric> Numeric for Option<T> where Option<T>: Field {}
