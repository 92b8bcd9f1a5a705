//! Parameters that name rows of another table by their keys: Django's `ModelChoiceField`.

use sea_orm::{
    Value,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use super::{limits::check_items, path::Place, value::not_a_choice};
use crate::{
    Request, Result,
    error::ErrorDetail,
    fields::{FieldOptions, Input, int, strip},
};

/// A relation and how its rows are named.
#[derive(Clone)]
pub(super) struct Rows {
    pub(super) place: Place,
    pub(super) naming: Naming,
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
    pub(super) fn read(&self, texts: &[&str]) -> Result<Named, ErrorDetail> {
        match self.naming {
            Naming::Repeated => self.repeated(texts),
            Naming::One | Naming::List => {
                let list = self.naming == Naming::List;
                let items = texts.iter().flat_map(|text| text.split(|c| list && c == ','));
                self.together(items.map(strip).filter(|item| !item.is_empty()).collect())
            }
        }
    }

    fn together(&self, items: Vec<&str>) -> Result<Named, ErrorDetail> {
        check_items(items.len())?;
        let keys = items.into_iter().map(|item| self.key(item).ok_or_else(unavailable));
        let keys = distinct(keys.collect::<Result<Vec<_>, _>>()?);
        let question = self.question(keys.clone(), unavailable());
        let condition = self.place.any(|column| match keys.as_slice() {
            [key] => column.eq(key.clone()),
            _ => column.is_in(keys),
        });
        Ok(Named { conditions: vec![condition], questions: question.into_iter().collect() })
    }

    fn repeated(&self, texts: &[&str]) -> Result<Named, ErrorDetail> {
        check_items(texts.len())?;
        let not_a_key = |text: &str| {
            ErrorDetail::new(format!("“{text}” is not a valid value."), "invalid_pk_value")
        };
        let read = |text: &&str| match (self.key(text), self.may_be_key(text)) {
            (Some(key), _) => Ok(key),
            (None, true) => Err(not_a_choice(text)),
            (None, false) => Err(not_a_key(text)),
        };
        let keys = texts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let missing = texts.iter().map(|text| not_a_choice(text));
        let questions = keys.iter().zip(missing);
        let questions =
            questions.filter_map(|(key, error)| self.question(vec![key.clone()], error));
        let questions = questions.collect();
        let conditions =
            distinct(keys).into_iter().map(|key| self.place.any(|column| column.eq(key)));
        Ok(Named { conditions: conditions.collect(), questions })
    }

    fn question(&self, keys: Vec<Value>, missing: ErrorDetail) -> Option<Question> {
        let expected = i64::try_from(keys.len()).ok().filter(|count| *count > 0)?;
        let key = Expr::col(self.place.column.reference.clone());
        let mut rows = Query::select();
        rows.expr(key.clone().count())
            .from(self.place.target()?.target.table.clone())
            .and_where(key.is_in(keys));
        Some(Question { rows, expected, missing })
    }

    /// The key that a text means, if any can be meant. Unlike a number, `1.0` names no row.
    fn key(&self, text: &str) -> Option<Value> {
        if text.contains('\0') || !self.may_be_key(text) {
            return None;
        }
        let options = FieldOptions { trim_whitespace: false, ..FieldOptions::default() };
        let parsed = (self.place.kind.parse)(Input::Text(text.into()), &options);
        parsed.ok().map(|parsed| parsed.value)
    }

    fn may_be_key(&self, text: &str) -> bool {
        self.place.kind.schema.kind != "integer" || int(text).is_some()
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
