//! The way to a late page by cursor: by the links, as a client goes it.

use anyhow::{Context, ensure};

use super::Request;
use crate::{load::Connection, server::Server};

/// Rows of a page by cursor.
const PAGE: u64 = 10;
/// Rows of the larger pages in which the way is gone.
const STRIDE: u64 = 990;

/// The cursor of the last page of `rows` rows.
///
/// # Errors
/// A page without a link to the next, or rows that strides do not divide.
pub(crate) async fn last_cursor(server: &Server, rows: u64) -> anyhow::Result<String> {
    ensure!((rows - PAGE).is_multiple_of(STRIDE), "no stride leads to the last page");
    let mut connection = Connection::open(server.address).await?;
    let mut path = format!("/cursored/?page_size={STRIDE}");
    for _ in 0..(rows - PAGE) / STRIDE {
        let answer = connection.ask(&Request::get(path).to_bytes()).await?;
        let page: serde_json::Value = serde_json::from_slice(answer.body)?;
        let next = page["next"].as_str().context("a page without a link to the next")?;
        let (_, query) = next.split_once("/cursored/").context("a link to elsewhere")?;
        path = format!("/cursored/{query}");
    }
    let cursor = path.split(['?', '&']).find_map(|param| param.strip_prefix("cursor="));
    Ok(cursor.context("a link without a cursor")?.to_owned())
}
