//! How many rows a list has, and what that may cost.

use sea_orm::DbBackend;

use super::Rows;
use crate::{Error, Json, Result, ValidationError, error::ErrorDetail};

/// How a page finds out how many rows the whole list has.
///
/// An exact count reads the whole list, or an index of it, for each page. The other ways read one
/// row more than the page has to know whether there is a next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    /// By counting them: DRF's way.
    #[default]
    Exact,
    /// By counting, but not further than this number, which then means "so many or more".
    UpTo(u64),
    /// By PostgreSQL's planner, from its statistics: right on the last page, near elsewhere. Other
    /// databases count.
    Estimated,
    /// Not at all: the answer has no `count`.
    Omitted,
}

/// The most rows that any statement can ask for.
pub(super) const MAX_ROWS: u64 = i64::MAX as u64;

/// A part of a list.
pub(super) struct Cut {
    /// How many rows the whole list has.
    pub(super) count: Option<u64>,
    /// Rows follow.
    pub(super) more: bool,
    /// The list ends before this part.
    pub(super) beyond: bool,
    pub(super) results: Json,
}

impl Rows<'_> {
    /// At most `limit` rows after the first `offset`; `param` is the parameter that asks for
    /// them.
    pub(super) async fn cut(
        &self,
        limit: u64,
        offset: u64,
        count: Count,
        param: &'static str,
    ) -> Result<Cut> {
        self.check_depth(offset, param)?;
        match count {
            Count::Exact => self.counted(limit, offset).await,
            Count::Estimated if self.request.database().backend() != DbBackend::Postgres => {
                self.counted(limit, offset).await
            }
            Count::UpTo(_) | Count::Estimated | Count::Omitted => {
                self.uncounted(limit, offset, count).await
            }
        }
    }

    async fn counted(&self, limit: u64, offset: u64) -> Result<Cut> {
        let (count, results) = self.page(limit, offset).await?;
        let more = count > offset.saturating_add(limit);
        Ok(Cut { count: Some(count), more, beyond: offset > 0 && offset >= count, results })
    }

    async fn uncounted(&self, limit: u64, offset: u64, count: Count) -> Result<Cut> {
        let listing = self.table.listing(self.request)?;
        let database = listing.database(self.request);
        let mut statement = self.statement.clone();
        listing.select(&mut statement, [], database.backend());
        let one_more = limit.saturating_add(1).min(MAX_ROWS);
        let mut rows = database.slice(&statement, one_more, offset).await?;
        let found = rows.len() as u64;
        let (more, beyond) = (found > limit, offset > 0 && found == 0);
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let seen = offset.saturating_add(found);
        let known = (!more && !beyond).then_some(seen);
        let count = match (count, known) {
            (Count::Omitted | Count::Exact, _) => None,
            (Count::UpTo(max), Some(known)) => Some(known.min(max)),
            (Count::UpTo(max), None) => Some(database.count_up_to(self.statement, max).await?),
            (Count::Estimated, Some(known)) => Some(known),
            (Count::Estimated, None) if more => {
                Some(database.estimate(self.statement).await?.max(seen))
            }
            (Count::Estimated, None) => Some(database.estimate(self.statement).await?.min(offset)),
        };
        Ok(Cut { count, more, beyond, results: listing.write(rows, self.request).await? })
    }

    /// # Errors
    /// [`Error::Validation`] if more rows would be skipped than the settings allow.
    pub(super) fn check_depth(&self, offset: u64, param: &'static str) -> Result<()> {
        match self.request.settings().max_offset {
            Some(max) if offset > max => {
                let message = format!("Ensure no more than {max} rows are skipped.");
                let error = ErrorDetail::new(message, "max_offset");
                let error = ValidationError::messages([error]);
                Err(Error::validation(ValidationError::field(param, error)))
            }
            _ => Ok(()),
        }
    }
}
