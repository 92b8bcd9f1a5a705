//! The formats on the way out.

use bytes::Bytes;
use http::Method;
use seaview::{
    Json, Policies,
    parsers::{JsonParser, Parser},
    prelude::*,
    renderers::{JsonRenderer, RenderContext, Renderer},
    request::Data,
};
use serde_json::value::RawValue;

use crate::{
    parsers::{REQUIRED, app, memo, memos, post},
    support::Client,
};

/// `text/plain`: the body is the text.
struct PlainParser;

impl Parser for PlainParser {
    fn media_type(&self) -> &'static str {
        "text/plain"
    }

    fn parse(&self, body: Bytes, content_type: &str, _: &Settings) -> Result<Data> {
        let text = std::str::from_utf8(&body).map_err(|_| Error::parse("No text."))?;
        let object = serde_json::json!({ "text": format!("{text} ({content_type})") });
        let raw = RawValue::from_string(object.to_string()).map_err(Error::internal)?;
        Ok(Data::Json(raw))
    }
}

/// Comma-separated values.
struct CsvRenderer;

impl Renderer for CsvRenderer {
    fn media_type(&self) -> &'static str {
        "text/csv"
    }

    fn format(&self) -> &'static str {
        "csv"
    }

    fn content_type(&self) -> &'static str {
        "text/csv; charset=utf-8"
    }

    fn render(&self, data: Json, context: &RenderContext<'_>) -> Result<Bytes> {
        let data = data.to_value()?;
        let rows = data.as_array().ok_or_else(|| Error::internal("no list"))?;
        let lines = rows.iter().map(|row| format!("{},{}\n", row["id"], row["text"]));
        Ok(format!("{}\n{}", context.status, lines.collect::<String>()).into())
    }
}

#[tokio::test]
async fn parsers_and_renderers_of_ones_own_stand_beside_the_stock_ones() {
    let policies = Policies {
        parsers: seaview::parsers::Parsers::none().with(PlainParser).with(JsonParser),
        renderers: seaview::renderers::Renderers::none().with(JsonRenderer).with(CsvRenderer),
        ..Policies::default()
    };
    let client = Client::new(app(policies).await);
    post(&client, "text/plain;q", "hi").await.assert(201, &memo("hi (text/plain;q)"));
    post(&client, "text/plain", b"\xff").await.assert(400, r#"{"detail":"No text."}"#);
    post(&client, "text/plain", "").await.assert(400, REQUIRED);
    assert_eq!(post(&client, "application/x-www-form-urlencoded", "text=a").await.status, 415);
    let csv = "200 OK\n1,\"hi (text/plain;q)\"\n";
    for answer in [
        client.get("/memos/?format=csv").await,
        client.send(Method::GET, "/memos/", &[("accept", "text/csv")], "").await,
        client.send(Method::GET, "/memos/", &[("accept", "text/html, text/*")], "").await,
    ] {
        answer.assert(200, csv);
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    }
    // A renderer that fails is a fault of the server.
    client.get("/memos/1/?format=csv").await.assert(500, "");
    client.get("/memos/?format=api").await.assert(404, r#"{"detail":"Not found."}"#);
}

#[tokio::test]
async fn json_is_indented_by_as_much_as_the_client_asks() {
    let client = memos().await;
    client.post("/memos/", r#"{"text":"{\"a\": [1,2]}"}"#).await;
    let get =
        async |accept: &str| client.send(Method::GET, "/memos/1/", &[("accept", accept)], "").await;
    let compact = r#"{"id":1,"text":"{\"a\": [1,2]}","number":null,"done":false}"#;
    let indented = |width: usize| {
        let blanks = " ".repeat(width);
        format!(
            "{{\n{blanks}\"id\": 1,\n{blanks}\"text\": \"{{\\\"a\\\": [1,2]}}\",\n{blanks}\"number\": null,\n{blanks}\"done\": false\n}}"
        )
    };
    let answer = get("application/json; indent=4").await;
    answer.assert(200, &indented(4));
    assert_eq!(answer.header("content-type"), "application/json");
    get("application/json; indent=1").await.assert(200, &indented(1));
    get("application/json; indent=8").await.assert(200, &indented(8));
    get("application/json; indent=9").await.assert(200, &indented(8));
    get("application/json; indent=99999999999999999999").await.assert(200, compact);
    for accept in [
        "application/json; indent=0",
        "application/json; indent=-1",
        "application/json; indent=x",
        "*/*",
    ] {
        get(accept).await.assert(200, compact);
    }
}

#[tokio::test]
async fn the_page_for_browsers_shows_data_and_obeys_none_of_them() {
    let client = memos().await;
    client.post("/memos/", r#"{"text":"<script>alert('{headers}')</script>"}"#).await;
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    let page = client.send(Method::GET, "/memos/?x={data}%3Cb%3E{status}", &browser, "").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    assert!(text.contains("<h1>Memo List</h1>"), "{text}");
    assert!(text.contains("<b>HTTP 200 OK</b>"), "{text}");
    assert!(text.contains("&lt;script&gt;alert('{headers}')&lt;/script&gt;"), "{text}");
    assert!(text.contains("<b>GET</b> /memos/?x={data}%3Cb%3E{status}<"), "{text}");
    assert!(!text.contains("<script"), "{text}");
    let missing = client.send(Method::GET, "/memos/9/", &browser, "").await;
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("No Memo matches the given query."), "{}", missing.text());
}

#[tokio::test]
async fn json_may_be_ascii_and_have_blanks() {
    let database = crate::support::database().await;
    let settings = Settings { unicode_json: false, compact_json: false, ..Settings::default() };
    let client = Client::new(
        DefaultRouter::new().settings(settings).view("greeting", Greeting).into_router(database),
    );
    client.get("/greeting/").await.assert(200, r#"{"hello": ["w\u00f6rld", "\ud83d\ude00"]}"#);
    let headers = [("accept", "application/json; indent=1")];
    let indented = client.send(Method::GET, "/greeting/", &headers, "").await;
    indented.assert(200, "{\n \"hello\": [\n  \"w\\u00f6rld\",\n  \"\\ud83d\\ude00\"\n ]\n}");
}

struct Greeting;

impl ApiView for Greeting {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, _: &Request) -> Result {
        Response::json(&serde_json::json!({ "hello": ["wörld", "😀"] }))
    }
}
