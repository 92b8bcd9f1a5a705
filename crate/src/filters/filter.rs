//! One parameter of a filter set.

use std::{borrow::Cow, sync::Arc};

use sea_orm::{DbBackend, EntityTrait, QuerySelect, Select, Value, sea_query::SelectStatement};

use super::{
    comparison::{Comparison, Lookup},
    marker::Ordered,
    ordering::{OrderingField, Sort},
    path::{Path, Place},
    rows::{Naming, Rows},
    value::Values,
};
use crate::{
    Request,
    fields::{ColumnField, Kind, Text},
    request::Queryset,
    serializers::{ColumnFacts, Table},
};

/// One parameter of a [`FilterSet`](super::FilterSet).
///
/// The parameter's name is the field's, with `__` and the lookup unless that is `exact`.
#[derive(Clone)]
pub struct Filter {
    pub(super) parameter: Cow<'static, str>,
    pub(super) reported: Option<&'static str>,
    pub(super) exclude: bool,
    pub(super) conjoined: bool,
    pub(super) null_value: Option<&'static str>,
    pub(super) test: Test,
}

#[derive(Clone)]
pub(super) enum Test {
    Compare(Comparison),
    /// Equality with one value for each time that the parameter is sent.
    Several(Comparison),
    Rows(Rows),
    Method(Values, Method),
    Sort(Sort),
}

pub(super) type Method = Arc<dyn Fn(&mut SelectStatement, Value, &Request) + Send + Sync>;

