//! Chunks of a list that begin after the last row of the one before.

use std::collections::VecDeque;

use sea_orm::sea_query::{Cond, SelectStatement};

use super::CHUNK;
use crate::{
    Error, Json, Request, Result,
    database::{Cut, JsonChunk, Row},
    pagination::{
        Rows,
        cursor::order::{Order, Place},
    },
    serializers::{Listing, beside_name},
};

/// A chunk has about so many bytes.
const BYTES: u64 = 256 * 1024;

/// The way through the rows of a statement in an order in which no two are alike. Rows that are
/// inserted or deleted meanwhile shift no others: each that stays is read once.
pub(super) struct Keyset {
    statement: SelectStatement,
    order: Order<'static>,
    /// The place of the first ordering column in a row.
    keys: usize,
    /// The SQL of one row's JSON, where the database writes it.
    object: Option<String>,
    /// The rows that are left, each range after the one before it.
    ranges: VecDeque<Cond>,
    last: Option<Place>,
    /// The rows that the statement may still give, and those that it skips first.
    cut: Cut,
    /// The rows of the next chunk.
    size: u64,
}

/// Some rows, and the last of them.
struct Read {
    rows: Json,
    count: u64,
    last: Option<Place>,
}

impl Keyset {
    pub(super) fn new(rows: &Rows<'_>, order: Order<'static>, listing: &Listing<'static>) -> Self {
        let database = listing.database(rows.request);
        let cut = database.cut(rows.statement);
        let mut statement = rows.statement.clone();
        statement.reset_limit().reset_offset();
        order.apply(&mut statement, false);
        let keys = listing.select(&mut statement, order.columns(), database.backend());
        let object = listing.object(&database);
        let ranges = VecDeque::from([Cond::all()]);
        Self { statement, order, keys, object, ranges, last: None, cut, size: CHUNK }
    }

    /// The JSON array of the next rows, if there are any.
    pub(super) async fn next(
        &mut self,
        listing: &Listing<'_>,
        request: &Request,
    ) -> Result<Option<Json>> {
        while let Some(range) = self.ranges.front().filter(|_| self.cut.limit > 0) {
            let mut statement = self.statement.clone();
            statement.cond_where(range.clone());
            let limit = self.size.min(self.cut.limit);
            let read = self.read(&statement, limit, listing, request).await?;
            self.cut = Cut { limit: self.cut.limit - read.count, offset: 0 };
            match read.last {
                Some(last) if read.count == limit => self.go_on_after(last)?,
                _ => self.ranges.pop_front().map_or((), drop),
            }
            if read.count > 0 {
                let bytes = read.rows.as_bytes().len() as u64;
                self.size = (read.count * BYTES / bytes).clamp(CHUNK / 10, CHUNK * 10);
                return Ok(Some(read.rows));
            }
        }
        Ok(None)
    }

    fn go_on_after(&mut self, last: Place) -> Result<()> {
        if self.last.as_ref() == Some(&last) {
            return Err(Error::internal("the rows of a list have no order that leads to its end"));
        }
        self.ranges = self.order.after(&last, false).into();
        self.last = Some(last);
        Ok(())
    }

    async fn read(
        &self,
        statement: &SelectStatement,
        limit: u64,
        listing: &Listing<'_>,
        request: &Request,
    ) -> Result<Read> {
        let (database, offset) = (listing.database(request), self.cut.offset);
        let place =
            |row: Option<&Row>, keys| row.map(|row| self.order.kept_place(row, keys)).transpose();
        let Some(object) = &self.object else {
            let rows = database.chunk(statement, limit, offset).await?;
            let (count, last) = (rows.len() as u64, place(rows.last(), self.keys)?);
            return Ok(Read { rows: listing.write(rows, request).await?, count, last });
        };
        let keys: Vec<_> = (0..self.order.columns().count()).map(beside_name).collect();
        let chunk = database.json_chunk(statement, object, &keys, [limit, offset]).await?;
        let last = place(chunk.last.as_ref(), JsonChunk::KEYS)?;
        Ok(Read { rows: Json::from_bytes(chunk.array), count: chunk.count, last })
    }
}
