//! `?page=2`.

use super::{Count, Link, Page, Pagination, Rows, count::MAX_ROWS, positive};
use crate::{
    Error, Request, Result,
    fields::{int, strip},
};

/// Numbered pages: DRF's `PageNumberPagination`.
///
/// A page that is not there (0, negative, no number, past the end) is a 404 "Invalid page."; the
/// first page of an empty list is there. `?page=last` is the last page.
///
/// ```
/// use seaview::pagination::PageNumberPagination;
///
/// let pagination = PageNumberPagination {
///     page_size: Some(10),
///     page_size_query_param: Some("page_size"),
///     max_page_size: Some(100),
///     ..PageNumberPagination::default()
/// };
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/pagination/#pagenumberpagination>.
#[derive(Clone, Debug)]
pub struct PageNumberPagination {
    /// Rows a page; by default [`Settings::page_size`](crate::Settings). If neither is set the
    /// list comes whole.
    pub page_size: Option<u64>,
    /// The parameter with the number, `page`.
    pub page_query_param: &'static str,
    /// The parameter with which clients choose the size; `None`: they may not.
    pub page_size_query_param: Option<&'static str>,
    /// The largest size that clients may choose; a larger one means this.
    pub max_page_size: Option<u64>,
    /// How the rows are counted. Where it is not exactly, there is no `?page=last`.
    pub count: Count,
}

impl Default for PageNumberPagination {
    fn default() -> Self {
        Self {
            page_size: None,
            page_query_param: "page",
            page_size_query_param: None,
            max_page_size: None,
            count: Count::Exact,
        }
    }
}

impl PageNumberPagination {
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

impl Pagination for PageNumberPagination {
    fn parameters(&self) -> Vec<&'static str> {
        [self.page_query_param].into_iter().chain(self.page_size_query_param).collect()
    }

    async fn paginate_queryset(&self, rows: Rows<'_>, request: &Request) -> Result<Option<Page>> {
        let Some(size) = self.size(request) else { return Ok(None) };
        let param = self.page_query_param;
        let page = match Asked::read(request.query_param(param))? {
            Asked::Number(page) => page,
            Asked::Last if self.count == Count::Exact => pages(rows.count().await?, size),
            Asked::Last => return Err(invalid_page()),
        };
        let offset = (page - 1).checked_mul(size).filter(|&offset| offset <= MAX_ROWS);
        let offset = offset.ok_or_else(invalid_page)?;
        let cut = rows.cut(size, offset, self.count, param).await?;
        if cut.beyond {
            return Err(invalid_page());
        }
        let next = cut.more.then(|| Link::to(request).with(param, page + 1).build());
        let previous = match page {
            1 => None,
            2 => Some(Link::to(request).without(param).build()),
            page => Some(Link::to(request).with(param, page - 1).build()),
        };
        Ok(Some(Page { count: cut.count, next, previous, results: cut.results }))
    }
}

/// What the `page` parameter says.
enum Asked {
    Number(u64),
    Last,
}

impl Asked {
    fn read(param: Option<&str>) -> Result<Self> {
        match param.map(strip) {
            None | Some("") => Ok(Self::Number(1)),
            Some("last") => Ok(Self::Last),
            Some(text) => match int(text).map(u64::try_from) {
                Some(Ok(number @ 1..)) => Ok(Self::Number(number)),
                _ => Err(invalid_page()),
            },
        }
    }
}

/// How many pages there are; an empty list has one.
fn pages(count: u64, size: u64) -> u64 {
    count.div_ceil(size).max(1)
}

fn invalid_page() -> Error {
    Error::not_found_because("Invalid page.")
}
