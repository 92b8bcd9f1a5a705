//! Narrowing and ordering a queryset by what a client asks.
//!
#![doc = include_str!("../../docs/filtering.md")]

mod comparison;
mod dates;
mod effect;
mod filter;
mod filterset;
mod like;
mod limits;
mod lookup;
mod marker;
mod ordering;
mod part;
mod path;
mod relation;
mod rows;
mod search;
mod terms;
mod value;
mod year;

use std::{borrow::Cow, pin::Pin, sync::Arc};

use sea_orm::{DbBackend, sea_query::SelectStatement};

pub use filter::Filter;
pub use filterset::{FilterSet, FilterSetBackend};
pub use lookup::Lookup;
pub use marker::{ComparedWith, Dated, Moment, Ordered, Searched, Timed};
pub use ordering::{Ordering, OrderingField, OrderingFilter};
pub use part::Part;
pub use path::{Along, Path};
pub use relation::{Attribute, Relation};
pub use search::{SearchField, SearchFilter};

use crate::{Request, Result};

/// Narrows or orders the rows of a viewset: DRF's `BaseFilterBackend`.
///
/// Implemented by the stock filters and by applications; a viewset's backends run in order, on
/// lists and on every fetch of one row.
///
/// ```
/// use sea_orm::sea_query::{Alias, Expr, ExprTrait, SelectStatement};
/// use seaview::{Request, Result, filters::FilterBackend};
///
/// struct PublishedOnly;
///
/// impl FilterBackend for PublishedOnly {
///     async fn filter_queryset(
///         &self,
///         queryset: &mut SelectStatement,
///         _request: &Request,
///     ) -> Result<()> {
///         queryset.and_where(Expr::col(Alias::new("published")).eq(true));
///         Ok(())
///     }
/// }
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/filtering/>.
pub trait FilterBackend: Send + Sync + 'static {
    /// Changes the statement.
    ///
    /// # Errors
    /// [`Error::Validation`](crate::Error::Validation) for parameters that make no sense.
    fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> impl Future<Output = Result<()>> + Send;

    /// The same without waiting for anything, or `None` if it may have to wait for this request. A
    /// backend that asks nobody may answer here, which spares each request an allocation.
    ///
    /// # Errors
    /// As [`FilterBackend::filter_queryset`].
    fn filter_at_once(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Option<Result<()>> {
        let _ = (queryset, request);
        None
    }

    /// Panics if the database cannot do what was declared; called when the router is built.
    #[track_caller]
    fn check(&self, backend: DbBackend) {
        let _ = backend;
    }

    /// The order that it gives the rows, for pagination that needs to know it: DRF's
    /// `get_ordering`. `None` if it gives none.
    fn get_ordering(&self, request: &Request) -> Option<Vec<Ordering>> {
        let _ = request;
        None
    }

    /// The query parameters that it reads.
    fn parameters(&self, request: &Request) -> Vec<Cow<'static, str>> {
        let _ = request;
        Vec::new()
    }
}

/// A [`FilterBackend`] of any type.
trait DynFilterBackend: Send + Sync {
    fn filter_queryset<'a>(
        &'a self,
        queryset: &'a mut SelectStatement,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

    fn filter_at_once(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Option<Result<()>>;

    #[track_caller]
    fn check(&self, backend: DbBackend);

    fn get_ordering(&self, request: &Request) -> Option<Vec<Ordering>>;

    fn parameters(&self, request: &Request) -> Vec<Cow<'static, str>>;
}

impl<B: FilterBackend> DynFilterBackend for B {
    fn filter_queryset<'a>(
        &'a self,
        queryset: &'a mut SelectStatement,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(FilterBackend::filter_queryset(self, queryset, request))
    }

    fn filter_at_once(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Option<Result<()>> {
        FilterBackend::filter_at_once(self, queryset, request)
    }

    #[track_caller]
    fn check(&self, backend: DbBackend) {
        FilterBackend::check(self, backend);
    }

    fn get_ordering(&self, request: &Request) -> Option<Vec<Ordering>> {
        FilterBackend::get_ordering(self, request)
    }

    fn parameters(&self, request: &Request) -> Vec<Cow<'static, str>> {
        FilterBackend::parameters(self, request)
    }
}

/// The filter backends of a viewset, in order.
#[derive(Clone, Default)]
pub struct FilterBackends(Vec<Arc<dyn DynFilterBackend>>);

impl FilterBackends {
    /// None.
    pub fn none() -> Self {
        Self::default()
    }

    /// One more, run after those before it.
    pub fn with(mut self, backend: impl FilterBackend) -> Self {
        self.0.push(Arc::new(backend));
        self
    }

    /// Runs all of them.
    ///
    /// # Errors
    /// The first that a backend gives.
    pub async fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Result<()> {
        for backend in &self.0 {
            match backend.filter_at_once(queryset, request) {
                Some(done) => done?,
                None => backend.filter_queryset(queryset, request).await?,
            }
        }
        Ok(())
    }

    /// Refuses what the database cannot do.
    #[track_caller]
    pub(crate) fn check(&self, backend: DbBackend) {
        self.0.iter().for_each(|filter| filter.check(backend));
    }

    /// The order that the last of them gives that gives one.
    pub(crate) fn get_ordering(&self, request: &Request) -> Vec<Ordering> {
        let mut orders = self.0.iter().rev().filter_map(|backend| backend.get_ordering(request));
        let order = orders.next().unwrap_or_default();
        order.into_iter().map(|ordering| ordering.seen_by(request)).collect()
    }

    /// The query parameters that they read.
    pub(crate) fn parameters(&self, request: &Request) -> Vec<Cow<'static, str>> {
        self.0.iter().flat_map(|backend| backend.parameters(request)).collect()
    }
}
