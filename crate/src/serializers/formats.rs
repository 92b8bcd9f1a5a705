//! What may be stated of how a field's values are spelled: formats, patterns, choices, digits.

use std::borrow::Cow;

use super::{FieldBuilder, plain::ValueBuilder};
use crate::fields::{
    Choice, ChoiceOf, ExactNumber, Field, Format, Integer, Pattern, Temporal, Text, Timespan,
};

/// The same of the columns of a model, of the values of a plain serializer and of items.
macro_rules! formats {
    ($($builder:ident),*) => {$(
        impl<T: Field> $builder<T> {
            /// The form that the text must have: DRF's `EmailField`, `URLField`, `SlugField` and
            /// `IPAddressField`. An IP address is never blank, and has no length of its own.
            pub fn format(mut self, format: Format) -> Self
            where
                T: Text,
            {
                if matches!(format, Format::Ip | Format::Ipv4 | Format::Ipv6) {
                    self.field.options.max_length = None;
                }
                self.field.options.format = Some(format);
                self
            }

            /// The pattern that a text must match: the validator of a column, "Enter a valid
            /// value." The syntax is that of the crate `regex`, and it may match anywhere.
            ///
            /// # Panics
            /// If it is not a regular expression.
            #[track_caller]
            pub fn pattern(mut self, regex: &str) -> Self
            where
                T: Text,
            {
                self.field.options.pattern = Some(Pattern::of_column(regex, None));
                self
            }

            /// The same with a message of one's own.
            ///
            /// # Panics
            /// If it is not a regular expression.
            #[track_caller]
            pub fn pattern_with(
                mut self,
                regex: &str,
                message: impl Into<Cow<'static, str>>,
            ) -> Self
            where
                T: Text,
            {
                let pattern = Pattern::of_column(regex, Some(message.into()));
                self.field.options.pattern = Some(pattern);
                self
            }

            /// The pattern that the text must match: DRF's `RegexField`, "This value does not
            /// match the required pattern." OPTIONS calls the type `regex`.
            ///
            /// # Panics
            /// If it is not a regular expression.
            #[track_caller]
            pub fn regex(mut self, regex: &str) -> Self
            where
                T: Text,
            {
                self.field.options.regex = Some(Pattern::of_field(regex));
                self
            }

            /// The values that are taken, with their names for people: DRF's `ChoiceField`.
            /// Lengths and bounds say nothing more then.
            ///
            /// ```
            /// # mod shirt {
            /// #     use sea_orm::entity::prelude::*;
            /// #     #[sea_orm::model]
            /// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            /// #     #[sea_orm(table_name = "shirt")]
            /// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub size: String }
            /// #     impl ActiveModelBehavior for ActiveModel {}
            /// # }
            /// use seaview::{column, serializers::field};
            ///
            /// field("size", column!(shirt::Entity, size)).choices([("s", "Small"), ("l", "Large")]);
            /// ```
            pub fn choices<V: ChoiceOf<T>>(
                mut self,
                choices: impl AsRef<[(V, &'static str)]>,
            ) -> Self {
                let choices = choices.as_ref().iter();
                let choices = choices.map(|(value, name)| Choice::new(*value, *name)).collect();
                self.field.options.choices = Some(choices);
                self
            }

            /// Calls the integer big in messages: DRF's `BigIntegerField`.
            pub fn big_integer(mut self) -> Self
            where
                T: Integer,
            {
                self.field.options.big_integer = true;
                self
            }

            /// Writes the number as a string, or not. By default decimals are strings and integers
            /// are not; a decimal that is none may lose digits in the reader.
            pub fn coerce_to_string(mut self, coerce: bool) -> Self
            where
                T: ExactNumber,
            {
                self.field.options.coerce_to_string = Some(coerce);
                self
            }

            /// How dates and times may be written, each in the syntax of chrono's `strftime`, or
            /// `iso-8601`. The first that fits counts.
            pub fn input_formats(mut self, formats: &'static [&'static str]) -> Self
            where
                T: Temporal,
            {
                self.field.options.input_formats = Some(formats);
                self
            }

            /// How the date or time is written, in the syntax of chrono's `strftime`; by default
            /// in ISO 8601.
            pub fn output_format(mut self, format: &'static str) -> Self
            where
                T: Temporal,
            {
                self.field.options.output_format = Some(format);
                self
            }

            /// Writes the duration in ISO 8601, as `P1DT02H03M04.500000S`.
            pub fn iso_8601(mut self) -> Self
            where
                T: Timespan,
            {
                self.field.options.iso_8601 = true;
                self
            }
        }
    )*};
}

formats!(FieldBuilder, ValueBuilder);

/// The same of decimals.
#[cfg(feature = "rust_decimal")]
macro_rules! decimals {
    ($($builder:ident),*) => {$(
        impl<T: crate::fields::DecimalNumber> $builder<T> {
            /// The most digits, those after the point among them; by default the column's.
            pub fn max_digits(mut self, digits: u32) -> Self {
                self.field.options.max_digits = Some(digits);
                self
            }

            /// The digits after the point: the most that are taken, and all that are shown. By
            /// default the column's.
            pub fn decimal_places(mut self, places: u32) -> Self {
                self.field.options.decimal_places = Some(places);
                self
            }

            /// How a value with more places than are shown is rounded; to the even digit unless
            /// stated. As in DRF, input with more places is refused before it could be rounded.
            pub fn rounding(mut self, rounding: rust_decimal::RoundingStrategy) -> Self {
                self.field.options.rounding = Some(rounding);
                self
            }

            /// Leaves out the zeros at the end of what is shown.
            pub fn normalize_output(mut self) -> Self {
                self.field.options.normalize_output = true;
                self
            }
        }
    )*};
}

#[cfg(feature = "rust_decimal")]
decimals!(FieldBuilder, ValueBuilder);