macro_rules! lookups {
    ($($(#[$doc:meta])* $name:ident: $lookup:ident $(, $bound:ident)?;)*) => {
        impl Filter {$(
            $(#[$doc])*
            ///
            /// # Panics
            /// If the column's name is not one of the entity's columns.
            #[track_caller]
            pub fn $name<E, T $(: $bound)?>(field: &'static str, path: impl Into<Path<E, T>>) -> Self {
                Self::of(field, Lookup::$lookup, path.into())
            }
        )*}
    };
}

lookups! {
    /// Equal; for text in the same case. Rows behind a relation are named by their key, those of
    /// a list by several if the parameter is repeated.
    exact: Exact;
    /// Equal but for the case of letters.
    iexact: IExact, Text;
    /// Contains the text.
    contains: Contains, Text;
    /// Contains the text, in any case.
    icontains: IContains, Text;
    /// Starts with the text.
    startswith: StartsWith, Text;
    /// Starts with the text, in any case.
    istartswith: IStartsWith, Text;
    /// Ends with the text.
    endswith: EndsWith, Text;
    /// Ends with the text, in any case.
    iendswith: IEndsWith, Text;
    /// Matches a regular expression; not on SQLite.
    regex: Regex, Text;
    /// Matches a regular expression in any case; not on SQLite.
    iregex: IRegex, Text;
    /// Greater.
    gt: Gt, Ordered;
    /// Greater or equal.
    gte: Gte, Ordered;
    /// Less.
    lt: Lt, Ordered;
    /// Less or equal.
    lte: Lte, Ordered;
    /// One of a comma list.
    r#in: In;
    /// Between the two of a comma list, these included.
    range: Range, Ordered;
    /// NULL for `true`, not NULL for `false`; of a relation, whether there are rows.
    isnull: IsNull;
}

impl Filter {
    fn of<E, T>(field: &'static str, lookup: Lookup, path: Path<E, T>) -> Self {
        Self::at(field, lookup, path.place)
    }

    fn at(field: &'static str, lookup: Lookup, place: Place) -> Self {
        let naming = match (lookup, place.target()) {
            (Lookup::Exact, Some(last)) if last.many => Some(Naming::Repeated),
            (Lookup::Exact, Some(_)) => Some(Naming::One),
            (Lookup::In, Some(_)) => Some(Naming::List),
            _ => None,
        };
        let test = match naming {
            Some(naming) => Test::Rows(Rows { place, naming, queryset: None }),
            None => {
                let values = Values::of_column(place.kind, &place.column);
                Test::Compare(Comparison { place, part: None, lookup, values })
            }
        };
        Self::new(parameter(field, &[lookup.name()]), test)
    }

    pub(super) fn compare(field: &'static str, comparison: Comparison) -> Self {
        let part = comparison.part.map_or("", |part| part.name());
        let parameter = parameter(field, &[part, comparison.lookup.name()]);
        Self::new(parameter, Test::Compare(comparison))
    }

    fn new(parameter: Cow<'static, str>, test: Test) -> Self {
        Self { parameter, reported: None, exclude: false, conjoined: false, null_value: None, test }
    }

    /// Equal to one of the values of a parameter that is repeated: django-filter's
    /// `MultipleChoiceFilter`.
    pub fn multiple<E, T>(field: &'static str, path: impl Into<Path<E, T>>) -> Self {
        let mut filter = Self::of(field, Lookup::Exact, path.into());
        filter.test = match filter.test {
            Test::Compare(comparison) => Test::Several(comparison),
            Test::Rows(rows) => Test::Rows(Rows { naming: Naming::Repeated, ..rows }),
            test => test,
        };
        filter
    }

    /// At least `…_min` and at most `…_max`: django-filter's `RangeFilter`.
    pub fn min_max<E, T: Ordered>(field: &'static str, path: impl Into<Path<E, T>>) -> [Self; 2] {
        Self::between(field, path.into(), ["min", "max"])
    }

    /// Not before `…_after` and not after `…_before`: django-filter's `DateFromToRangeFilter`.
    pub fn after_before<E, T: Ordered>(
        field: &'static str,
        path: impl Into<Path<E, T>>,
    ) -> [Self; 2] {
        Self::between(field, path.into(), ["after", "before"])
    }

    fn between<E, T>(field: &'static str, path: Path<E, T>, names: [&str; 2]) -> [Self; 2] {
        let again = Path::new(path.place.clone());
        let [from, to] = [(Lookup::Gte, path), (Lookup::Lte, again)]
            .map(|(lookup, path): (_, Path<E, T>)| Self::of(field, lookup, path));
        let named = |filter: Self, name: &str| Self {
            parameter: format!("{field}_{name}").into(),
            reported: Some(field),
            ..filter
        };
        [named(from, names[0]), named(to, names[1])]
    }

    /// Whatever the function makes of the queryset: django-filter's `method`. The value is one of
    /// the type `T`, read in django-filter's way.
    pub fn method<E: EntityTrait, T: ColumnField>(
        parameter: &'static str,
        method: fn(Select<E>, T, &Request) -> Select<E>,
    ) -> Self {
        let call: Method = Arc::new(move |statement, value, request| {
            let Ok(value) = <T as sea_orm::sea_query::ValueType>::try_from(value) else { return };
            let mut queryset = E::find();
            std::mem::swap(QuerySelect::query(&mut queryset), statement);
            *statement = std::mem::take(QuerySelect::query(&mut method(queryset, value, request)));
        });
        Self::new(parameter.into(), Test::Method(Values::of(Kind::of::<T>()), call))
    }

    /// An order that clients choose, names by commas, `-` for descending: django-filter's
    /// `OrderingFilter`. Unlike `?ordering=` it refuses names that are not listed.
    pub fn ordering(parameter: &'static str, fields: Vec<OrderingField>) -> Self {
        Self::new(parameter.into(), Test::Sort(Sort::new(fields)))
    }

    /// Under another name.
    pub fn parameter(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.parameter = name.into();
        self
    }

    /// Keeps the rows of which the condition is not true.
    pub fn exclude(mut self) -> Self {
        self.exclude = true;
        self
    }

    /// Of several values all must be there, and not one alone.
    pub fn conjoined(mut self) -> Self {
        self.conjoined = true;
        self
    }

    /// A value that stands for NULL, or for no related row.
    pub fn null_value(mut self, text: &'static str) -> Self {
        self.null_value = Some(text);
        self
    }

    /// The rows that may be named by key; all that exist unless stated. Another is answered as one
    /// that is not there: django-filter's `queryset`.
    ///
    /// # Panics
    /// If the filter does not name rows of this entity by key.
    #[track_caller]
    pub fn queryset<R: EntityTrait>(mut self, rows: fn(&Request) -> Select<R>) -> Self {
        let target = |rows: &Rows| rows.place.target().map(|join| join.target.table.clone());
        match &mut self.test {
            Test::Rows(named) if target(named) == Some(R::default().table_ref()) => {
                named.queryset = Some(Queryset::new(rows));
            }
            _ => panic!(
                "`{}` does not name rows of `{}`; state `queryset` for a relation to them",
                self.parameter,
                R::default().table_name()
            ),
        }
        self
    }

    pub(super) fn name(&self) -> &Cow<'static, str> {
        &self.parameter
    }

    /// Where errors are reported: a range has one place for both of its parameters.
    pub(super) fn reported(&self) -> Cow<'static, str> {
        self.reported.map_or_else(|| self.parameter.clone(), Cow::Borrowed)
    }

    /// Takes over the choices that a serializer states for the column.
    pub(super) fn take_choices(&mut self, table: &Table) {
        let (Test::Compare(comparison) | Test::Several(comparison)) = &mut self.test else {
            return;
        };
        let of_column = |own: &ColumnFacts| own.ordinal == comparison.place.column.ordinal;
        if comparison.place.is_own() && comparison.part.is_none() {
            let mut fields = table.fields.iter();
            let field = fields.find(|field| field.column().is_some_and(of_column));
            comparison.values.choices = field.and_then(|field| field.options.choices.clone());
        }
    }

    /// Refuses lookups that the database has no answer to.
    #[track_caller]
    pub(super) fn check(&self, backend: DbBackend) {
        let regex = matches!(&self.test, Test::Compare(comparison) if comparison.lookup.is_regex());
        assert!(
            !regex || backend != DbBackend::Sqlite,
            "`{}` is a regular expression, which SQLite has not; use `icontains`, or another \
             database",
            self.parameter
        );
    }
}

/// `published__year__gte`
fn parameter(field: &'static str, lookups: &[&str]) -> Cow<'static, str> {
    let lookups = lookups.iter().filter(|lookup| !lookup.is_empty());
    lookups.fold(Cow::Borrowed(field), |name, lookup| format!("{name}__{lookup}").into())
}
