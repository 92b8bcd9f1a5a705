//! Exports: the whole list, line by line, whatever the pagination.

use bytes::Bytes;
use http::Method;
use seaview::{
    Json, Policies,
    pagination::{PageNumberPagination, Paginator},
    prelude::*,
    renderers::{
        CsvRenderer, CsvStreamingRenderer, JsonRenderer, ListWriter, NdjsonRenderer, RenderContext,
        Renderer, Renderers,
    },
};

use super::{database, deep, expected, flat, queryset, router};
use crate::support::{Answer, Client};

/// A format of an application: a line a row, and their number.
struct CountingRenderer;

struct Counted(usize);

impl ListWriter for Counted {
    fn start(&mut self, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(b"rows\n");
        Ok(())
    }

    fn row(&mut self, row: &str, out: &mut Vec<u8>) -> Result<()> {
        self.0 += 1;
        out.extend_from_slice(format!("{row}\n").as_bytes());
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(format!("{} in all\n", self.0).as_bytes());
        Ok(())
    }
}

impl Renderer for CountingRenderer {
    fn media_type(&self) -> &'static str {
        "text/plain"
    }

    fn format(&self) -> &'static str {
        "txt"
    }

    fn render(&self, data: Json, _: &RenderContext<'_>) -> Result<Bytes> {
        let (mut counted, mut out) = (Counted(0), Vec::new());
        counted.start(&mut out)?;
        counted.rows(&data, &mut out)?;
        counted.end(&mut out)?;
        Ok(out.into())
    }

    fn list_writer(&self, _: &RenderContext<'_>) -> Option<Box<dyn ListWriter>> {
        Some(Box::new(Counted(0)))
    }

    fn exports(&self) -> bool {
        true
    }
}

fn in_pages(renderers: Renderers) -> Policies {
    let pagination = Some(Paginator::new(PageNumberPagination::of(10)));
    Policies { renderers, pagination, ..Policies::default() }
}

async fn exports(count: i64) -> (Client, Database) {
    let database = database(count).await;
    let renderers = Renderers::none()
        .with(JsonRenderer)
        .with(NdjsonRenderer)
        .with(CsvStreamingRenderer)
        .with(CountingRenderer);
    let router = router().policies(in_pages(renderers));
    (Client::new(router.into_router(database.clone())), database)
}

async fn get(client: &Client, path: &str, accept: &str) -> Answer {
    client.send(Method::GET, path, &[("accept", accept)], "").await
}

fn lines(array: &str) -> String {
    array.trim_matches(['[', ']']).replace("},{", "}\n{") + "\n"
}

#[tokio::test]
async fn ndjson_is_the_whole_list_an_object_a_line() {
    for count in [12, 2500] {
        let (client, database) = exports(count).await;
        assert_eq!(
            get(&client, "/leaves/", "*/*").await.json()["results"][10],
            serde_json::Value::Null
        );
        let expected_flat = expected(&database, queryset(""), flat).await;
        let answer = get(&client, "/leaves/", "application/x-ndjson").await;
        assert_eq!(answer.header("content-type"), "application/x-ndjson");
        answer.assert(200, &lines(&expected_flat));
        let deep = expected(&database, queryset(""), deep).await;
        let deep = format!("{}\n", &deep[1..deep.len() - 1]).replace("]},{", "]}\n{");
        client.get("/deep/?format=ndjson&page=2").await.assert(200, &deep);
    }
    let (client, _) = exports(0).await;
    client.get("/leaves/?format=ndjson").await.assert(200, "");
    let missing = client.get("/leaves/1/?format=ndjson").await;
    missing.assert(404, "{\"detail\":\"No Leaf matches the given query.\"}\n");
    let first = exports(1).await.0.get("/leaves/1/?format=ndjson").await;
    first.assert(200, "{\"id\":1,\"year\":2001,\"word\":\"bee\"}\n");
}

#[tokio::test]
async fn csv_is_the_whole_list_below_the_names_of_the_fields() {
    for count in [12, 2500] {
        let (client, database) = exports(count).await;
        let rows = expected(&database, queryset(""), flat).await;
        let rows: Vec<serde_json::Value> = serde_json::from_str(&rows).expect("JSON");
        let cell = |value: &serde_json::Value| match value {
            serde_json::Value::Null => String::new(),
            value => value.to_string().trim_matches('"').to_owned(),
        };
        let lines = rows.iter().map(|row| {
            format!("{},{},{}\r\n", cell(&row["id"]), cell(&row["year"]), cell(&row["word"]))
        });
        let expected = format!("id,year,word\r\n{}", lines.collect::<String>());
        let answer = get(&client, "/leaves/", "text/csv").await;
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        answer.assert(200, &expected);
    }
    let (client, _) = exports(0).await;
    client.get("/leaves/?format=csv").await.assert(200, "id,year,word\r\n");
    client.get("/deep/?format=csv").await.assert(200, "id,double,tags\r\n");
    let missing = client.get("/leaves/1/?format=csv").await;
    missing.assert(404, "key,value\r\ndetail,No Leaf matches the given query.\r\n");
}

#[tokio::test]
async fn filters_and_orders_hold_for_exports() {
    let (client, database) = exports(2500).await;
    let some = expected(&database, queryset("some"), flat).await;
    client.get("/leaves/?how=some&format=ndjson").await.assert(200, &lines(&some));
}

#[tokio::test]
async fn a_renderer_of_ones_own_may_export() {
    for count in [3, 2500] {
        let (client, database) = exports(count).await;
        let rows = lines(&expected(&database, queryset(""), flat).await);
        let expected = format!("rows\n{rows}{count} in all\n");
        client.get("/leaves/?format=txt").await.assert(200, &expected);
    }
}

#[tokio::test]
async fn the_plain_csv_renderer_keeps_to_the_pagination() {
    let renderers = Renderers::none().with(JsonRenderer).with(CsvRenderer);
    let database = database(1200).await;
    let cut =
        Client::new(router().policies(in_pages(renderers.clone())).into_router(database.clone()));
    assert_eq!(cut.get("/leaves/?format=csv").await.text().lines().count(), 11);
    let whole = Policies { renderers, ..Policies::default() };
    let whole = Client::new(router().policies(whole).into_router(database));
    let text = whole.get("/leaves/?format=csv").await.text();
    assert_eq!(text.lines().count(), 1201);
    assert!(text.starts_with("id,year,word\r\n1,2001,bee\r\n"), "{}", &text[..40]);
    assert!(text.ends_with("1200,,ant\r\n"));
    whole.get("/squares/?format=csv").await.assert(200, "");
}
