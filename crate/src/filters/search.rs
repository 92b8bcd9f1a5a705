//! `?search=`: words in any of several text columns.

use sea_orm::{
    DbBackend, DynIden, EntityTrait,
    sea_query::{Cond, Expr, ExprTrait, Func, LikeExpr, SelectStatement, SimpleExpr},
};

use super::FilterBackend;
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
    fields::Text,
    serializers::ModelColumn,
};

/// Keeps the rows in which every search term occurs in some column: DRF's `SearchFilter`.
///
/// Terms are split at blanks and commas, double quotes keep a phrase together, letter case does
/// not matter (on SQLite for ASCII letters only). More than 100 terms or 10 000 bytes are a
/// 400.
#[derive(Clone)]
pub struct SearchFilter {
    fields: Vec<SearchField>,
}

/// A text column that is searched.
#[derive(Clone)]
pub struct SearchField {
    column: (DynIden, DynIden),
    place: Place,
}

/// Where in the column a term must stand.
#[derive(Clone, Copy)]
enum Place {
    Anywhere,
    Start,
    Whole,
}

impl SearchField {
    /// A term may stand anywhere in the column.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn icontains<E: EntityTrait, T: Text>(column: ModelColumn<E, T>) -> Self {
        Self { column: column.facts().reference, place: Place::Anywhere }
    }

    /// A term must start the column: DRF's `^`.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn istartswith<E: EntityTrait, T: Text>(column: ModelColumn<E, T>) -> Self {
        Self { column: column.facts().reference, place: Place::Start }
    }

    /// A term must be the whole column: DRF's `=`.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn iexact<E: EntityTrait, T: Text>(column: ModelColumn<E, T>) -> Self {
        Self { column: column.facts().reference, place: Place::Whole }
    }

    fn matches(&self, term: &str, backend: DbBackend) -> SimpleExpr {
        let term = escape_like(term);
        let pattern = match self.place {
            Place::Anywhere => format!("%{term}%"),
            Place::Start => format!("{term}%"),
            Place::Whole => term,
        };
        ilike(Expr::col(self.column.clone()), pattern, backend)
    }
}

impl SearchFilter {
    /// Searches these columns.
    pub fn new(fields: Vec<SearchField>) -> Self {
        Self { fields }
    }
}

impl FilterBackend for SearchFilter {
    fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        let search = request.query_param(request.settings().search_param);
        let Some(search) = search.filter(|_| !self.fields.is_empty()) else { return Ok(()) };
        let refused = |error| Error::Validation(Detail::messages(vec![error]));
        let backend = request.database().backend();
        for term in read_terms(search).map_err(refused)? {
            let any =
                self.fields.iter().fold(Cond::any(), |any, f| any.add(f.matches(&term, backend)));
            queryset.cond_where(any);
        }
        Ok(())
    }
}

/// The longest text that is looked for, in bytes: SQLite refuses patterns of more than 50 000.
const MAX_LENGTH: usize = 10_000;

/// The most terms of a search: each makes the condition deeper, and databases limit its depth.
const MAX_TERMS: usize = 100;

/// The terms of a search, if a database can look for them.
fn read_terms(search: &str) -> Result<Vec<String>, ErrorDetail> {
    if search.contains('\0') {
        return Err(ErrorDetail::new("Null characters are not allowed.", "invalid"));
    }
    check_length(search)?;
    let terms = terms(search);
    if terms.len() > MAX_TERMS {
        let message = format!("Ensure there are at most {MAX_TERMS} search terms.");
        return Err(ErrorDetail::new(message, "max_terms"));
    }
    Ok(terms)
}

/// Refuses a text that is too long to be looked for, in Django's words.
pub(super) fn check_length(text: &str) -> Result<(), ErrorDetail> {
    if text.len() <= MAX_LENGTH {
        return Ok(());
    }
    let message =
        format!("Ensure this value has at most {MAX_LENGTH} bytes (it has {}).", text.len());
    Err(ErrorDetail::new(message, "max_length"))
}

/// `LIKE` without regard to case, in each database's way. The pattern's escape is `\`.
pub(super) fn ilike(column: SimpleExpr, pattern: String, backend: DbBackend) -> SimpleExpr {
    match backend {
        // PostgreSQL's LIKE minds the case; Django also compares upper case with upper case.
        DbBackend::Postgres => {
            let pattern = LikeExpr::new(pattern.to_uppercase()).escape('\\');
            SimpleExpr::from(Func::upper(column)).like(pattern)
        }
        _ => column.like(LikeExpr::new(pattern).escape('\\')),
    }
}

/// Makes `%`, `_` and the escape character stand for themselves.
pub(super) fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The terms of a search: split at blanks and commas, phrases in double quotes kept whole.
fn terms(search: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut term = String::new();
    let mut quoted = false;
    for letter in search.chars() {
        match letter {
            '"' => quoted = !quoted,
            c if !quoted && (c == ',' || c.is_whitespace()) => {
                terms.push(std::mem::take(&mut term));
            }
            c => term.push(c),
        }
    }
    terms.push(term);
    terms.retain(|term| !term.is_empty());
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_words_and_phrases() {
        for (search, found) in [
            ("", vec![]),
            (" a  b,c ", vec!["a", "b", "c"]),
            ("\"new york\", us", vec!["new york", "us"]),
            ("\"open end", vec!["open end"]),
        ] {
            assert_eq!(terms(search), found, "{search:?}");
        }
    }

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(escape_like(r"50%_\"), r"50\%\_\\");
    }
}
