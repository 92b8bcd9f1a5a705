#![doc = include_str!("../../docs/pagination.md")]

mod count;
mod cursor;
mod limit_offset;
mod links;
mod page_number;
mod whole;

use std::{pin::Pin, sync::Arc};

use http::{HeaderMap, HeaderValue, header};
use sea_orm::sea_query::SelectStatement;

pub use count::Count;
pub use cursor::CursorPagination;
pub use limit_offset::LimitOffsetPagination;
pub(crate) use links::Link;
pub use page_number::PageNumberPagination;

use crate::{
    Json, Request, Result,
    fields::int,
    filters::Ordering,
    json::{write_integer, write_str},
    serializers::Table,
};

/// Cuts a list into pages: DRF's `BasePagination`.
///
/// Implemented by the stock styles and by applications; called by a viewset's
/// `paginate_queryset`.
///
/// Source: <https://www.django-rest-framework.org/api-guide/pagination/>.
pub trait Pagination: Send + Sync + 'static {
    /// The page that the request asks for, or `None` if the list shall come whole.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) for a page that is not there.
    fn paginate_queryset(
        &self,
        rows: Rows<'_>,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Page>>> + Send;

    /// The body of a page: DRF's `{"count", "next", "previous", "results"}`, without `count`
    /// where it is not known.
    fn get_paginated_response(&self, page: &Page) -> Json {
        page.envelope()
    }

    /// The query parameters that it reads.
    fn parameters(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

/// The filtered rows of a list, not fetched yet.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub(crate) statement: &'a SelectStatement,
    pub(crate) table: &'static Table,
    /// The order that the view's filters gave them, without the primary key at its end.
    pub(crate) ordering: &'a [Ordering],
    pub(crate) request: &'a Request,
}

impl Rows<'_> {
    /// How many there are.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the query fails.
    pub async fn count(&self) -> Result<u64> {
        self.request.database().count(self.statement).await
    }

    /// The JSON array of at most `limit` rows after the first `offset`.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the query fails.
    pub async fn slice(&self, limit: u64, offset: u64) -> Result<Json> {
        self.table.slice(self.statement.clone(), self.request, limit, offset).await
    }

    /// How many rows there are, and the JSON array of at most `limit` of them after the first
    /// `offset`, in one statement where the database has one for it.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the query fails.
    pub async fn page(&self, limit: u64, offset: u64) -> Result<(u64, Json)> {
        self.table.page(self.statement, self.request, limit, offset).await
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many rows the whole list has, where that is known.
    pub count: Option<u64>,
    /// The absolute URL of the page after this.
    pub next: Option<String>,
    /// The absolute URL of the page before this.
    pub previous: Option<String>,
    /// The rows, a JSON array.
    pub results: Json,
}

impl Page {
    /// `Link: <http://…?page=2>; rel="next"`: RFC 8288.
    pub(crate) fn links(&self) -> HeaderMap {
        let links = [("next", &self.next), ("prev", &self.previous)];
        let named = links.into_iter().filter_map(|(rel, link)| Some((rel, link.as_ref()?)));
        let values: Vec<_> = named.map(|(rel, link)| format!("<{link}>; rel=\"{rel}\"")).collect();
        let value = HeaderValue::from_str(&values.join(", ")).ok();
        let value = value.filter(|value| !value.is_empty());
        value.into_iter().map(|value| (header::LINK, value)).collect()
    }

    fn envelope(&self) -> Json {
        let mut out = Vec::with_capacity(self.results.as_bytes().len() + 256);
        out.push(b'{');
        if let Some(count) = self.count {
            out.extend_from_slice(b"\"count\":");
            write_integer(count, &mut out);
            out.push(b',');
        }
        for (key, link) in [("\"next\":", &self.next), (",\"previous\":", &self.previous)] {
            out.extend_from_slice(key.as_bytes());
            match link {
                Some(link) => write_str(link, &mut out),
                None => out.extend_from_slice(b"null"),
            }
        }
        out.extend_from_slice(b",\"results\":");
        out.extend_from_slice(self.results.as_bytes());
        out.push(b'}');
        Json::from_finished(out)
    }
}

/// A number above 0 that a client asks for, `max` at most.
fn positive(param: Option<&str>, max: Option<u64>) -> Option<u64> {
    let asked = param.and_then(int).filter(|&number| number > 0)?;
    let asked = u64::try_from(asked).unwrap_or(u64::MAX);
    Some(asked.min(max.unwrap_or(count::MAX_ROWS)).max(1))
}

/// How a viewset's lists are cut.
#[derive(Clone, Default)]
pub enum PaginationClass {
    /// As the router's policies say.
    #[default]
    Default,
    /// Not at all.
    None,
    /// In this way.
    Of(Paginator),
}

impl<P: Pagination> From<P> for PaginationClass {
    fn from(pagination: P) -> Self {
        Self::Of(Paginator::new(pagination))
    }
}

/// A [`Pagination`] of any type.
#[derive(Clone)]
pub struct Paginator(Arc<dyn DynPagination>);

impl Paginator {
    /// Of this pagination.
    pub fn new(pagination: impl Pagination) -> Self {
        Self(Arc::new(pagination))
    }

    /// The query parameters that it reads.
    pub(crate) fn parameters(&self) -> Vec<&'static str> {
        self.0.dyn_parameters()
    }

    /// [`Pagination::paginate_queryset`].
    ///
    /// # Errors
    /// As there.
    pub async fn paginate_queryset(
        &self,
        rows: Rows<'_>,
        request: &Request,
    ) -> Result<Option<Page>> {
        self.0.dyn_paginate_queryset(rows, request).await
    }

    /// [`Pagination::get_paginated_response`].
    pub fn get_paginated_response(&self, page: &Page) -> Json {
        self.0.dyn_get_paginated_response(page)
    }
}

/// [`Pagination`] behind a pointer.
trait DynPagination: Send + Sync {
    fn dyn_paginate_queryset<'a>(
        &'a self,
        rows: Rows<'a>,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Page>>> + Send + 'a>>;
    fn dyn_get_paginated_response(&self, page: &Page) -> Json;
    fn dyn_parameters(&self) -> Vec<&'static str>;
}

impl<P: Pagination> DynPagination for P {
    fn dyn_paginate_queryset<'a>(
        &'a self,
        rows: Rows<'a>,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Page>>> + Send + 'a>> {
        Box::pin(self.paginate_queryset(rows, request))
    }

    fn dyn_get_paginated_response(&self, page: &Page) -> Json {
        self.get_paginated_response(page)
    }

    fn dyn_parameters(&self) -> Vec<&'static str> {
        self.parameters()
    }
}
