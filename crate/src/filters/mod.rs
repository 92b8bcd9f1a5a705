//! Narrowing and ordering a queryset by what a client asks.

mod filterset;
mod lookup;
mod ordering;
mod search;

use std::sync::Arc;

use sea_orm::sea_query::SelectStatement;

pub use filterset::{Filter, FilterSet};
pub use lookup::Lookup;
pub(crate) use lookup::no_match;
pub use ordering::{Ordering, OrderingField, OrderingFilter};
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
///     fn filter_queryset(&self, queryset: &mut SelectStatement, _: &Request) -> Result<()> {
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
    fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()>;

    /// The order that the backend gives the rows, without the primary key at its end; `None` if
    /// it gives none. Pages by cursor follow that of the first backend that has one, as in DRF.
    fn get_ordering(&self, request: &Request) -> Option<Vec<Ordering>> {
        let _ = request;
        None
    }
}

/// The filter backends of a viewset, in order.
#[derive(Clone, Default)]
pub struct FilterBackends(Vec<Arc<dyn FilterBackend>>);

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
    pub fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        self.0.iter().try_for_each(|backend| backend.filter_queryset(queryset, request))
    }

    /// The order that the first backend with one gives the rows.
    pub(crate) fn get_ordering(&self, request: &Request) -> Vec<Ordering> {
        self.0.iter().find_map(|backend| backend.get_ordering(request)).unwrap_or_default()
    }
}
