//! `?limit=20&offset=40`.

use super::{Count, Link, Page, Pagination, Rows, count::MAX_ROWS, positive};
use crate::{Request, Result, fields::int};

/// As many rows as the client asks for, after as many as it names: DRF's `LimitOffsetPagination`.
///
/// Nothing is an error: a limit that is no positive number means the default, an offset that is
/// none means 0, and there are no rows after the end.
///
/// ```
/// use seaview::pagination::LimitOffsetPagination;
///
/// let pagination = LimitOffsetPagination {
///     default_limit: Some(20),
///     max_limit: Some(100),
///     ..LimitOffsetPagination::default()
/// };
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/pagination/#limitoffsetpagination>.
#[derive(Clone, Debug)]
pub struct LimitOffsetPagination {
    /// The limit where the client names none; by default
    /// [`Settings::page_size`](crate::Settings). If neither is set such lists come whole.
    pub default_limit: Option<u64>,
    /// The parameter with the limit, `limit`.
    pub limit_query_param: &'static str,
    /// The parameter with the offset, `offset`.
    pub offset_query_param: &'static str,
    /// The largest limit; a larger one means this.
    pub max_limit: Option<u64>,
    /// How the rows are counted.
    pub count: Count,
}

impl Default for LimitOffsetPagination {
    fn default() -> Self {
        Self {
            default_limit: None,
            limit_query_param: "limit",
            offset_query_param: "offset",
            max_limit: None,
            count: Count::Exact,
        }
    }
}

impl LimitOffsetPagination {
    /// So many rows where the client names no limit.
    pub fn of(default_limit: u64) -> Self {
        Self { default_limit: Some(default_limit), ..Self::default() }
    }

    fn limit(&self, request: &Request) -> Option<u64> {
        positive(request.query_param(self.limit_query_param), self.max_limit)
            .or(self.default_limit)
            .or(request.settings().page_size)
            .filter(|&limit| limit > 0)
    }

    /// Numbers that no database knows are kept: the link back is worked out from them.
    fn offset(&self, request: &Request) -> i128 {
        let asked = request.query_param(self.offset_query_param).and_then(int);
        asked.filter(|&offset| offset > 0).unwrap_or(0)
    }

    fn link(&self, request: &Request, limit: u64, offset: i128) -> String {
        let link = Link::to(request).with(self.limit_query_param, limit);
        match offset {
            1.. => link.with(self.offset_query_param, offset).build(),
            _ => link.without(self.offset_query_param).build(),
        }
    }
}

impl Pagination for LimitOffsetPagination {
    fn parameters(&self) -> Vec<&'static str> {
        vec![self.limit_query_param, self.offset_query_param]
    }

    async fn paginate_queryset(&self, rows: Rows<'_>, request: &Request) -> Result<Option<Page>> {
        let Some(limit) = self.limit(request) else { return Ok(None) };
        let offset = self.offset(request);
        let skipped = u64::try_from(offset).unwrap_or(MAX_ROWS).min(MAX_ROWS);
        let cut = rows.cut(limit, skipped, self.count, self.offset_query_param).await?;
        let link = |offset| self.link(request, limit, offset);
        let next = cut.more.then(|| link(offset.saturating_add(limit.into())));
        let previous = (offset > 0).then(|| link(offset - i128::from(limit)));
        Ok(Some(Page { count: cut.count, next, previous, results: cut.results }))
    }
}
