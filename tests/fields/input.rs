//! What comes in: null, absence and a value are three things, and a form has its own way of each.

use http::Method;

use super::{THING, TYPES, types, types_here};
use crate::support::Answer;

#[tokio::test]
async fn null_and_absence_are_two_errors_and_come_in_the_order_of_the_fields() {
    let client = types().await;
    let all = |message: &str| {
        let fields = types_here().into_iter().map(|name| format!(r#""{name}":["{message}"]"#));
        let fields: Vec<_> = fields.collect();
        format!("{{{}}}", fields.join(","))
    };
    client.post("/things/", "{}").await.assert(400, &all("This field is required."));
    let nulls = TYPES.iter().rev().map(|name| format!(r#""{name}":null"#)).collect::<Vec<_>>();
    let nulls = format!("{{{}}}", nulls.join(","));
    client.post("/things/", &nulls).await.assert(400, &all("This field may not be null."));
    client.post("/things/", THING).await;
    client.put("/things/1/", "{}").await.assert(400, &all("This field is required."));
    client.patch("/things/1/", &nulls).await.assert(400, &all("This field may not be null."));

    let empty = empty();
    client.post("/maybes/", "{}").await.assert(201, &empty);
    client.put("/maybes/1/", &nulls).await.assert(200, &empty);
    client.get("/maybes/").await.assert(200, &format!("[{empty}]"));
}

/// The first object of which all fields are null.
fn empty() -> String {
    let nulls = types_here().into_iter().map(|name| format!(r#","{name}":null"#));
    format!(r#"{{"id":1{}}}"#, nulls.collect::<String>())
}

#[tokio::test]
async fn a_patch_tells_null_absence_and_a_value_apart() {
    let client = types().await;
    client.post("/maybes/", r#"{"i32":1,"text":"a","bool":true,"f64":0.5}"#).await;
    let picked = async |answer: Answer| {
        assert_eq!(answer.status, 200, "{}", answer.text());
        let json = answer.json();
        ["i32", "text", "bool", "f64"].map(|name| json[name].to_string()).join(" ")
    };
    assert_eq!(picked(client.patch("/maybes/1/", "{}").await).await, r#"1 "a" true 0.5"#);
    assert_eq!(picked(client.patch("/maybes/1/", "").await).await, r#"1 "a" true 0.5"#);
    assert_eq!(
        picked(client.patch("/maybes/1/", r#"{"i32":null}"#).await).await,
        r#"null "a" true 0.5"#
    );
    assert_eq!(
        picked(client.patch("/maybes/1/", r#"{"i32":2,"bool":null}"#).await).await,
        r#"2 "a" null 0.5"#
    );
    // An omitted optional field of a PUT keeps its value too.
    assert_eq!(picked(client.put("/maybes/1/", r#"{"text":null}"#).await).await, "2 null null 0.5");
    assert_eq!(picked(client.get("/maybes/1/").await).await, "2 null null 0.5");
}

#[tokio::test]
async fn forms_are_read_as_html_means_them() {
    let client = types().await;
    let form = "i8=1&i16=2&i32=3&i64=4&u8=5&u16=6&u32=7&f32=1.5&f64=2.5&bool=on&text=a&text=b+c";
    let made = [
        ("i8", "1"),
        ("i16", "2"),
        ("i32", "3"),
        ("i64", "4"),
        ("u8", "5"),
        ("u16", "6"),
        ("u32", "7"),
        ("f32", "1.5"),
        ("f64", "2.5"),
        ("bool", "true"),
        ("text", "\"b c\""),
    ];
    let made = made.iter().filter(|(name, _)| types_here().contains(name));
    let made: String = made.map(|(name, value)| format!(",\"{name}\":{value}")).collect();
    let made = format!("{{\"id\":1{made}}}");
    client.form(Method::POST, "/things/", form).await.assert(201, &made);
    // A check box that is not ticked is not sent.
    let put = client.form(Method::PUT, "/things/1/", &form.replace("&bool=on", "")).await;
    assert_eq!((put.status.as_u16(), &put.json()["bool"]), (200, &false.into()));
    client.patch("/things/1/", r#"{"bool":true}"#).await;
    let patch = client.form(Method::PATCH, "/things/1/", "text=z").await;
    assert_eq!((patch.status.as_u16(), &patch.json()["bool"]), (200, &true.into()));
    let blank = client.form(Method::PATCH, "/things/1/", "text=&i16=&bool=&f64=+").await;
    blank.assert(
        400,
        concat!(
            r#"{"i16":["A valid integer is required."],"f64":["A valid number is required."],"#,
            r#""bool":["Must be a valid boolean."],"text":["This field may not be blank."]}"#
        ),
    );
}

#[tokio::test]
async fn an_empty_value_of_a_form_is_null_where_that_is_allowed() {
    let client = types().await;
    client.post("/maybes/", r#"{"i16":1,"f64":1,"bool":true,"text":"a"}"#).await;
    let form = TYPES.map(|name| format!("{name}=")).join("&");
    let empty = empty();
    client.form(Method::PATCH, "/maybes/1/", &form).await.assert(200, &empty);
    client.patch("/maybes/1/", r#"{"bool":true}"#).await;
    client.form(Method::PUT, "/maybes/1/", "").await.assert(200, &empty);
}
