//! Lists that are not cut.

mod keyset;
mod order;

use futures_util::{StreamExt, TryStreamExt, stream};

use self::{keyset::Keyset, order::told};
use super::Rows;
use crate::{
    Json, Request, Response, Result,
    database::{Row, RowStream},
    serializers::Listing,
};

/// Rows that are sent at once, and the rows of a first chunk.
const CHUNK: u64 = 1000;

impl Rows<'_> {
    /// The answer with all rows: sent at once if there are no more than a thousand, otherwise as
    /// they are read, some at a time.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the first of them cannot be read.
    pub async fn whole(&self) -> Result<Response> {
        let (table, request) = (self.table, self.request);
        if let Some(rows) = table.at_most(self.statement.clone(), request, CHUNK).await? {
            return Ok(Response::ok(rows));
        }
        let mut chunks = Chunks::of(self).await?;
        let first = chunks.next().await?;
        let others = stream::try_unfold(chunks, async |mut chunks| {
            Ok(chunks.next().await?.map(|rows| (rows, chunks)))
        });
        Ok(Response::rows(stream::iter(first).map(Ok).chain(others.into_stream())))
    }
}

/// A long list, some rows at a time.
struct Chunks {
    /// A copy: the rows outlive the call that answers the request.
    request: Request,
    listing: Listing<'static>,
    source: Source,
}

/// Where the next rows come from.
enum Source {
    /// A statement of its own for each chunk, so that no connection waits for a slow client.
    Keyset(Box<Keyset>),
    /// One statement, whose rows are fetched as they are asked for.
    Rows(RowStream),
    /// A database of one connection, which must not be held, gave them all.
    Fetched(std::vec::IntoIter<Row>),
}

impl Chunks {
    async fn of(rows: &Rows<'_>) -> Result<Self> {
        let request = rows.request.detached();
        let listing = rows.table.listing(&request)?;
        let database = listing.database(rows.request);
        let source = match told(rows, database.backend()) {
            Some(order) => Source::Keyset(Box::new(Keyset::new(rows, order, &listing))),
            None => {
                let mut statement = rows.statement.clone();
                listing.select(&mut statement, [], database.backend());
                match database.row_stream(&statement).await? {
                    Some(rows) => Source::Rows(rows),
                    None => Source::Fetched(database.all(&statement).await?.into_iter()),
                }
            }
        };
        Ok(Self { request, listing, source })
    }

    /// The JSON array of the next rows, if there are any.
    async fn next(&mut self) -> Result<Option<Json>> {
        let chunk = CHUNK as usize;
        let rows = match &mut self.source {
            Source::Keyset(keyset) => return keyset.next(&self.listing, &self.request).await,
            Source::Rows(rows) => rows.take(chunk).await?,
            Source::Fetched(rows) => rows.by_ref().take(chunk).collect(),
        };
        match rows.is_empty() {
            true => Ok(None),
            false => self.listing.write(rows, &self.request).await.map(Some),
        }
    }
}
