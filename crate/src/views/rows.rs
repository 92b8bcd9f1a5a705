//! The rows of a list on their way to the client.

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::{HeaderValue, Method, header};

use super::dispatch::log;
use crate::{
    Error, Json, Request, Response, Result,
    negotiation::Accepted,
    renderers::{ListWriter, RenderContext},
    response::{Chunks, Content},
};

/// Has the renderer write the rows of an answer as they come, or all at once if it cannot; other
/// answers stay as they are.
///
/// # Errors
/// What goes wrong before the status is sent.
pub(super) async fn write_rows(
    mut response: Response,
    accepted: Option<&Accepted>,
    request: &Request,
) -> Result {
    let Some(Accepted { renderer, params }) = accepted else { return Ok(response) };
    let Content::Rows(chunks) = response.content else { return Ok(response) };
    let context = RenderContext {
        request,
        status: response.status,
        headers: &response.headers,
        params,
        view_name: &request.view().name,
        fields: &fields(request),
    };
    response.content = match renderer.list_writer(&context) {
        None => Content::Data(gathered(chunks).await?),
        Some(writer) => {
            let kind = HeaderValue::from_static(renderer.content_type());
            response.headers.insert(header::CONTENT_TYPE, kind);
            Content::Raw(body(writer, chunks, request))
        }
    };
    Ok(response)
}

/// The names of the fields that an export shows.
pub(super) fn fields(request: &Request) -> Vec<String> {
    if !request.is_export() {
        return Vec::new();
    }
    let table = request.view().handler.table(request);
    table.and_then(|table| table.shown(request).ok()).unwrap_or_default()
}

/// One array of all.
async fn gathered(Chunks(mut chunks): Chunks) -> Result<Json> {
    let mut out = vec![b'['];
    while let Some(rows) = chunks.try_next().await? {
        let rows = rows.as_bytes();
        let items = rows.strip_prefix(b"[").and_then(|rows| rows.strip_suffix(b"]"));
        let Some(items) = items.filter(|items| !items.is_empty()) else { continue };
        if out.len() > 1 {
            out.push(b',');
        }
        out.extend_from_slice(items);
    }
    out.push(b']');
    Ok(Json::from_finished(out))
}

fn body(writer: Box<dyn ListWriter>, chunks: Chunks, request: &Request) -> Body {
    if request.method() == Method::HEAD {
        // The length is not known before all rows are; an empty body would say that it is none.
        return Body::from_stream(stream::empty::<Result<Bytes>>());
    }
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let pieces = stream::unfold(Some(Writing { writer, chunks, began: false }), step);
    Body::from_stream(pieces.inspect_err(move |error| log(error, &method, &uri)))
}

/// A list of which some is written.
struct Writing {
    writer: Box<dyn ListWriter>,
    chunks: Chunks,
    began: bool,
}

/// The next piece of the body. After an error there are no more, and the body has no end: the
/// client sees a broken connection rather than a list that looks whole.
async fn step(writing: Option<Writing>) -> Option<(Result<Bytes>, Option<Writing>)> {
    let mut writing = writing?;
    match writing.piece().await {
        Ok((piece, true)) => Some((Ok(piece), Some(writing))),
        Ok((piece, false)) => Some((Ok(piece), None)),
        Err(error) => Some((Err(error), None)),
    }
}

impl Writing {
    /// Some bytes, and whether more follow.
    async fn piece(&mut self) -> Result<(Bytes, bool), Error> {
        let rows = self.chunks.0.next().await.transpose()?;
        let mut out = Vec::with_capacity(rows.as_ref().map_or(0, |rows| rows.as_bytes().len()) + 2);
        if !std::mem::replace(&mut self.began, true) {
            self.writer.start(&mut out)?;
        }
        match &rows {
            Some(rows) => self.writer.rows(rows, &mut out)?,
            None => self.writer.end(&mut out)?,
        }
        Ok((out.into(), rows.is_some()))
    }
}
