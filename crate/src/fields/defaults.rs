//! What the settings say of fields that do not say it themselves.

use std::borrow::Cow;

use super::{FieldOptions, FieldSchema};
use crate::Settings;

impl FieldOptions {
    /// These, with the settings for what is not stated.
    pub(crate) fn or_settings(&self, schema: &FieldSchema, settings: &Settings) -> Cow<'_, Self> {
        let (output, input) = match schema.kind {
            "decimal" => return self.or_coerced(settings.coerce_decimal_to_string),
            "date" => (settings.date_format, settings.date_input_formats),
            "datetime" => (settings.datetime_format, settings.datetime_input_formats),
            "time" => (settings.time_format, settings.time_input_formats),
            _ => return Cow::Borrowed(self),
        };
        let said = |formats: &'static str| Some(formats).filter(|format| *format != "iso-8601");
        let output_format = self.output_format.or(output).and_then(said);
        let input_formats = self.input_formats.or(input);
        #[cfg(feature = "chrono-tz")]
        if let Some(zone) = settings.time_zone.filter(|_| schema.kind == "datetime") {
            let time_zone = Some(self.time_zone.unwrap_or(zone));
            return Cow::Owned(Self { time_zone, output_format, input_formats, ..self.clone() });
        }
        if output_format == self.output_format && input_formats == self.input_formats {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self { output_format, input_formats, ..self.clone() })
    }

    fn or_coerced(&self, coerce: bool) -> Cow<'_, Self> {
        match self.coerce_to_string {
            None if !coerce => Cow::Owned(Self { coerce_to_string: Some(false), ..self.clone() }),
            _ => Cow::Borrowed(self),
        }
    }
}
