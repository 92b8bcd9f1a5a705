//! Bodies on their way in, and the formats on the way out.

use std::sync::Arc;

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{Method, Request as HttpRequest};
use http_body_util::BodyExt;
use seaview::{
    Json, Policies,
    parsers::{JsonParser, Parser},
    prelude::*,
    renderers::{JsonRenderer, RenderContext, Renderer},
    request::Data,
};
use serde_json::value::RawValue;
use tower::ServiceExt;

use crate::support::{Answer, Client};

mod memo {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "memo")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub text: String,
        pub number: Option<i32>,
        pub done: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = memo::Entity)]
struct MemoSerializer {
    id: i64,
    text: String,
    number: Option<i32>,
    #[serializer(default = false)]
    done: bool,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MemoSerializer)]
struct MemoViewSet;

async fn app(policies: Policies) -> Router {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(memo::Entity).await.expect("a table");
    let router = DefaultRouter::new().policies(policies).register("memos", MemoViewSet);
    router.into_router(database)
}

async fn memos() -> Client {
    Client::new(app(Policies::default()).await)
}

const REQUIRED: &str = r#"{"text":["This field is required."]}"#;

fn memo(text: &str) -> String {
    format!(r#"{{"id":1,"text":"{text}","number":null,"done":false}}"#)
}

async fn post(client: &Client, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    client.send(Method::POST, "/memos/", &[("content-type", content_type)], body).await
}

#[tokio::test]
async fn a_malformed_body_is_refused_in_pythons_words() {
    let client = memos().await;
    let cases: [(&[u8], &str); 24] = [
        (br#"{"text": }"#, "Expecting value: line 1 column 10 (char 9)"),
        (br#"{"text": "a""#, "Expecting ',' delimiter: line 1 column 13 (char 12)"),
        (br#"{"text": [1"#, "Expecting ',' delimiter: line 1 column 12 (char 11)"),
        (br#"{"text": "a" "b"}"#, "Expecting ',' delimiter: line 1 column 14 (char 13)"),
        (br#"{"text":"#, "Expecting value: line 1 column 9 (char 8)"),
        (b"[", "Expecting value: line 1 column 2 (char 1)"),
        (br#"{"text" "a"}"#, "Expecting ':' delimiter: line 1 column 9 (char 8)"),
        (b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (
            b"{'text': 1}",
            "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        (br#"{"text": "a"} x"#, "Extra data: line 1 column 15 (char 14)"),
        (b"{} {}", "Extra data: line 1 column 4 (char 3)"),
        (b"  ", "Expecting value: line 1 column 3 (char 2)"),
        (b"\n ", "Expecting value: line 2 column 2 (char 2)"),
        (b"hello", "Expecting value: line 1 column 1 (char 0)"),
        (b"[+1]", "Expecting value: line 1 column 2 (char 1)"),
        ("{\"é\": }".as_bytes(), "Expecting value: line 1 column 7 (char 6)"),
        ("{\"text\":\n\"é\", \"b\": }".as_bytes(), "Expecting value: line 2 column 11 (char 19)"),
        (br#"{"text": NaN}"#, "Out of range float values are not JSON compliant: 'NaN'"),
        (br#"{"text": Infinity}"#, "Out of range float values are not JSON compliant: 'Infinity'"),
        (br#"[-Infinity]"#, "Out of range float values are not JSON compliant: '-Infinity'"),
        (b"{\"text\": \"\x01\"}", "Invalid control character at: line 1 column 11 (char 10)"),
        (
            b"{\"text\": \"\xff\"}",
            "'utf-8' codec can't decode byte 0xff in position 10: invalid start byte",
        ),
        (
            b"\xef\xbb\xbf{}",
            "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)",
        ),
        (
            b"\xff\xfe{\0}\0",
            "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
    ];
    for (body, message) in cases {
        let answer = post(&client, "application/json", body).await;
        let name = String::from_utf8_lossy(body);
        assert_eq!(answer.status, 400, "{name}");
        assert_eq!(answer.json()["detail"], format!("JSON parse error - {message}"), "{name}");
    }
}

#[tokio::test]
async fn other_malformed_bodies_are_refused_too() {
    let client = memos().await;
    let bodies = [
        r#"{"text": "a",}"#,
        r#"[1,]"#,
        r#"{"text": 01}"#,
        r#"{"text": 1.}"#,
        r#"{"text": .5}"#,
        r#"{"text": "\x"}"#,
        r#"{"text": "\u12"}"#,
        r#"{"text": "a}"#,
        "{\"text\": \"a\nb\"}",
        r#"{"text": tru}"#,
        r#"{1: 2}"#,
        "]",
        "\0",
        "{}\0",
        "\"\\",
        "-",
        "1e",
        "/**/{}",
        "{\"text\":'a'}",
    ];
    for body in bodies {
        let answer = client.post("/memos/", body).await;
        let detail = answer.json()["detail"].to_string();
        assert_eq!(answer.status, 400, "{body}");
        assert!(detail.starts_with("\"JSON parse error - "), "{body}: {detail}");
    }
    client.get("/memos/").await.assert(200, "[]");
}

#[tokio::test]
async fn a_body_that_is_no_object_says_what_it_is() {
    let client = memos().await;
    for (body, name) in [
        ("[]", "list"),
        ("[{}]", "list"),
        ("\"a\"", "str"),
        (r#""\ud800""#, "str"),
        ("1", "int"),
        ("1.0", "float"),
        ("true", "bool"),
    ] {
        let message = format!("Invalid data. Expected a dictionary, but got {name}.");
        let refused = format!(r#"{{"non_field_errors":["{message}"]}}"#);
        client.post("/memos/", body).await.assert(400, &refused);
    }
    client
        .post("/memos/", "null")
        .await
        .assert(400, r#"{"non_field_errors":["No data provided"]}"#);
}

#[tokio::test]
async fn no_body_is_an_empty_object_whatever_its_type() {
    let client = memos().await;
    for content_type in [
        "application/json",
        "text/xml",
        "",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
    ] {
        let answer = post(&client, content_type, "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.text().as_str()),
            (400, REQUIRED),
            "{content_type}"
        );
    }
    client.send(Method::POST, "/memos/", &[], "").await.assert(400, REQUIRED);
}

#[tokio::test]
async fn an_unknown_type_is_a_415_that_repeats_it() {
    let client = memos().await;
    for content_type in [
        "text/xml",
        "text/xml; charset=UTF-8",
        "application/vnd.api+json",
        "json",
        "application/jsonx",
        "text/plain",
        "application/",
        "/",
        ";",
        "application/json, text/plain",
    ] {
        let refused =
            format!(r#"{{"detail":"Unsupported media type \"{content_type}\" in request."}}"#);
        post(&client, content_type, "{}").await.assert(415, &refused);
    }
    let refused = r#"{"detail":"Unsupported media type \"\" in request."}"#;
    client.send(Method::POST, "/memos/", &[], "{}").await.assert(415, refused);
    post(&client, "", "{}").await.assert(415, refused);
}

#[tokio::test]
async fn parameters_and_letter_case_of_a_type_do_not_matter() {
    for content_type in [
        "application/json; charset=utf-8",
        "Application/JSON",
        " application/json ;x=y",
        "application/json; charset=klingon",
    ] {
        post(&memos().await, content_type, r#"{"text":"a"}"#).await.assert(201, &memo("a"));
    }
}

#[tokio::test]
async fn of_repeated_keys_the_last_counts_and_unknown_ones_do_not() {
    let client = memos().await;
    let body = r#"{"text":[],"x":{"text":1},"te\u0078t":"a","text":"b","\ud800":1,"":2,"number":1,"number":null}"#;
    client.post("/memos/", body).await.assert(201, &memo("b"));
}

#[tokio::test]
async fn deep_nesting_is_fine_where_nobody_looks_and_where_somebody_does() {
    let client = memos().await;
    for depth in [200, 900, 100_000] {
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let objects = format!("{}1{}", r#"{"text":"#.repeat(depth), "}".repeat(depth));
        let not_text = r#"{"text":["Not a valid string."]}"#;
        client.post("/memos/", format!(r#"{{"text":{deep}}}"#)).await.assert(400, not_text);
        client.post("/memos/", &objects).await.assert(400, not_text);
        let list = r#"{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}"#;
        client.post("/memos/", &deep).await.assert(400, list);
        let ignored = format!(r#"{{"x":{deep},"text":"a"}}"#);
        assert_eq!(client.post("/memos/", ignored).await.status, 201);
        let open = client.post("/memos/", "[".repeat(depth)).await;
        assert_eq!(open.status, 400);
    }
}

#[tokio::test]
async fn a_body_that_nobody_needs_may_be_anything() {
    let client = memos().await;
    client.post("/memos/", r#"{"text":"a"}"#).await;
    let odd = [("content-type", "text/odd")];
    for headers in [&[("content-type", "application/json")][..], &odd] {
        assert_eq!(client.send(Method::GET, "/memos/", headers, "{").await.status, 200);
        assert_eq!(client.send(Method::GET, "/memos/1/", headers, "\0").await.status, 200);
        assert_eq!(client.send(Method::OPTIONS, "/memos/", headers, "{").await.status, 200);
        // The row is looked for first.
        client
            .send(Method::PUT, "/memos/9/", headers, "{")
            .await
            .assert(404, r#"{"detail":"No Memo matches the given query."}"#);
        client
            .send(Method::PATCH, "/memos/x/", headers, "{")
            .await
            .assert(404, r#"{"detail":"Not found."}"#);
    }
    client.send(Method::DELETE, "/memos/1/", &odd, "{").await.assert(204, "");
}

/// A request whose body comes in chunks, without a `Content-Length`.
async fn stream(app: Router, size: usize) -> (u16, String) {
    let chunks = vec![b' '; size];
    let chunks: Vec<_> =
        chunks.chunks(1024).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect();
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let request = HttpRequest::post("/memos/").header("content-type", "application/json");
    let response = app.oneshot(request.body(body).expect("a request")).await.expect("an answer");
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

const LIMIT: usize = 2_621_440;

#[tokio::test]
async fn a_body_may_have_so_many_bytes_and_not_one_more() {
    let client = memos().await;
    let padded = |size: usize| format!(r#"{{"text":"a"{}}}"#, " ".repeat(size - 12));
    client.post("/memos/", padded(LIMIT)).await.assert(201, &memo("a"));
    let refused = r#"{"detail":"The request body is larger than 2621440 bytes."}"#;
    client.post("/memos/", padded(LIMIT + 1)).await.assert(413, refused);
    // Without a length the bytes are counted.
    let app = app(Policies::default()).await;
    let blank = stream(app.clone(), LIMIT).await;
    assert_eq!(blank.0, 400, "{}", blank.1);
    assert_eq!(stream(app, LIMIT + 1).await, (413, refused.to_owned()));
}

#[tokio::test]
async fn a_form_may_have_a_thousand_fields_and_not_one_more() {
    let client = memos().await;
    let form = |n: usize| format!("text=a{}", "&x=1".repeat(n - 1));
    client.form(Method::POST, "/memos/", &form(1000)).await.assert(201, &memo("a"));
    let refused = r#"{"detail":"The form has more than 1000 fields."}"#;
    client.form(Method::POST, "/memos/", &form(1001)).await.assert(413, refused);
    let part = "--x\r\nContent-Disposition: form-data; name=\"y\"\r\n\r\n1\r\n";
    let parts = format!("{}--x--\r\n", part.repeat(1001));
    post(&client, "multipart/form-data; boundary=x", parts).await.assert(413, refused);
}

#[tokio::test]
async fn a_form_is_decoded_and_its_last_value_counts() {
    let client = memos().await;
    let made = client
        .form(Method::POST, "/memos/", "text=x&text=a%20b+%C3%A9%26&done=on&number=+7+&=&&")
        .await;
    made.assert(201, r#"{"id":1,"text":"a b é&","number":7,"done":true}"#);
    let odd = client.form(Method::PUT, "/memos/1/", "text=%FF%zz%&number=").await;
    odd.assert(200, "{\"id\":1,\"text\":\"\u{fffd}%zz%\",\"number\":null,\"done\":false}");
    let nul = client.form(Method::POST, "/memos/", "text=a%00").await;
    nul.assert(400, r#"{"text":["Null characters are not allowed."]}"#);
    post(&client, "application/x-www-form-urlencoded; charset=utf-8", "number=x").await.assert(
        400,
        r#"{"text":["This field is required."],"number":["A valid integer is required."]}"#,
    );
}

/// A multipart body of parts, each its headers and its content.
fn multipart(parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().map(|(head, content)| {
        format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    });
    format!("{}--b--\r\n", parts.collect::<String>())
}

const MULTIPART: &str = "multipart/form-data; boundary=b";

#[tokio::test]
async fn a_multipart_form_has_texts_and_files() {
    let client = memos().await;
    let texts = [("name=\"text\"", "x"), ("name=\"text\"", "é\r\nb"), ("name=\"number\"", "5")];
    let made = post(&client, MULTIPART, multipart(&texts)).await;
    made.assert(201, r#"{"id":1,"text":"é\r\nb","number":5,"done":false}"#);
    let files = [
        ("name=\"text\"; filename=\"a.txt\"", "hello"),
        ("name=\"number\"; filename=\"a.txt\"", "5"),
        ("name=\"done\"; filename=\"\"", "true"),
    ];
    post(&client, MULTIPART, multipart(&files)).await.assert(
        400,
        concat!(
            r#"{"text":["Not a valid string."],"number":["A valid integer is required."],"#,
            r#""done":["Must be a valid boolean."]}"#
        ),
    );
    let unknown = [("name=\"x\"; filename=\"../../etc/passwd\"", "\0"), ("name=\"text\"", "ok")];
    assert_eq!(post(&client, MULTIPART, multipart(&unknown)).await.status, 201);
}

#[tokio::test]
async fn a_malformed_multipart_form_is_a_400() {
    let client = memos().await;
    let refused =
        r#"{"detail":"Multipart form parse error - Invalid boundary in multipart: None"}"#;
    post(&client, "multipart/form-data", "--b--").await.assert(400, refused);
    for body in [
        "nothing",
        "--b",
        "--b\r\n",
        "--b\r\n\r\n",
        "--c--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na",
        "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\n--b",
        "\0",
        "--b\r\n: :\r\n\r\n--b--",
    ] {
        let answer = post(&client, MULTIPART, body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text());
    }
    client.get("/memos/").await.assert(200, "[]");
}

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
        parsers: vec![Arc::new(PlainParser), Arc::new(JsonParser)],
        renderers: vec![Arc::new(JsonRenderer), Arc::new(CsvRenderer)],
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
async fn a_format_is_named_by_the_query_or_by_a_suffix() {
    let client = memos().await;
    let html = [("accept", "text/html")];
    client
        .send(Method::GET, "/memos/?format=json", &[("accept", "application/json")], "")
        .await
        .assert(200, "[]");
    client.get("/memos.json").await.assert(200, "[]");
    assert_eq!(
        client.get("/memos/?format=api").await.header("content-type"),
        "text/html; charset=utf-8"
    );
    assert_eq!(client.get("/memos.api").await.header("content-type"), "text/html; charset=utf-8");
    client.get("/memos/?format=").await.assert(200, "[]");
    client.get("/memos/?format=xml").await.assert(404, r#"{"detail":"Not found."}"#);
    // What `Accept` asks for and the format do not meet.
    assert_eq!(client.send(Method::GET, "/memos/?format=json", &html, "").await.status, 406);
    let xml = client.send(Method::GET, "/memos/", &[("accept", "application/xml")], "").await;
    xml.assert(406, r#"{"detail":"Could not satisfy the request Accept header."}"#);
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
