//! The text of a parameter as a value of the column's type.

use std::{borrow::Cow, sync::Arc};

use sea_orm::{
    DbBackend, Value,
    sea_query::{Alias, ColumnType, Expr, ExprTrait, SimpleExpr},
};

use super::{dates, limits::check_length};
use crate::{
    database::kept,
    error::ErrorDetail,
    fields::{Choice, FieldOptions, Input, Kind, float},
    serializers::ColumnFacts,
};

/// Reads texts as values of one type, with the words of django-filter.
#[derive(Clone)]
pub(super) struct Values {
    kind: &'static Kind,
    /// The values that equality is limited to, where the type does not tell.
    pub(super) choices: Option<Arc<[Choice]>>,
    /// The database's own name of an enum.
    enumeration: Option<String>,
}

/// What a value is compared for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum For {
    /// Equality with one value, which must be one of the choices.
    Equality,
    /// Equality with one of several, which may be anything.
    Membership,
    Order,
}

impl Values {
    pub(super) fn of(kind: &'static Kind) -> Self {
        Self { kind, choices: None, enumeration: None }
    }

    pub(super) fn of_column(kind: &'static Kind, column: &ColumnFacts) -> Self {
        let enumeration = match &column.column_type {
            ColumnType::Enum { name, .. } => Some(name.to_string()),
            _ => None,
        };
        Self { enumeration, ..Self::of(kind) }
    }

    /// The value, or none where it filters nothing.
    pub(super) fn read(
        &self,
        text: &str,
        usage: For,
        backend: DbBackend,
    ) -> Result<Option<SimpleExpr>, ErrorDetail> {
        let value = self.value(text, usage)?;
        Ok(value.map(|value| match (&self.enumeration, &value) {
            (Some(name), _) => Expr::val(value).as_enum(Alias::new(name)),
            // The driver keeps statements by their text: one text must have one type.
            (None, Value::Double(_)) if backend == DbBackend::Postgres => {
                Expr::val(value).cast_as(Alias::new("DOUBLE PRECISION"))
            }
            (None, _) => Expr::val(kept(value, backend)),
        }))
    }

    pub(super) fn are_choices(&self) -> bool {
        self.choices.is_some() || self.kind.schema.kind == "choice"
    }

    pub(super) fn are_booleans(&self) -> bool {
        self.kind.schema.kind == "boolean"
    }

    /// Numbers, dates and times.
    pub(super) fn are_quantities(&self) -> bool {
        let kind = self.kind.schema.kind;
        matches!(kind, "integer" | "float" | "decimal" | "date" | "datetime" | "time" | "duration")
    }

    /// The value, or none where it filters nothing.
    pub(super) fn value(&self, text: &str, usage: For) -> Result<Option<Value>, ErrorDetail> {
        check_length(text)?;
        let choices = self.choices.as_ref().filter(|_| usage == For::Equality);
        if choices.is_some_and(|all| all.iter().all(|choice| choice.value.to_string() != text)) {
            return Err(not_a_choice(text));
        }
        match self.kind.schema.kind {
            "integer" | "float" | "decimal" => self.number(text).map(Some),
            "boolean" => Ok(boolean(text).map(Value::from)),
            "choice" => match self.parse(text) {
                Ok(value) => Ok(Some(value)),
                Err(_) if usage == For::Equality => Err(not_a_choice(text)),
                Err(_) if text.contains('\0') => Err(null_characters()),
                Err(_) => Ok(None),
            },
            "date" => match dates::read(text).and_then(|day| self.parse(&day).ok()) {
                Some(value) => Ok(Some(value)),
                None => Err(self.invalid("Enter a valid date.".into())),
            },
            _ if self.kind.schema.text && text.contains('\0') => Err(null_characters()),
            _ => self.parse(text).map(Some).map_err(|error| self.invalid(error)),
        }
    }

    /// The value as the type itself has it, for a function: a number of another kind is an error.
    pub(super) fn exactly(&self, text: &str) -> Result<Option<Value>, ErrorDetail> {
        let Some(value) = self.value(text, For::Equality)? else { return Ok(None) };
        match (self.kind.schema.kind, &value) {
            ("integer", Value::Double(Some(number))) => {
                let whole = self.parse(&format!("{number:.0}"));
                whole.map(Some).map_err(|_| ErrorDetail::new("Enter a number.", "invalid"))
            }
            ("decimal", Value::Double(_)) => Err(ErrorDetail::new("Enter a number.", "invalid")),
            _ => Ok(Some(value)),
        }
    }

    /// Numbers are read as decimals. An integer column is compared with the whole part; a number
    /// beyond the column's type is compared all the same.
    fn number(&self, text: &str) -> Result<Value, ErrorDetail> {
        // Python's `Decimal` passes over underscores, wherever they stand.
        let plain = text.replace('_', "");
        let number = float(&plain).or_else(|| beyond_floats(&plain));
        let number = number.ok_or_else(|| ErrorDetail::new("Enter a number.", "invalid"))?;
        if let Ok(value) = self.parse(text) {
            return Ok(value);
        }
        if number > MAX_NUMBER {
            let message = "Ensure this value is less than or equal to 1e+50.";
            return Err(ErrorDetail::new(message, "max_value"));
        }
        let integer = self.kind.schema.kind == "integer";
        let number = if integer { number.trunc() } else { number };
        let whole = (integer && number.fract() == 0.0).then(|| self.parse(&format!("{number:.0}")));
        Ok(whole.and_then(Result::ok).unwrap_or_else(|| Value::from(number)))
    }

    pub(super) fn parse(&self, text: &str) -> Result<Value, String> {
        let options = FieldOptions { allow_blank: true, ..FieldOptions::default() };
        let parsed = (self.kind.parse)(Input::Text(text.into()), &options);
        parsed.map(|parsed| parsed.value).map_err(|error| error.to_string())
    }

    fn invalid(&self, error: String) -> ErrorDetail {
        let stated = self.kind.schema.filter_message.map(Cow::Borrowed);
        ErrorDetail::new(stated.unwrap_or_else(|| error.into()), "invalid")
    }
}

/// django-filter's bound, against numbers whose digits would fill the memory.
const MAX_NUMBER: f64 = 1e50;

/// A decimal that no float holds, such as `1e400`; infinity itself is no number.
fn beyond_floats(text: &str) -> Option<f64> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_infinite());
    let number = number.filter(|_| text.contains(|letter: char| letter.is_ascii_digit()))?;
    Some(number.max(f64::MIN))
}

pub(super) fn null_characters() -> ErrorDetail {
    ErrorDetail::new("Null characters are not allowed.", "null_characters_not_allowed")
}

pub(super) fn not_a_choice(text: &str) -> ErrorDetail {
    let message = format!("Select a valid choice. {text} is not one of the available choices.");
    ErrorDetail::new(message, "invalid_choice")
}

/// django-filter's booleans; anything else filters nothing.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}
