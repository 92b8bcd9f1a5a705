//! What may be stated of a field by its type: lengths, bounds, blanks.

use super::{
    FieldBuilder,
    plain::{ValueBuilder, value},
};
use crate::fields::{Composite, Field, Length, Number, Numeric, Text};

/// The same of the columns of a model, of the values of a plain serializer and of items.
macro_rules! limits {
    ($($builder:ident),*) => {$(
        impl<T: Field> $builder<T> {
            /// Takes the empty string.
            pub fn allow_blank(mut self, allow: bool) -> Self
            where
                T: Text,
            {
                self.field.options.allow_blank = allow;
                self.field.required &= !allow;
                self
            }

            /// Keeps white space at both ends.
            pub fn trim_whitespace(mut self, trim: bool) -> Self
            where
                T: Text,
            {
                self.field.options.trim_whitespace = trim;
                self
            }

            /// The fewest characters, or items.
            pub fn min_length(mut self, length: usize) -> Self
            where
                T: Length,
            {
                self.field.options.min_length = Some(length);
                self
            }

            /// The most characters, or items; by default the column's length.
            pub fn max_length(mut self, length: usize) -> Self
            where
                T: Length,
            {
                self.field.options.max_length = Some(length);
                self
            }

            /// The smallest value.
            pub fn min_value(mut self, value: impl Into<Number>) -> Self
            where
                T: Numeric,
            {
                self.field.options.min_value = Some(value.into());
                self
            }

            /// The largest value.
            pub fn max_value(mut self, value: impl Into<Number>) -> Self
            where
                T: Numeric,
            {
                self.field.options.max_value = Some(value.into());
                self
            }

            /// Takes the empty list or dictionary, which is the default, or refuses it.
            pub fn allow_empty(mut self, allow: bool) -> Self
            where
                T: Composite,
            {
                self.field.options.allow_empty = allow;
                self
            }

            /// What is stated of the items of a list or the values of a dictionary:
            /// `.child(|item| item.min_value(0))`.
            pub fn child<F>(mut self, state: F) -> Self
            where
                T: Composite,
                F: FnOnce(ValueBuilder<T::Child>) -> ValueBuilder<T::Child>,
            {
                self.field.options.child = Some(Box::new(state(value("child")).field.options));
                self
            }
        }
    )*};
}

limits!(FieldBuilder, ValueBuilder);
