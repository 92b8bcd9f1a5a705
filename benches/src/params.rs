//! `?area__gte=1000&ordering=-area&page=2&page_size=20`.

use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

use crate::Error;

const PAGE_SIZE: u64 = 100;
const MAX_PAGE_SIZE: u64 = 1000;

/// The query parameters of the list, in the order in which links have them.
#[derive(Clone, Default, Deserialize, Serialize)]
pub struct ListParams {
    /// The least area.
    #[serde(rename = "area__gte", skip_serializing_if = "Option::is_none")]
    pub area_gte: Option<i64>,
    /// The order of the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordering: Option<Ordering>,
    /// The number of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u64>,
    /// Rows a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u64>,
}

/// What clients may order by; the primary key always follows.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Hash, Serialize)]
pub enum Ordering {
    /// The smallest first.
    #[serde(rename = "area")]
    Area,
    /// The largest first.
    #[serde(rename = "-area")]
    AreaDescending,
}

/// The rows that a page asks for.
#[derive(Clone, Copy)]
pub struct Slice {
    /// The page's number, 1 at least.
    pub page: u64,
    /// Rows a page.
    pub size: u64,
}

impl Slice {
    /// How many rows come before the page.
    pub fn offset(self) -> u64 {
        (self.page - 1).saturating_mul(self.size)
    }

    /// How many pages so many rows fill; no rows are one empty page.
    fn pages(self, count: u64) -> u64 {
        count.div_ceil(self.size).max(1)
    }
}

impl ListParams {
    /// The page that is asked for.
    ///
    /// # Errors
    /// Page 0.
    pub fn slice(&self) -> Result<Slice, Error> {
        let page = self.page.unwrap_or(1);
        let size = self.page_size.unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
        if page == 0 { Err(Error::NO_PAGE) } else { Ok(Slice { page, size }) }
    }

    /// The links to the pages after and before this one of `count` rows in all.
    ///
    /// # Errors
    /// A page past the end.
    pub fn links(&self, headers: &HeaderMap, count: u64) -> Result<[Option<String>; 2], Error> {
        let slice = self.slice()?;
        let pages = slice.pages(count);
        if slice.page > pages {
            return Err(Error::NO_PAGE);
        }
        let next = (slice.page < pages).then(|| self.link(headers, Some(slice.page + 1)));
        let previous = match slice.page {
            1 => None,
            2 => Some(self.link(headers, None)),
            page => Some(self.link(headers, Some(page - 1))),
        };
        Ok([next.transpose()?, previous.transpose()?])
    }

    fn link(&self, headers: &HeaderMap, page: Option<u64>) -> Result<String, Error> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.unwrap_or("localhost");
        let query = serde_urlencoded::to_string(Self { page, ..self.clone() })?;
        let mark = if query.is_empty() { "" } else { "?" };
        Ok(format!("http://{host}/countries/{mark}{query}"))
    }
}
