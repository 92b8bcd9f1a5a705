//! `?cursor=cD0yMDA1`.

pub(super) mod order;
mod position;
mod token;
mod turn;

use std::borrow::Cow;

use sea_orm::sea_query::Cond;

use self::{
    order::{Order, Place},
    token::Cursor,
    turn::Turn,
};
use super::{Link, Page, Pagination, Rows, count::MAX_ROWS, positive};
use crate::{Error, Json, Request, Result, database::Row, filters::Ordering, serializers::Listing};

/// Pages that begin after a row rather than after a number of rows: DRF's `CursorPagination`.
///
/// Rows that are inserted or deleted meanwhile shift no others from page to page, and the
/// thousandth page costs what the first does. Clients go from page to page by the links alone; a
/// cursor that is none is a 404 "Invalid cursor".
///
/// ```
/// use seaview::pagination::CursorPagination;
///
/// let pagination = CursorPagination {
///     page_size: Some(20),
///     page_size_query_param: Some("page_size"),
///     max_page_size: Some(100),
///     ..CursorPagination::default()
/// };
/// ```
///
/// The order is that of the view's `OrderingFilter` (`ordering = …` and `?ordering=`), otherwise
/// [`ordering`](Self::ordering); the primary key follows. An index of these columns serves every
/// page. The queryset may have no LIMIT of its own.
///
/// Cursors are DRF's, with the primary key (and all other ordering columns) added to them: DRF
/// repeats and skips rows that have the same value in the first column, and NULLs. A cursor
/// without a key, made by DRF itself, is answered as DRF does, byte for byte.
///
/// Source: <https://www.django-rest-framework.org/api-guide/pagination/#cursorpagination>.
#[derive(Clone)]
pub struct CursorPagination {
    /// Rows a page; by default [`Settings::page_size`](crate::Settings). If neither is set such
    /// lists come whole.
    pub page_size: Option<u64>,
    /// The parameter with the cursor, `cursor`.
    pub cursor_query_param: &'static str,
    /// The parameter with which clients choose the size; `None`: they may not.
    pub page_size_query_param: Option<&'static str>,
    /// The largest size that clients may choose; a larger one means this.
    pub max_page_size: Option<u64>,
    /// The order of the rows where the view's filters give none; by default that of the primary
    /// key.
    pub ordering: Vec<Ordering>,
}

impl Default for CursorPagination {
    fn default() -> Self {
        Self {
            page_size: None,
            cursor_query_param: "cursor",
            page_size_query_param: None,
            max_page_size: None,
            ordering: Vec::new(),
        }
    }
}

impl CursorPagination {
    /// Pages of so many rows.
    pub fn of(page_size: u64) -> Self {
        Self { page_size: Some(page_size), ..Self::default() }
    }

    fn size(&self, request: &Request) -> Option<u64> {
        let asked = self.page_size_query_param.and_then(|name| request.query_param(name));
        positive(asked, self.max_page_size)
            .or(self.page_size)
            .or(request.settings().page_size)
            .filter(|&size| size > 0)
    }
}

impl Pagination for CursorPagination {
    fn parameters(&self) -> Vec<&'static str> {
        [self.cursor_query_param].into_iter().chain(self.page_size_query_param).collect()
    }

    async fn paginate_queryset(&self, rows: Rows<'_>, request: &Request) -> Result<Option<Page>> {
        let Some(size) = self.size(request) else { return Ok(None) };
        let param = self.cursor_query_param;
        let cursor = request.query_param(param).map(Cursor::decode);
        let cursor =
            cursor.unwrap_or_else(|| Some(Cursor::default())).ok_or_else(invalid_cursor)?;
        let ordering = match rows.ordering {
            [] => Ordering::all_seen_by(&self.ordering, request),
            asked => Cow::Borrowed(asked),
        };
        let order = Order::of(&ordering, rows.table, request.database().backend())?;
        let walk = Walk { rows, order, cursor, size };
        let (links, results) = walk.page().await?;
        let [next, previous] = links
            .map(|link| link.map(|cursor| Link::to(request).with(param, cursor.encode()).build()));
        Ok(Some(Page { count: None, next, previous, results }))
    }
}

/// One page on the way through the rows.
struct Walk<'a> {
    rows: Rows<'a>,
    order: Order<'a>,
    cursor: Cursor,
    size: u64,
}

/// Cursors of the next and of the previous page.
type Links = [Option<Cursor>; 2];

