//! Bodies in JSON, refused in Python's words.

use super::{memo, memos, post};

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
async fn a_body_is_read_in_the_charset_that_its_type_names() {
    let client = memos().await;
    for (id, content_type, body) in [
        (1, "application/json; charset=iso-8859-1", &b"{\"text\":\"\xe9\"}"[..]),
        (2, "application/json; charset=\"UTF-8\"", "{\"text\":\"é\"}".as_bytes()),
        (3, "application/json; charset=klingon", "{\"text\":\"é\"}".as_bytes()),
        (4, "application/json; charset=utf-8-sig", b"\xef\xbb\xbf{\"text\":\"\xc3\xa9\"}"),
        (5, "application/x-www-form-urlencoded; charset=latin-1", b"text=%E9"),
    ] {
        let answer = post(&client, content_type, body).await;
        assert_eq!(answer.status, 201, "{content_type}: {}", answer.text());
        let made = answer.json();
        assert_eq!((&made["id"], &made["text"]), (&id.into(), &"é".into()), "{content_type}");
    }
    let ascii = post(&client, "application/json; charset=ascii", "{\"text\":\"é\"}").await;
    assert_eq!(ascii.status, 400);
    let detail = ascii.json()["detail"].as_str().map(str::to_owned);
    assert!(detail.is_some_and(|detail| detail.starts_with("JSON parse error - ")));
}
