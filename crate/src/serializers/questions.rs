//! Questions to the database that one row answers.

use sea_orm::{
    Value,
    sea_query::{CaseStatement, Expr, Query, SelectStatement, SimpleExpr},
};

use super::{
    column::ColumnFacts,
    key::{Key, read_key},
};
use crate::{Request, Result, database::Row};

/// More columns than this SQLite does not answer in one row.
const MAX_QUESTIONS: usize = 1_000;

/// What is asked in one query.
#[derive(Default)]
pub(super) struct Questions(Vec<SimpleExpr>);

impl Questions {
    /// 1 if the statement has rows, else 0.
    pub(super) fn exists(&mut self, rows: SelectStatement) -> usize {
        self.0.push(CaseStatement::new().case(Expr::exists(rows), 1).finally(0).into());
        self.0.len() - 1
    }

    /// The only value of the statement, or NULL.
    pub(super) fn value(&mut self, rows: SelectStatement) -> usize {
        self.0.push(SimpleExpr::SubQuery(None, Box::new(rows.into())));
        self.0.len() - 1
    }

    pub(super) async fn answers(self, request: &Request) -> Result<Answers> {
        let mut rows = Vec::new();
        for questions in self.0.chunks(MAX_QUESTIONS) {
            let mut query = Query::select();
            query.exprs(questions.iter().cloned());
            rows.extend(request.database().one(&query).await?);
        }
        Ok(Answers(rows))
    }
}

/// What the database said.
pub(super) struct Answers(Vec<Row>);

impl Answers {
    fn place(&self, question: usize) -> Option<(&Row, usize)> {
        Some((self.0.get(question / MAX_QUESTIONS)?, question % MAX_QUESTIONS))
    }

    pub(super) fn is_true(&self, question: usize) -> bool {
        self.place(question).is_some_and(|(row, place)| row.get::<i32>(place).is_ok_and(|n| n == 1))
    }

    pub(super) fn value(&self, question: usize, column: &ColumnFacts) -> Result<Option<Value>> {
        let Some((row, place)) = self.place(question) else { return Ok(None) };
        let value = read_key(row, place, &column.column_type)?;
        Ok(Key::of(&value).map(|_| value))
    }
}
