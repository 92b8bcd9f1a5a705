//! `?search=`: words in any of several text columns.

use std::borrow::Cow;

use sea_orm::{
    DbBackend,
    sea_query::{Alias, BinOper, ColumnType, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};

use super::{
    FilterBackend,
    comparison::readable_pattern,
    like::{Where, like, regex},
    limits::{MAX_TERMS, check_length},
    marker::Searched,
    path::{Path, Place},
    terms::terms,
};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
};

/// Keeps the rows in which every search term occurs in some column: DRF's `SearchFilter`.
///
/// Terms are split at blanks and commas, quotes keep a phrase together, letter case does not
/// matter (on SQLite for ASCII letters only). More than 100 terms or 10 000 bytes are a 400.
#[derive(Clone)]
pub struct SearchFilter {
    fields: Vec<SearchField>,
}

/// A text column that is searched, of the rows themselves or of related ones.
#[derive(Clone)]
pub struct SearchField {
    place: Place,
    way: Way,
}

/// How a term is looked for in a column.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Anywhere,
    Start,
    Whole,
    Regex,
    FullText,
}

macro_rules! ways {
    ($($(#[$doc:meta])* $name:ident: $way:ident;)*) => {
        impl SearchField {$(
            $(#[$doc])*
            pub fn $name<E, T: Searched>(path: impl Into<Path<E, T>>) -> Self {
                Self { place: path.into().place, way: Way::$way }
            }
        )*}
    };
}

ways! {
    /// A term may stand anywhere in the column.
    icontains: Anywhere;
    /// A term must start the column: DRF's `^`.
    istartswith: Start;
    /// A term must be the whole column: DRF's `=`.
    iexact: Whole;
    /// The column must match the term as a regular expression: DRF's `$`. Not on SQLite.
    iregex: Regex;
    /// The database's own search for words: DRF's `@`. On PostgreSQL with its default
    /// configuration, on MySQL with the column's full-text index, which must be there and in whose
    /// collation letter case may matter; not on SQLite.
    search: FullText;
}

impl SearchField {
    fn matches(&self, term: &str, request: &Request) -> SimpleExpr {
        let backend = request.database().backend();
        self.place.any(|column| self.test(column, term, backend), request)
    }

    fn test(&self, column: SimpleExpr, term: &str, backend: DbBackend) -> SimpleExpr {
        // PostgreSQL's enums are no text.
        let named = matches!(self.place.column.column_type, ColumnType::Enum { .. });
        let column = match named && backend == DbBackend::Postgres {
            true => column.cast_as(Alias::new("TEXT")),
            false => column,
        };
        match self.way {
            Way::Anywhere => like(column, term, Where::Anywhere, true, backend),
            Way::Start => like(column, term, Where::Start, true, backend),
            Way::Whole => like(column, term, Where::Whole, true, backend),
            Way::Regex => regex(column, term, true, backend),
            Way::FullText => full_text(column, term, backend),
        }
    }
}

impl SearchFilter {
    /// Searches these columns.
    pub fn new(fields: Vec<SearchField>) -> Self {
        Self { fields }
    }

    fn narrow(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        let search = request.query_param(request.settings().search_param);
        let Some(search) = search.filter(|_| !self.fields.is_empty()) else { return Ok(()) };
        let refused = |error| Error::Validation(Detail::messages(vec![error]));
        let terms = self.read_terms(search).map_err(refused)?;
        if !terms.is_empty() {
            queryset.and_where(self.found(&terms, request));
        }
        Ok(())
    }

    /// The terms of a search, if a database can look for them.
    fn read_terms(&self, search: &str) -> Result<Vec<String>, ErrorDetail> {
        if search.contains('\0') {
            return Err(ErrorDetail::new("Null characters are not allowed.", "invalid"));
        }
        check_length(search)?;
        let terms = terms(search);
        if terms.len() > MAX_TERMS {
            let message = format!("Ensure there are at most {MAX_TERMS} search terms.");
            return Err(ErrorDetail::new(message, "max_terms"));
        }
        if self.fields.iter().any(|field| field.way == Way::Regex) {
            terms.iter().try_for_each(|term| readable_pattern(term).map(drop))?;
        }
        Ok(terms)
    }
}

/// For each term, the conditions of which one must hold.
type Alternatives = Vec<Vec<SimpleExpr>>;

impl SearchFilter {
    /// True for the rows in which every term is found. As in DRF, what stands behind a relation to
    /// many rows is looked for in one of these rows at a time: two terms that are the names of two
    /// tags are not found together.
    fn found(&self, terms: &[String], request: &Request) -> SimpleExpr {
        let (behind, own): (Vec<_>, Vec<_>) =
            self.fields.iter().partition(|field| terms.len() > 1 && field.place.is_apart());
        let alternatives = |term: &String| {
            own.iter().map(|field| field.matches(term, request)).collect::<Vec<_>>()
        };
        let alternatives = terms.iter().map(alternatives).collect();
        let mut ways: Vec<Vec<&SearchField>> = Vec::new();
        for field in behind {
            match ways.iter_mut().find(|way| way[0].place.is_beside(&field.place)) {
                Some(way) => way.push(field),
                None => ways.push(vec![field]),
            }
        }
        in_rows(&ways, alternatives, terms, request)
    }
}

/// With one row, or none, of each relation.
fn in_rows(
    ways: &[Vec<&SearchField>],
    found: Alternatives,
    terms: &[String],
    request: &Request,
) -> SimpleExpr {
    let Some((way, others)) = ways.split_first() else { return every(found) };
    let backend = request.database().backend();
    let mut with_row = found.clone();
    for (term, alternatives) in terms.iter().zip(&mut with_row) {
        let column = |field: &SearchField| Expr::col(field.place.column.reference.clone());
        alternatives.extend(way.iter().map(|field| field.test(column(field), term, backend)));
    }
    let behind = way[0].place.behind(in_rows(others, with_row, terms, request), request);
    in_rows(others, found, terms, request).or(behind)
}

fn every(found: Alternatives) -> SimpleExpr {
    let any = |one: Vec<SimpleExpr>| {
        one.into_iter().reduce(ExprTrait::or).unwrap_or_else(|| Expr::cust("1 = 0"))
    };
    let all = found.into_iter().map(any).reduce(ExprTrait::and);
    all.unwrap_or_else(|| Expr::cust("1 = 1"))
}

impl FilterBackend for SearchFilter {
    async fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Result<()> {
        self.narrow(queryset, request)
    }

    fn filter_at_once(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Option<Result<()>> {
        Some(self.narrow(queryset, request))
    }

    #[track_caller]
    fn check(&self, backend: DbBackend) {
        let missing = |field: &&SearchField| matches!(field.way, Way::Regex | Way::FullText);
        if let Some(field) =
            self.fields.iter().find(missing).filter(|_| backend == DbBackend::Sqlite)
        {
            let way = if field.way == Way::Regex { "iregex" } else { "search" };
            panic!(
                "`{}` is searched by `{way}`, which SQLite has not; use `icontains`, or another \
                 database",
                field.place.column.name
            );
        }
    }

    fn parameters(&self, request: &Request) -> Vec<Cow<'static, str>> {
        let search = request.settings().search_param.into();
        if self.fields.is_empty() { Vec::new() } else { vec![search] }
    }
}

fn full_text(column: SimpleExpr, term: &str, backend: DbBackend) -> SimpleExpr {
    if backend == DbBackend::MySql {
        let words = Expr::val(all_words(term));
        return Expr::cust_with_exprs("MATCH(?) AGAINST(? IN BOOLEAN MODE)", [column, words]);
    }
    let term = Expr::val(term);
    let function = |name: &'static str| Func::cust(Alias::new(name));
    let words = SimpleExpr::from(function("TO_TSVECTOR").arg(column));
    words.binary(BinOper::Custom("@@"), function("PLAINTO_TSQUERY").arg(term))
}

/// `+old +sea`: each word of a term, and nothing that MySQL would take for an operator.
fn all_words(term: &str) -> String {
    let words = term.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("+{word}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_its_words() {
        for (term, words) in
            [("sea", "+sea"), ("old-sea", "+old +sea"), ("+(\"old* ~<>@é", "+old +é"), ("'\\", "")]
        {
            assert_eq!(all_words(term), words, "{term}");
        }
    }
}
