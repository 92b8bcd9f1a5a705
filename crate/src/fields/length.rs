//! Types of which `min_length` and `max_length` can be stated, and those with parts.

use super::Field;

/// Types with a length: characters of text, items of lists. `min_length` and `max_length` suit
/// them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length",
    label = "neither text nor a list",
    note = "`min_length` and `max_length` are for text and lists; remove them here"
)]
pub trait Length: Field {}

impl<T: Length> Length for Option<T> {}

/// Types that are made of values of one other type, as lists and dictionaries are: `child` and
/// `allow_empty` suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no items",
    label = "neither a list nor a dictionary",
    note = "`child` and `allow_empty` are for lists and dictionaries; remove them here"
)]
pub trait Composite: Field {
    /// The type of the items or values.
    type Child: Field;
}

impl<T: Composite> Composite for Option<T> {
    type Child = T::Child;
}
