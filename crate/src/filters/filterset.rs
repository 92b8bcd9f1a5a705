//! `?area__gte=1000000`: comparisons with columns.

use std::borrow::Cow;

use sea_orm::{
    DbBackend, DynIden, EntityTrait, Value,
    sea_query::{Expr, ExprTrait, LikeExpr, SelectStatement, SimpleExpr},
};

use super::{
    FilterBackend,
    search::{check_length, escape_like, ilike},
};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
    fields::{ColumnField, FieldOptions, Input, Kind, Numeric, Text, float, strip},
    serializers::ModelColumn,
};

/// Compares columns with query parameters: django-filter's `FilterSet`.
///
/// Filters are joined by AND; an empty parameter filters nothing, of repeated ones the last
/// counts, values that do not suit their column are a 400 that names each.
#[derive(Clone)]
pub struct FilterSet {
    filters: Vec<Filter>,
}

/// One parameter of a [`FilterSet`].
///
/// The parameter's name is the field's, with `__` and the lookup unless that is `exact`.
#[derive(Clone)]
pub struct Filter {
    parameter: Cow<'static, str>,
    column: (DynIden, DynIden),
    kind: &'static Kind,
    lookup: Lookup,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lookup {
    Exact,
    IExact,
    Contains,
    IContains,
    StartsWith,
    IStartsWith,
    EndsWith,
    IEndsWith,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    IsNull,
}

macro_rules! lookups {
    ($($(#[$doc:meta])* $name:ident: $lookup:ident, $bound:ident, $suffix:literal;)*) => {
        impl Filter {$(
            $(#[$doc])*
            ///
            /// # Panics
            /// If the column's name is not one of the entity's columns.
            #[track_caller]
            pub fn $name<E: EntityTrait, T: ColumnField + $bound>(field: &'static str, column: ModelColumn<E, T>) -> Self {
                Self::new(field, $suffix, Lookup::$lookup, column)
            }
        )*}
    };
}

lookups! {
    /// Equal; for text in the same case.
    exact: Exact, ColumnField, "";
    /// Equal but for the case of letters.
    iexact: IExact, Text, "__iexact";
    /// Contains the text.
    contains: Contains, Text, "__contains";
    /// Contains the text, in any case.
    icontains: IContains, Text, "__icontains";
    /// Starts with the text.
    startswith: StartsWith, Text, "__startswith";
    /// Starts with the text, in any case.
    istartswith: IStartsWith, Text, "__istartswith";
    /// Ends with the text.
    endswith: EndsWith, Text, "__endswith";
    /// Ends with the text, in any case.
    iendswith: IEndsWith, Text, "__iendswith";
    /// Greater.
    gt: Gt, Numeric, "__gt";
    /// Greater or equal.
    gte: Gte, Numeric, "__gte";
    /// Less.
    lt: Lt, Numeric, "__lt";
    /// Less or equal.
    lte: Lte, Numeric, "__lte";
    /// One of a comma list.
    r#in: In, ColumnField, "__in";
    /// NULL for `true`, not NULL for `false`.
    isnull: IsNull, ColumnField, "__isnull";
}

impl Filter {
    #[track_caller]
    fn new<E: EntityTrait, T: ColumnField>(
        field: &'static str,
        suffix: &'static str,
        lookup: Lookup,
        column: ModelColumn<E, T>,
    ) -> Self {
        let parameter =
            if suffix.is_empty() { field.into() } else { format!("{field}{suffix}").into() };
        Self { parameter, column: column.facts().reference, kind: Kind::of::<T>(), lookup }
    }

    /// The condition of a value, or none where it filters nothing.
    fn condition(&self, text: &str, backend: DbBackend) -> Result<Option<SimpleExpr>, ErrorDetail> {
        let column = Expr::col(self.column.clone());
        if text.contains('\0') {
            let message = "Null characters are not allowed.";
            return Err(ErrorDetail::new(message, "null_characters_not_allowed"));
        }
        Ok(Some(match self.lookup {
            Lookup::IsNull => match boolean(text) {
                Some(true) => column.is_null(),
                Some(false) => column.is_not_null(),
                None => return Ok(None),
            },
            Lookup::In => {
                let items = text.split(',').map(strip).filter(|item| !item.is_empty());
                let values = items.map(|item| self.value(item)).collect::<Result<Vec<_>, _>>()?;
                column.is_in(values.into_iter().flatten())
            }
            Lookup::IExact
            | Lookup::Contains
            | Lookup::IContains
            | Lookup::StartsWith
            | Lookup::IStartsWith
            | Lookup::EndsWith
            | Lookup::IEndsWith => {
                check_length(text)?;
                self.like(column, text, backend)
            }
            comparison => {
                let Some(value) = self.value(text)? else { return Ok(None) };
                match comparison {
                    Lookup::Gt => column.gt(value),
                    Lookup::Gte => column.gte(value),
                    Lookup::Lt => column.lt(value),
                    Lookup::Lte => column.lte(value),
                    _ => column.eq(value),
                }
            }
        }))
    }

    fn like(&self, column: SimpleExpr, text: &str, backend: DbBackend) -> SimpleExpr {
        let text = escape_like(text);
        let pattern = match self.lookup {
            Lookup::IExact => text,
            Lookup::StartsWith | Lookup::IStartsWith => format!("{text}%"),
            Lookup::EndsWith | Lookup::IEndsWith => format!("%{text}"),
            _ => format!("%{text}%"),
        };
        match self.lookup {
            Lookup::Contains | Lookup::StartsWith | Lookup::EndsWith => {
                column.like(LikeExpr::new(pattern).escape('\\'))
            }
            _ => ilike(column, pattern, backend),
        }
    }

    /// The value of a text as the column's type, or none where it filters nothing.
    fn value(&self, text: &str) -> Result<Option<Value>, ErrorDetail> {
        match self.kind.schema.kind {
            "integer" | "float" => self.number(text).map(Some),
            "boolean" => Ok(boolean(text).map(Value::from)),
            _ => {
                let options = FieldOptions { allow_blank: true, ..FieldOptions::default() };
                match (self.kind.parse)(Input::Text(text.into()), &options) {
                    Ok(parsed) => Ok(Some(parsed.value)),
                    Err(error) => {
                        let stated = self.kind.schema.filter_message.map(Cow::Borrowed);
                        let message = stated.unwrap_or_else(|| error.to_string().into());
                        Err(ErrorDetail::new(message, "invalid"))
                    }
                }
            }
        }
    }

    /// Numbers are read as decimals. An integer column is equal to the whole part and compared
    /// with the number as it is; a number beyond the column's type is compared all the same.
    fn number(&self, text: &str) -> Result<Value, ErrorDetail> {
        if let Ok(parsed) = (self.kind.parse)(Input::Text(text.into()), &FieldOptions::default()) {
            return Ok(parsed.value);
        }
        let number = float(text).ok_or_else(|| ErrorDetail::new("Enter a number.", "invalid"))?;
        let whole =
            matches!(self.lookup, Lookup::Exact | Lookup::In) && self.kind.schema.kind == "integer";
        Ok(Value::from(if whole { number.trunc() } else { number }))
    }
}

impl FilterSet {
    /// These filters.
    pub fn new(filters: Vec<Filter>) -> Self {
        Self { filters }
    }
}

impl FilterBackend for FilterSet {
    fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        let backend = request.database().backend();
        let mut errors = Vec::new();
        for filter in &self.filters {
            let text = request.query_param(&filter.parameter).map(strip).unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            match filter.condition(text, backend) {
                Ok(Some(condition)) => _ = queryset.and_where(condition),
                Ok(None) => {}
                Err(error) => {
                    errors.push((filter.parameter.clone(), Detail::messages(vec![error])))
                }
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Validation(Detail::Fields(errors))) }
    }
}

/// django-filter's booleans; anything else filters nothing.
fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}
