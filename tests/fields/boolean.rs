//! Booleans and the words for them.

use super::{THING, coerce, patched, types};

const BOOLEAN: &str = "Must be a valid boolean.";

#[tokio::test]
async fn booleans_are_coerced_as_in_drf() {
    let words = [
        "true",
        "1",
        "1.0",
        r#""1""#,
        r#""t""#,
        r#""T""#,
        r#""True""#,
        r#""y""#,
        r#""yes""#,
        r#""on""#,
        "1e0",
    ];
    let yes = words.map(|word| (word, "true"));
    let words = [
        "false",
        "0",
        "0.0",
        "-0",
        r#""0""#,
        r#""f""#,
        r#""n""#,
        r#""no""#,
        r#""off""#,
        r#""FALSE""#,
    ];
    let no = words.map(|word| (word, "false"));
    let others = [r#""2""#, "2", "[]", "{}", r#""\u0000""#, r#""\ud800""#, "1e400", r#"" true""#];
    let neither = others.map(|word| (word, BOOLEAN));
    coerce(&["bool"], &[&yes[..], &no, &neither].concat()).await;
}

#[tokio::test]
async fn the_words_for_null_are_null_where_a_boolean_may_be() {
    let client = types().await;
    client.post("/things/", THING).await;
    client.post("/maybes/", "{}").await;
    for word in ["", "null", "NULL", "Null"] {
        let json = format!("\"{word}\"");
        assert_eq!(patched(&client, "/things/1/", "bool", &json).await, BOOLEAN);
        client.patch("/maybes/1/", r#"{"bool":true}"#).await;
        assert_eq!(patched(&client, "/maybes/1/", "bool", &json).await, "null");
    }
}
