//! A JSON number.

use std::fmt::{self, Display, Formatter};

/// A number as it is written.
#[derive(Clone, Debug)]
pub struct Number(String);

impl Number {
    /// Takes the text of a JSON number.
    pub fn new(text: &str) -> Number {
        Number(text.to_owned())
    }

    /// Whether Python reads it as an `int` rather than as a `float`.
    pub fn is_integer(&self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }

    fn as_float(&self) -> f64 {
        self.0.parse().unwrap_or_else(|error| panic!("{} is not a number: {error}", self.0))
    }
}

/// 1 and 1.0 differ; integers of any size are compared digit by digit.
impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        match (self.is_integer(), other.is_integer()) {
            (true, true) => self.0 == other.0 || (self.as_float(), other.as_float()) == (0.0, 0.0),
            (false, false) => self.as_float() == other.as_float(),
            _ => false,
        }
    }
}

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_if_kind_and_value_are() {
        let table = [
            ("1", "1", true),
            ("1", "1.0", false),
            ("1.0", "1.00", true),
            ("100.0", "1e2", true),
            ("0", "-0", true),
            ("0.0", "-0.0", true),
            ("1e400", "1e500", true),
            ("9007199254740993", "9007199254740992", false),
            (
                "1000000000000000000000000000000000000000",
                "1000000000000000000000000000000000000001",
                false,
            ),
            ("0.1", "0.10000000000000001", true),
        ];
        for (left, right, equal) in table {
            let same = Number::new(left) == Number::new(right);
            assert_eq!(same, equal, "{left} and {right}");
        }
    }
}
