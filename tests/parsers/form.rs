//! Forms, URL-encoded and in several parts.

use http::Method;

use super::{memo, memos, post};

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
    let latin = b"text=\xe9%C3%A9".to_vec();
    let content_type = [("content-type", "application/x-www-form-urlencoded")];
    let latin = client.send(Method::PUT, "/memos/1/", &content_type, latin).await;
    assert_eq!(latin.json()["text"], "éé");
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
        // Without a name it is none.
        ("name=\"done\"; filename=\"\"", "true"),
    ];
    let refused = r#"{"text":["Not a valid string."],"number":["A valid integer is required."]}"#;
    post(&client, MULTIPART, multipart(&files)).await.assert(400, refused);
    let unknown = [("name=\"x\"; filename=\"../../etc/passwd\"", "\0"), ("name=\"text\"", "ok")];
    assert_eq!(post(&client, MULTIPART, multipart(&unknown)).await.status, 201);
}

#[tokio::test]
async fn a_multipart_form_without_parts_is_an_empty_form() {
    let client = memos().await;
    let refused =
        r#"{"detail":"Multipart form parse error - Invalid boundary in multipart: None"}"#;
    post(&client, "multipart/form-data", "--b--").await.assert(400, refused);
    for body in
        ["nothing", "--b", "--b\r\n", "--b\r\n\r\n", "--c--\r\n", "\0", "--b\r\n: :\r\n\r\n--b--"]
    {
        post(&client, MULTIPART, body).await.assert(400, r#"{"text":["This field is required."]}"#);
    }
    client.get("/memos/").await.assert(200, "[]");
}

#[tokio::test]
async fn the_end_of_a_multipart_form_may_be_missing() {
    let client = memos().await;
    let part = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na";
    for end in ["", "\r\n--b", "\r\n--b--", "\r\n--b--\r\n"] {
        let answer = post(&client, MULTIPART, format!("{part}{end}")).await;
        assert_eq!(answer.json()["text"], "a", "{end:?}: {}", answer.text());
    }
}