impl Walk<'_> {
    async fn page(&self) -> Result<(Links, Json)> {
        let listing = self.rows.table.listing(self.rows.request)?;
        let ranges = self.ranges()?;
        let (mut rows, from) = self.fetch(&listing, ranges).await?;
        let limit = usize::try_from(self.size).unwrap_or(usize::MAX);
        let ahead = match rows.len() > limit {
            true => Some(self.order.place(&rows[limit], from)?),
            false => None,
        };
        rows.truncate(limit);
        if self.cursor.reverse {
            rows.reverse();
        }
        let places: Vec<_> =
            rows.iter().map(|row| self.order.place(row, from)).collect::<Result<_>>()?;
        let links = match self.is_drfs() {
            true => self.turn(&places, ahead.as_ref()),
            false => self.links(&places, ahead.is_some()),
        };
        Ok((links, listing.write(rows, self.rows.request).await?))
    }

    /// `true` for a cursor that names no row: DRF made it.
    fn is_drfs(&self) -> bool {
        let Cursor { offset, reverse, position, key, .. } = &self.cursor;
        let first = *offset == 0 && !reverse && position.is_none();
        let names_a_row = self.order.terms.len() == 1 && *offset == 0 && position.is_some();
        key.is_empty() && !first && !names_a_row
    }

    /// The rows that may be on the page.
    fn ranges(&self) -> Result<Vec<Cond>> {
        let Cursor { reverse, position, key, inclusive, .. } = &self.cursor;
        let texts = [position].into_iter().chain(key).map(|text| text.as_deref());
        if position.is_none() && key.is_empty() {
            return Ok(vec![Cond::all()]);
        }
        if self.is_drfs() {
            let after = self.order.after(&self.order.read(texts)?, *reverse);
            return Ok(vec![after.into_iter().fold(Cond::any(), Cond::add)]);
        }
        if key.len() + 1 != self.order.terms.len() {
            return Err(invalid_cursor());
        }
        let place = self.order.read(texts)?;
        let row = inclusive.then(|| self.order.at(&place));
        Ok(row.into_iter().chain(self.order.after(&place, *reverse)).collect())
    }

    /// The rows of the page in the direction of travel and one more, and the number of the column
    /// from which on their places are read.
    async fn fetch(&self, listing: &Listing<'_>, ranges: Vec<Cond>) -> Result<(Vec<Row>, usize)> {
        let mut database = listing.database(self.rows.request);
        if database.is_direct() && !self.order.reads_directly() {
            database = Cow::Owned(database.of_sea_orm());
        }
        let mut statement = self.rows.statement.clone();
        if database.is_cut(&statement) {
            let advice = "pages by cursor need a queryset without LIMIT; override \
                          `paginate_queryset`, or cut it by a condition";
            return Err(Error::internal(advice));
        }
        self.order.apply(&mut statement, self.cursor.reverse);
        let from = listing.select(&mut statement, self.order.columns(), database.backend());
        let wanted = self.size.saturating_add(1).min(MAX_ROWS);
        let mut rows = Vec::new();
        for range in ranges {
            let missing = wanted - rows.len() as u64;
            if missing > 0 {
                let mut statement = statement.clone();
                statement.cond_where(range);
                rows.extend(database.slice(&statement, missing, self.cursor.offset).await?);
            }
        }
        Ok((rows, from))
    }

    fn turn(&self, places: &[Place], ahead: Option<&Place>) -> Links {
        let position = |place: &Place| self.order.texts(place).into_iter().next().flatten();
        let rows = places.iter().map(position).collect();
        let ahead = ahead.map(position);
        Turn { cursor: &self.cursor, page_size: self.size, rows, ahead }.links()
    }

    /// The next page begins after the last row, the previous one before the first.
    fn links(&self, places: &[Place], ahead: bool) -> Links {
        let behind = self.cursor.position.is_some() || !self.cursor.key.is_empty();
        let link = |place: Option<&Place>, reverse: bool| {
            let there = if reverse == self.cursor.reverse { ahead } else { behind };
            there.then(|| match place {
                Some(place) => self.after(place, reverse),
                // The rows behind begin with the one that the cursor names.
                None => Cursor { reverse, inclusive: true, ..self.cursor.clone() },
            })
        };
        [link(places.last(), false), link(places.first(), true)]
    }

    fn after(&self, place: &Place, reverse: bool) -> Cursor {
        let mut texts = self.order.texts(place).into_iter();
        let position = texts.next().flatten();
        Cursor { reverse, position, key: texts.collect(), ..Cursor::default() }
    }
}

fn invalid_cursor() -> Error {
    Error::not_found_because("Invalid cursor")
}
