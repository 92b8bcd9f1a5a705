//! Lists in pages.

mod links;
mod page_number;

use std::{pin::Pin, sync::Arc};

use sea_orm::sea_query::SelectStatement;

pub(crate) use links::Link;
pub use page_number::PageNumberPagination;

use crate::{
    Json, Request, Result,
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
}

/// The filtered rows of a list, not fetched yet.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub(crate) statement: &'a SelectStatement,
    pub(crate) table: &'static Table,
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
        self.table.page(self.statement.clone(), self.request, limit, offset).await
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
}
