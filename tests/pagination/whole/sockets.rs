//! Long lists as they go over the wire.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{database, drop_tables, expected, flat, queryset, router, sql};

/// Sends a request to a server of its own and returns what comes until the connection ends. After
/// the first bytes, the tables are dropped if it shall break.
async fn ask(database: &seaview::Database, line: &str, breaks: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let app = router().into_router(database.clone());
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = format!("{line} HTTP/1.1\r\nhost: testserver\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("a request");
    let mut text = vec![0; 64];
    stream.read_exact(&mut text).await.expect("the beginning");
    if breaks {
        drop_tables(database).await;
    }
    // A connection that breaks may say so.
    _ = stream.read_to_end(&mut text).await;
    server.abort();
    String::from_utf8(text).expect("UTF-8")
}

/// The body of an answer in HTTP's chunks, and whether it has its end.
fn unchunked(answer: &str) -> (String, bool) {
    let (_, mut rest) = answer.split_once("\r\n\r\n").expect("a body");
    let mut body = String::new();
    while let Some((size, text)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).expect("a size");
        if size == 0 {
            return (body, true);
        }
        let Some(piece) = text.get(..size) else { break };
        body.push_str(piece);
        rest = text.get(size + 2..).unwrap_or_default();
    }
    (body, false)
}

#[tokio::test]
async fn a_long_list_has_no_length_and_a_head_none_either() {
    let database = database(2500).await;
    let answer = ask(&database, "GET /leaves/", false).await;
    let headers = answer.split("\r\n\r\n").next().expect("headers").to_lowercase();
    assert!(headers.starts_with("http/1.1 200 ok"), "{headers}");
    assert!(headers.contains("transfer-encoding: chunked"), "{headers}");
    assert!(!headers.contains("content-length"), "{headers}");
    assert_eq!(unchunked(&answer), (expected(&database, queryset(""), flat).await, true));

    let head = ask(&database, "HEAD /leaves/", false).await.to_lowercase();
    let (headers, body) = head.split_once("\r\n\r\n").expect("headers");
    assert!(headers.starts_with("http/1.1 200 ok"), "{headers}");
    assert!(!headers.contains("content-length"), "{headers}");
    assert_eq!(body, "");
    let short = ask(&database, "GET /leaves/?how=short", false).await.to_lowercase();
    assert!(short.contains("\r\ncontent-length: "), "{short}");
}

#[tokio::test]
async fn a_list_that_breaks_has_no_end() {
    // More than sockets hold, so that rows are left when the table goes.
    let database = database(0).await;
    for from in (0..300_000).step_by(5000) {
        let rows: Vec<_> = (from..from + 5000).map(|n| format!("({n}, 'of many')")).collect();
        let insert = format!("INSERT INTO leaf (year, word) VALUES {}", rows.join(", "));
        sql(&database, &insert).await;
    }
    let answer = ask(&database, "GET /leaves/", true).await;
    let (body, whole) = unchunked(&answer);
    assert!(!whole && !body.ends_with(']') && body.starts_with("[{\"id\":1,"), "{}", body.len());
}
