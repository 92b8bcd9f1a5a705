//! Parameters that name rows of another table by their keys: Django's `ModelChoiceField`.

use sea_orm::{
    Value,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use super::{
    limits::check_items,
    path::Place,
    value::{not_a_choice, null_characters},
};
use crate::{
    Request, Result,
    database::{is, is_one_of},
    error::ErrorDetail,
    fields::{FieldOptions, Input, int, strip},
    request::Queryset,
};

/// A relation and how its rows are named.
#[derive(Clone)]
pub(super) struct Rows {
    pub(super) place: Place,
    pub(super) naming: Naming,
    /// The rows that may be named, if not all may.
    pub(super) queryset: Option<Queryset>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// One key.
    One,
    /// A comma list of keys.
    List,
    /// One key for each time that the parameter is sent.
    Repeated,
}

/// How many of the rows with these keys there must be, and what is said if there are fewer.
pub(super) struct Question {
    rows: SelectStatement,
    expected: i64,
    missing: ErrorDetail,
}

/// The condition of keys, and what the database must be asked before it holds.
#[derive(Default)]
pub(super) struct Named {
    pub(super) conditions: Vec<SimpleExpr>,
    pub(super) questions: Vec<Question>,
}

impl Rows {
    /// Reads the texts of a parameter, which are several only if it may be repeated.
    pub(super) fn read(&self, texts: &[&str], request: &Request) -> Result<Named, ErrorDetail> {
        match self.naming {
            Naming::Repeated => self.repeated(texts, request),
            Naming::One | Naming::List => {
                let list = self.naming == Naming::List;
                let items = texts.iter().flat_map(|text| text.split(|c| list && c == ','));
                let items = items.filter(|item| !item.is_empty()).map(strip).collect();
                self.together(items, request)
            }
        }
    }

    fn together(&self, items: Vec<&str>, request: &Request) -> Result<Named, ErrorDetail> {
        check_items(items.len())?;
        check_nulls(&items)?;
        let keys = items.into_iter().map(|item| self.key(item).ok_or_else(unavailable));
        let keys = distinct(keys.collect::<Result<Vec<_>, _>>()?);
        let question = self.question(keys.clone(), unavailable(), request);
        let backend = request.database().backend();
        let test = |column| match keys.as_slice() {
            [key] => is(column, Expr::val(key.clone()), backend),
            _ => is_one_of(column, keys.into_iter().map(Expr::val).collect(), backend),
        };
        let condition = self.place.any(test, request);
        Ok(Named { conditions: vec![condition], questions: question.into_iter().collect() })
    }

    fn repeated(&self, texts: &[&str], request: &Request) -> Result<Named, ErrorDetail> {
        check_items(texts.len())?;
        check_nulls(texts)?;
        let not_a_key = |text: &str| {
            ErrorDetail::new(format!("“{text}” is not a valid value."), "invalid_pk_value")
        };
        let read = |text: &&str| match (self.key(text), self.may_be_key(text)) {
            (Some(key), _) if self.is_spelt(&key, text) => Ok(key),
            (Some(_), _) => Err(not_a_choice(text)),
            (None, true) => Err(not_a_choice(text)),
            (None, false) => Err(not_a_key(text)),
        };
        let keys = texts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let missing = texts.iter().map(|text| not_a_choice(text));
        let questions = keys.iter().zip(missing);
        let questions =
            questions.filter_map(|(key, error)| self.question(vec![key.clone()], error, request));
        let questions = questions.collect();
        let backend = request.database().backend();
        let any = |key| self.place.any(|column| is(column, Expr::val(key), backend), request);
        let conditions = distinct(keys).into_iter().map(any);
        Ok(Named { conditions: conditions.collect(), questions })
    }

    fn question(
        &self,
        keys: Vec<Value>,
        missing: ErrorDetail,
        request: &Request,
    ) -> Option<Question> {
        let expected = i64::try_from(keys.len()).ok().filter(|count| *count > 0)?;
        let key = Expr::col(self.place.column.reference.clone());
        let table = &self.place.target()?.target.table;
        // There may be joins, by which a row comes twice.
        let count = match self.queryset.is_some() || request.is_scoped(table) {
            true => key.clone().count_distinct(),
            false => key.clone().count(),
        };
        let mut rows = request.rows(table, self.queryset.as_ref());
        rows.clear_selects().clear_order_by().expr(count);
        let backend = request.database().backend();
        rows.and_where(is_one_of(key, keys.into_iter().map(Expr::val).collect(), backend));
        Some(Question { rows, expected, missing })
    }

    /// The key that a text means, if any can be meant. Unlike a number, `1.0` names no row.
    fn key(&self, text: &str) -> Option<Value> {
        if !self.may_be_key(text) {
            return None;
        }
        let options = FieldOptions { trim_whitespace: false, ..FieldOptions::default() };
        let parsed = (self.place.kind.parse)(Input::Text(text.into()), &options);
        parsed.ok().map(|parsed| parsed.value)
    }

    /// `true` if the key is shown by this text: of several, `+5` does not name what `5` does.
    fn is_spelt(&self, key: &Value, text: &str) -> bool {
        let mut shown = Vec::new();
        (self.place.kind.write)(key.clone(), &FieldOptions::default(), &mut shown);
        String::from_utf8_lossy(&shown).trim_matches('"') == text
    }

    fn may_be_key(&self, text: &str) -> bool {
        self.place.kind.schema.kind != "integer" || int(text).is_some()
    }
}

/// PostgreSQL takes no NUL in text; no key has one.
fn check_nulls(texts: &[&str]) -> Result<(), ErrorDetail> {
    match texts.iter().any(|text| text.contains('\0')) {
        true => Err(null_characters()),
        false => Ok(()),
    }
}

fn unavailable() -> ErrorDetail {
    let message = "Select a valid choice. That choice is not one of the available choices.";
    ErrorDetail::new(message, "invalid_choice")
}

fn distinct(keys: Vec<Value>) -> Vec<Value> {
    let mut distinct = Vec::with_capacity(keys.len());
    for key in keys {
        if !distinct.contains(&key) {
            distinct.push(key);
        }
    }
    distinct
}

/// The most columns that are asked for in one statement: SQLite has at most 2000.
const MAX_COLUMNS: usize = 1000;

/// Asks all questions, in one statement but for a great many; what is missing, by the places of
/// the questions.
pub(super) async fn missing(
    questions: Vec<(usize, Question)>,
    request: &Request,
) -> Result<Vec<(usize, ErrorDetail)>> {
    let mut missing = Vec::new();
    for part in questions.chunks(MAX_COLUMNS) {
        let mut counts = Query::select();
        for (_, question) in part {
            counts.expr(SimpleExpr::from(question.rows.clone()));
        }
        let Some(row) = request.database().one(&counts).await? else { continue };
        for (column, (place, question)) in part.iter().enumerate() {
            if row.get::<i64>(column)? < question.expected {
                missing.push((*place, question.missing.clone()));
            }
        }
    }
    Ok(missing)
}
