//! Serializers: what fields take, refuse and show, and what follows from their columns.

use http::Method;
use proptest::prelude::*;
use sea_orm::ConnectionTrait;
use seaview::{ErrorDetail, prelude::*};
use serde_json::Value;

use crate::support::{Answer, Client};

/// A column of each type.
mod thing {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "thing")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub i8: i8,
        pub i16: i16,
        pub i32: i32,
        pub i64: i64,
        pub u8: u8,
        pub u16: u16,
        pub u32: u32,
        pub f32: f32,
        pub f64: f64,
        pub bool: bool,
        pub text: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = thing::Entity)]
struct ThingSerializer {
    id: i64,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    u8: u8,
    u16: u16,
    u32: u32,
    f32: f32,
    f64: f64,
    bool: bool,
    text: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = ThingSerializer)]
struct ThingViewSet;

/// A column of each type that may be null.
mod maybe {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "maybe")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub i8: Option<i8>,
        pub i16: Option<i16>,
        pub i32: Option<i32>,
        pub i64: Option<i64>,
        pub u8: Option<u8>,
        pub u16: Option<u16>,
        pub u32: Option<u32>,
        pub f32: Option<f32>,
        pub f64: Option<f64>,
        pub bool: Option<bool>,
        pub text: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = maybe::Entity)]
struct MaybeSerializer {
    id: i64,
    i8: Option<i8>,
    i16: Option<i16>,
    i32: Option<i32>,
    i64: Option<i64>,
    u8: Option<u8>,
    u16: Option<u16>,
    u32: Option<u32>,
    f32: Option<f32>,
    f64: Option<f64>,
    bool: Option<bool>,
    text: Option<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MaybeSerializer)]
struct MaybeViewSet;

const TYPES: [&str; 11] =
    ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "f32", "f64", "bool", "text"];

async fn types() -> Client {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(thing::Entity).await.expect("a table");
    database.create_table(maybe::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("things", ThingViewSet);
    Client::new(router.register("maybes", MaybeViewSet).into_router(database))
}

const THING: &str = concat!(
    r#"{"i8":0,"i16":0,"i32":0,"i64":0,"u8":0,"u16":0,"u32":0,"f32":0,"f64":0,"#,
    r#""bool":true,"text":"x"}"#
);

/// What a PATCH of one field answers: the field's value as JSON, or its messages.
async fn patched(client: &Client, path: &str, field: &str, json: &str) -> String {
    let answer = client.patch(path, format!(r#"{{"{field}":{json}}}"#)).await;
    let status = answer.status.as_u16();
    assert!(matches!(status, 200 | 400), "{field} {json}: {status} {}", answer.text());
    let value = &answer.json()[field];
    if status == 200 {
        assert_eq!(client.get(path).await.body, answer.body, "{field} {json}");
        return value.to_string();
    }
    let messages = value.as_array().unwrap_or_else(|| panic!("{field} {json}: {}", answer.text()));
    let messages = messages.iter().map(|message| message.as_str().expect("a message"));
    messages.collect::<Vec<_>>().join(" ")
}

async fn coerce(fields: &[&str], cases: &[(&str, &str)]) {
    let client = types().await;
    assert_eq!(client.post("/things/", THING).await.status, 201);
    assert_eq!(client.post("/maybes/", "{}").await.status, 201);
    for path in ["/things/1/", "/maybes/1/"] {
        for field in fields {
            for (json, expected) in cases {
                let found = patched(&client, path, field, json).await;
                assert_eq!(found, *expected, "{path} {field} {json}");
            }
        }
    }
}

const INTEGER: &str = "A valid integer is required.";
const NUMBER: &str = "A valid number is required.";
const BOOLEAN: &str = "Must be a valid boolean.";
const STRING: &str = "Not a valid string.";
const BLANK: &str = "This field may not be blank.";
const NUL: &str = "Null characters are not allowed.";

#[tokio::test]
async fn integers_are_coerced_as_in_drf() {
    let integers = ["i8", "i16", "i32", "i64", "u8", "u16", "u32"];
    coerce(
        &integers,
        &[
            ("5", "5"),
            ("1.0", "1"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("1e1", "10"),
            (r#""1.0""#, "1"),
            (r#""5.""#, "5"),
            (r#""1.00 ""#, "1"),
            (r#"" 5 ""#, "5"),
            (r#""+5""#, "5"),
            (r#""1_0""#, "10"),
            (r#""٣""#, "3"),
            ("2.5", INTEGER),
            ("1e400", INTEGER),
            (r#""1.2""#, INTEGER),
            (r#""1e3""#, INTEGER),
            (r#""0x10""#, INTEGER),
            (r#""""#, INTEGER),
            (r#"".""#, INTEGER),
            (r#"".0""#, INTEGER),
            (r#""-""#, INTEGER),
            (r#""\u0000""#, INTEGER),
            (r#""\ud800""#, INTEGER),
            ("true", INTEGER),
            ("[]", INTEGER),
            ("[1]", INTEGER),
            ("{}", INTEGER),
        ],
    )
    .await;
}

#[tokio::test]
async fn every_integer_ends_at_its_type_and_says_where() {
    let client = types().await;
    assert_eq!(client.post("/things/", THING).await.status, 201);
    let cases: [(&str, i128, i128); 7] = [
        ("i8", i8::MIN.into(), i8::MAX.into()),
        ("i16", i16::MIN.into(), i16::MAX.into()),
        ("i32", i32::MIN.into(), i32::MAX.into()),
        ("i64", i64::MIN.into(), i64::MAX.into()),
        ("u8", 0, u8::MAX.into()),
        ("u16", 0, u16::MAX.into()),
        ("u32", 0, u32::MAX.into()),
    ];
    for (field, min, max) in cases {
        let more = format!("Ensure this value is less than or equal to {max}.");
        let less = format!("Ensure this value is greater than or equal to {min}.");
        let long = "9".repeat(1000);
        for (value, expected) in [
            (max.to_string(), max.to_string()),
            (min.to_string(), min.to_string()),
            ((max + 1).to_string(), more.clone()),
            ((min - 1).to_string(), less.clone()),
            (long.clone(), more.clone()),
            (format!("-{long}"), less.clone()),
            (format!("\"{long}\""), more),
            (format!("\"{long}9\""), "String value too large.".to_owned()),
        ] {
            assert_eq!(
                patched(&client, "/things/1/", field, &value).await,
                expected,
                "{field} {value}"
            );
        }
    }
}

#[tokio::test]
async fn floats_are_coerced_as_in_drf_and_always_finite() {
    let overflow = "Integer value too large to convert to float";
    let long = "9".repeat(400);
    coerce(
        &["f32", "f64"],
        &[
            ("1.5", "1.5"),
            ("1", "1.0"),
            ("0.1", "0.1"),
            ("true", "1.0"),
            ("false", "0.0"),
            (r#""1.5""#, "1.5"),
            (r#"" 2 ""#, "2.0"),
            (r#""1_000""#, "1000.0"),
            (r#""1e3""#, "1000.0"),
            (r#""-.5""#, "-0.5"),
            (r#""abc""#, NUMBER),
            (r#""""#, NUMBER),
            (r#""inf""#, NUMBER),
            (r#""-Infinity""#, NUMBER),
            (r#""nan""#, NUMBER),
            (r#""1e400""#, NUMBER),
            ("1e400", NUMBER),
            ("-1e400", NUMBER),
            (&long, overflow),
            ("[]", NUMBER),
            ("{}", NUMBER),
            (r#""\u0000""#, NUMBER),
            (r#""\udfff""#, NUMBER),
        ],
    )
    .await;
    coerce(
        &["f64"],
        &[
            ("1e16", "1e+16"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
            ("5e-324", "5e-324"),
            ("1e-400", "0.0"),
            ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ],
    )
    .await;
    coerce(&["f32"], &[("3.4028235e38", "3.4028235e+38"), ("3.5e38", NUMBER)]).await;
}

#[tokio::test]
async fn floats_look_as_in_python() {
    let client = types().await;
    client.post("/things/", THING).await;
    for (sent, shown) in [("1e22", "1e+22"), ("1e-5", "1e-05"), ("1e15", "1000000000000000.0")] {
        let answer = client.patch("/things/1/", format!(r#"{{"f64":{sent}}}"#)).await;
        assert!(answer.text().contains(&format!(r#""f64":{shown},"#)), "{}", answer.text());
    }
}

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

#[tokio::test]
async fn text_is_coerced_as_in_drf() {
    coerce(
        &["text"],
        &[
            (r#""a""#, r#""a""#),
            ("5", r#""5""#),
            ("-0", r#""0""#),
            ("5.5", r#""5.5""#),
            ("1e22", r#""1e+22""#),
            ("123456789012345678901234567890", r#""123456789012345678901234567890""#),
            (r#"" a b\u2028""#, r#""a b""#),
            (r#""\u001c\u0085\u00a0x\u3000""#, r#""x""#),
            ("true", STRING),
            ("[]", STRING),
            ("{}", STRING),
            (r#""""#, BLANK),
            (r#"" \t\n\r\u2003""#, BLANK),
            (r#""a\u0000""#, NUL),
            (r#""\ud800""#, "Surrogate characters are not allowed: U+D800."),
            (r#""a\udc00\ud800""#, "Surrogate characters are not allowed: U+DC00."),
            (r#""\\ud800\udfff""#, "Surrogate characters are not allowed: U+DFFF."),
            (r#""\ud83d\ude00\udbff\n""#, "Surrogate characters are not allowed: U+DBFF."),
        ],
    )
    .await;
}

#[tokio::test]
async fn every_escape_comes_back_as_python_writes_it() {
    let client = types().await;
    client.post("/things/", THING).await;
    let sent =
        r#""\"\\\/\b\f\n\r\t\u0001\u001f\u007f\u0080é\u20ac😀\ud83d\ude00\u2027\u2028\u2029</>&'""#;
    let shown = concat!(
        r#""\"\\/\b\f\n\r\t\u0001\u001f"#,
        "\u{7f}\u{80}é€😀😀\u{2027}",
        r#"\u2028\u2029</>&'""#
    );
    let answer = client.patch("/things/1/", format!(r#"{{"text":{sent}}}"#)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let field = format!(r#""text":{shown}}}"#);
    for text in [answer.text(), client.get("/things/1/").await.text()] {
        assert!(text.ends_with(&field), "{text}");
    }
    let list = client.get("/things/").await.text();
    assert!(list.ends_with(&format!("{field}]")), "{list}");
}

#[tokio::test]
async fn null_and_absence_are_two_errors_and_come_in_the_order_of_the_fields() {
    let client = types().await;
    let all = |message: &str| {
        let fields = TYPES.map(|name| format!(r#""{name}":["{message}"]"#));
        format!("{{{}}}", fields.join(","))
    };
    client.post("/things/", "{}").await.assert(400, &all("This field is required."));
    let nulls = TYPES.iter().rev().map(|name| format!(r#""{name}":null"#)).collect::<Vec<_>>();
    let nulls = format!("{{{}}}", nulls.join(","));
    client.post("/things/", &nulls).await.assert(400, &all("This field may not be null."));
    client.post("/things/", THING).await;
    client.put("/things/1/", "{}").await.assert(400, &all("This field is required."));
    client.patch("/things/1/", &nulls).await.assert(400, &all("This field may not be null."));

    let fields = TYPES.map(|name| format!(r#""{name}":null"#));
    let empty = format!(r#"{{"id":1,{}}}"#, fields.join(","));
    client.post("/maybes/", "{}").await.assert(201, &empty);
    client.put("/maybes/1/", &nulls).await.assert(200, &empty);
    client.get("/maybes/").await.assert(200, &format!("[{empty}]"));
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
    client.form(Method::POST, "/things/", form).await.assert(
        201,
        concat!(
            r#"{"id":1,"i8":1,"i16":2,"i32":3,"i64":4,"u8":5,"u16":6,"u32":7,"f32":1.5,"#,
            r#""f64":2.5,"bool":true,"text":"b c"}"#
        ),
    );
    // A check box that is not ticked is not sent.
    let put = client.form(Method::PUT, "/things/1/", &form.replace("&bool=on", "")).await;
    assert_eq!((put.status.as_u16(), &put.json()["bool"]), (200, &false.into()));
    client.patch("/things/1/", r#"{"bool":true}"#).await;
    let patch = client.form(Method::PATCH, "/things/1/", "text=z").await;
    assert_eq!((patch.status.as_u16(), &patch.json()["bool"]), (200, &true.into()));
    let blank = client.form(Method::PATCH, "/things/1/", "text=&i8=&bool=&f64=+").await;
    blank.assert(
        400,
        concat!(
            r#"{"i8":["A valid integer is required."],"f64":["A valid number is required."],"#,
            r#""bool":["Must be a valid boolean."],"text":["This field may not be blank."]}"#
        ),
    );
}

#[tokio::test]
async fn an_empty_value_of_a_form_is_null_where_that_is_allowed() {
    let client = types().await;
    client.post("/maybes/", r#"{"i8":1,"f64":1,"bool":true,"text":"a"}"#).await;
    let form = TYPES.map(|name| format!("{name}=")).join("&");
    let empty =
        format!(r#"{{"id":1,{}}}"#, TYPES.map(|name| format!(r#""{name}":null"#)).join(","));
    client.form(Method::PATCH, "/maybes/1/", &form).await.assert(200, &empty);
    client.patch("/maybes/1/", r#"{"bool":true}"#).await;
    client.form(Method::PUT, "/maybes/1/", "").await.assert(200, &empty);
}

/// Options of every kind.
mod label {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "label")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique, column_type = "String(StringLen::N(8))")]
        pub code: String,
        #[sea_orm(default_value = "plain")]
        pub look: String,
        pub size: i32,
        pub weight: f64,
        pub ratio: f32,
        pub secret: Option<String>,
        pub made_by: Option<String>,
        #[sea_orm(column_name = "text_of_note")]
        pub note: String,
        pub raw: String,
        pub r#type: String,
        pub shown: bool,
        pub even: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

fn even(value: i64) -> Result<i64, ValidationError> {
    match value {
        13 => Err(ValidationError::messages([
            ErrorDetail::new("Unlucky.", "unlucky"),
            ErrorDetail::new("And odd.", "odd"),
        ])),
        value if value % 2 == 0 => Ok(value / 2 * 2 + 100),
        _ => Err("Odd.".into()),
    }
}

#[derive(ModelSerializer)]
#[serializer(entity = label::Entity)]
struct LabelSerializer {
    id: i64,
    #[serializer(min_length = 3)]
    code: String,
    look: String,
    #[serializer(min_value = -5, max_value = 10, label = "How big", help_text = "In hands.")]
    size: i32,
    #[serializer(min_value = 0.5, max_value = 10)]
    weight: f64,
    #[serializer(min_value = 0.1, max_value = 0.7, default = 0.1)]
    ratio: f32,
    #[serializer(write_only)]
    secret: Option<String>,
    #[serializer(read_only)]
    made_by: Option<String>,
    #[serializer(source = note, allow_blank = true)]
    remark: String,
    #[serializer(trim_whitespace = false, default = " raw ", max_length = 6)]
    raw: String,
    #[serializer(default = "kind")]
    r#type: String,
    #[serializer(default = true)]
    shown: bool,
    /// Divisible by two.
    #[serializer(validate = even, required = false, default = 0)]
    even: i64,
}

#[derive(ModelViewSet)]
#[viewset(serializer = LabelSerializer)]
struct LabelViewSet;

async fn labels() -> Client {
    labels_in(&Database::connect("sqlite::memory:").await.expect("a database")).await
}

async fn labels_in(database: &Database) -> Client {
    database.create_table(label::Entity).await.expect("a table");
    Client::new(DefaultRouter::new().register("labels", LabelViewSet).into_router(database.clone()))
}

#[tokio::test]
async fn what_is_not_sent_has_its_default_or_that_of_the_column() {
    let client = labels().await;
    let label = r#"{"code":"abc","size":1,"weight":1}"#;
    let made = concat!(
        r#"{"id":1,"code":"abc","look":"plain","size":1,"weight":1.0,"ratio":0.1,"made_by":null,"#,
        r#""remark":"","raw":" raw ","type":"kind","shown":true,"even":100}"#
    );
    client.post("/labels/", label).await.assert(201, made);
    // Defaults are not for PATCH; of PUT they are, as in DRF, where the column's are not.
    let patch = r#"{"look":"b","raw":"c","type":"d","shown":false,"ratio":0.5,"remark":"e"}"#;
    let patched = concat!(
        r#"{"id":1,"code":"abc","look":"b","size":1,"weight":1.0,"ratio":0.5,"made_by":null,"#,
        r#""remark":"e","raw":"c","type":"d","shown":false,"even":100}"#
    );
    client.patch("/labels/1/", patch).await.assert(200, patched);
    client.patch("/labels/1/", "{}").await.assert(200, patched);
    client.put("/labels/1/", label).await.assert(
        200,
        concat!(
            r#"{"id":1,"code":"abc","look":"b","size":1,"weight":1.0,"ratio":0.1,"made_by":null,"#,
            r#""remark":"e","raw":" raw ","type":"kind","shown":true,"even":100}"#
        ),
    );
}

#[tokio::test]
async fn a_form_without_a_check_box_takes_the_stated_default() {
    let client = labels().await;
    let made =
        client.form(Method::POST, "/labels/", "code=abc&size=1&weight=1&remark=&look=").await;
    assert_eq!(made.status, 201, "{}", made.text());
    let json = made.json();
    assert_eq!(
        (&json["shown"], &json["remark"], &json["look"]),
        (&true.into(), &"".into(), &"plain".into())
    );
}

#[tokio::test]
async fn read_only_is_ignored_and_write_only_is_never_shown() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    let client = labels_in(&database).await;
    let label = r#"{"id":7,"code":"abc","size":1,"weight":1,"made_by":"me","secret":"s3"}"#;
    let made = client.post("/labels/", label).await;
    assert_eq!(
        (made.status.as_u16(), &made.json()["id"], &made.json()["made_by"]),
        (201, &1.into(), &Value::Null)
    );
    for answer in [made, client.get("/labels/").await, client.get("/labels/1/").await] {
        assert!(
            !answer.text().contains("secret") && !answer.text().contains("s3"),
            "{}",
            answer.text()
        );
    }
    let query = "SELECT secret FROM label WHERE secret = 's3' AND made_by IS NULL";
    let statement = sea_orm::Statement::from_string(database.backend(), query);
    assert!(database.connection().query_one_raw(statement).await.expect("a query").is_some());
    // What is read-only is not even looked at.
    assert_eq!(client.patch("/labels/1/", r#"{"made_by":[1],"id":{}}"#).await.status, 200);
}

#[tokio::test]
async fn lengths_and_bounds_hold_up_to_their_limits_and_not_one_past_them() {
    let client = labels().await;
    client.post("/labels/", r#"{"code":"abc","size":1,"weight":1}"#).await;
    let long = "Ensure this field has no more than 8 characters.";
    let longer = "Ensure this field has no more than 6 characters.";
    let more = "Ensure this value is less than or equal to";
    let less = "Ensure this value is greater than or equal to";
    let cases: [(&str, &str, &str); 22] = [
        ("code", r#""äöü""#, r#""äöü""#),
        ("code", r#""ab""#, "Ensure this field has at least 3 characters."),
        ("code", r#""12345678""#, r#""12345678""#),
        ("code", r#""😀2345678""#, r#""😀2345678""#),
        ("code", r#""123456789""#, long),
        ("code", r#"" 12345678 ""#, r#""12345678""#),
        ("code", "123456789", long),
        ("size", "-5", "-5"),
        ("size", "-6", &format!("{less} -5.")),
        ("size", "10", "10"),
        ("size", "11", &format!("{more} 10.")),
        ("size", "2147483648", &format!("{more} 10.")),
        ("weight", "0.5", "0.5"),
        ("weight", "0.4999999", &format!("{less} 0.5.")),
        ("weight", "10.0", "10.0"),
        ("weight", "10.000001", &format!("{more} 10.")),
        ("ratio", "0.1", "0.1"),
        ("ratio", "0.7", "0.7"),
        ("ratio", "0.70001", &format!("{more} 0.7.")),
        ("raw", r#""  34  ""#, r#""  34  ""#),
        ("raw", r#"" 1234567""#, longer),
        ("raw", r#""   ""#, r#""   ""#),
    ];
    for (field, json, expected) in cases {
        assert_eq!(patched(&client, "/labels/1/", field, json).await, expected, "{field} {json}");
    }
}

#[tokio::test]
async fn a_validator_of_ones_own_runs_last_and_may_change_the_value() {
    let client = labels().await;
    client.post("/labels/", r#"{"code":"abc","size":1,"weight":1}"#).await;
    for (json, expected) in [
        ("4", "104"),
        ("5", "Odd."),
        ("13", "Unlucky. And odd."),
        (r#""x""#, INTEGER),
        ("null", "This field may not be null."),
    ] {
        assert_eq!(patched(&client, "/labels/1/", "even", json).await, expected, "{json}");
    }
}

#[tokio::test]
async fn options_tells_the_labels_and_the_limits() {
    let fields = &labels().await.options("/labels/").await.json()["actions"]["POST"];
    assert_eq!(fields["size"]["label"], "How big");
    assert_eq!(fields["size"]["help_text"], "In hands.");
    assert_eq!(
        (&fields["size"]["min_value"], &fields["size"]["max_value"]),
        (&(-5).into(), &10.into())
    );
    assert_eq!(fields["even"]["help_text"], "Divisible by two.");
    assert_eq!(
        (&fields["code"]["min_length"], &fields["code"]["max_length"]),
        (&3.into(), &8.into())
    );
    assert_eq!(fields["made_by"]["read_only"], true);
    assert_eq!(fields["made_by"]["label"], "Made by");
    for (field, required) in [("code", true), ("look", false), ("remark", false), ("shown", false)]
    {
        assert_eq!(fields[field]["required"], required, "{field}");
    }
}

#[tokio::test]
async fn unique_is_told_before_the_other_validators_and_beside_other_fields() {
    let client = labels().await;
    assert_eq!(client.post("/labels/", r#"{"code":"ab1","size":1,"weight":1}"#).await.status, 201);
    assert_eq!(client.post("/labels/", r#"{"code":"ab2","size":1,"weight":1}"#).await.status, 201);
    let taken = "label with this code already exists.";
    client.post("/labels/", r#"{"code":" ab1 ","size":11}"#).await.assert(
        400,
        &format!(
            r#"{{"code":["{taken}"],"size":["Ensure this value is less than or equal to 10."],"weight":["This field is required."]}}"#
        ),
    );
    assert_eq!(patched(&client, "/labels/2/", "code", r#""ab1""#).await, taken);
    assert_eq!(patched(&client, "/labels/1/", "code", r#""ab1""#).await, r#""ab1""#);
    assert_eq!(patched(&client, "/labels/1/", "code", r#""AB1""#).await, r#""AB1""#);
    let put = client.put("/labels/2/", r#"{"code":"AB1","size":1,"weight":1}"#).await;
    put.assert(400, &format!(r#"{{"code":["{taken}"]}}"#));
}

#[tokio::test]
async fn a_unique_value_that_is_also_too_short_has_both_messages() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    let client = labels_in(&database).await;
    let insert =
        "INSERT INTO label (code, size, weight, ratio, text_of_note, raw, type, shown, even)
        VALUES ('a', 1, 1, 1, '', '', '', 1, 0), ('longer than eight', 1, 1, 1, '', '', '', 1, 0)";
    database.connection().execute_unprepared(insert).await.expect("two labels");
    let taken = "label with this code already exists.";
    for (code, limit) in [
        ("a", "Ensure this field has at least 3 characters."),
        ("longer than eight", "Ensure this field has no more than 8 characters."),
    ] {
        let label = format!(r#"{{"code":"{code}","size":1,"weight":1}}"#);
        let refused = format!(r#"{{"code":["{taken}","{limit}"]}}"#);
        client.post("/labels/", label).await.assert(400, &refused);
    }
}

#[tokio::test]
async fn what_others_wrote_into_the_table_looks_the_same_in_a_list_and_alone() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(maybe::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("maybes", MaybeViewSet);
    let whole = Client::new(
        router.register_with_basename("flags", FlagViewSet, "flags").into_router(database.clone()),
    );
    for values in [
        "(1, 'a' || char(0) || 'b')",
        "(2, char(1, 31, 127, 8232, 128512))",
        "(0, '\"')",
        "(-1, '\u{e9}')",
        "(NULL, NULL)",
    ] {
        database.connection().execute_unprepared("DELETE FROM maybe").await.expect("no rows");
        let insert = format!("INSERT INTO maybe (bool, text) VALUES {values}");
        database.connection().execute_unprepared(&insert).await.expect("a row");
        let list = whole.get("/flags/").await;
        assert_eq!(list.status, 200, "{values}: {}", list.text());
        let id = list.json()[0]["id"].as_i64().expect("an id");
        let alone = whole.get(&format!("/flags/{id}/")).await;
        assert_eq!(list.text(), format!("[{}]", alone.text()), "{values}");
    }
}

/// Without floats, so that SQLite writes the list.
#[derive(ModelSerializer)]
#[serializer(entity = maybe::Entity)]
struct FlagSerializer {
    id: i64,
    i64: Option<i64>,
    bool: Option<bool>,
    text: Option<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = FlagSerializer)]
struct FlagViewSet;

/// A key that clients choose.
mod country {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "natural_country")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    code: String,
    name: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer)]
struct CountryViewSet;

#[tokio::test]
async fn a_key_that_clients_choose_is_taken_once() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    database.create_table(country::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("countries", CountryViewSet);
    let client = Client::new(router.into_router(database));
    let de = r#"{"code":"de","name":"Germany"}"#;
    client.post("/countries/", de).await.assert(201, de);
    let taken = r#"{"code":["country with this code already exists."]}"#;
    client.post("/countries/", de).await.assert(400, taken);
    client.put("/countries/de/", de).await.assert(200, de);
    let fr = r#"{"code":"fr","name":"France"}"#;
    client.post("/countries/", fr).await.assert(201, fr);
    client.patch("/countries/fr/", r#"{"code":"de"}"#).await.assert(400, taken);
    client.get("/countries/").await.assert(200, &format!("[{de},{fr}]"));
    // A key stays with its row.
    let at = r#"{"code":"at","name":"Austria"}"#;
    client.put("/countries/de/", at).await.assert(200, r#"{"code":"de","name":"Austria"}"#);
    assert_eq!(client.get("/countries/at/").await.status, 404);
}

fn any_scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<i8>().prop_map(|value| value.to_string()),
        any::<i128>().prop_map(|value| value.to_string()),
        any::<f64>()
            .prop_filter("JSON has finite numbers", |f| f.is_finite())
            .prop_map(|f| format!("{f:?}")),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,9})?([eE][-+]?[0-9]{1,4})?",
        "[1-9][0-9]{300,1200}",
        "\"[-+ ]?[0-9_]{0,25}[.]?0{0,3}[ ]?\"",
        any::<String>().prop_map(|text| Value::from(text).to_string()),
        "\"(\\\\u[0-9a-fA-F]{4}|\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[a-c 😀]|\\\\[nrtbf/\"\\\\]){0,8}\"",
        "\"(inf|nan|-Infinity|true|off|null|1e400|\\\\u0000)\"",
    ]
}

fn any_json() -> impl Strategy<Value = String> {
    any_scalar().prop_recursive(4, 24, 4, |inner| {
        let key = prop_oneof![
            proptest::sample::select(&TYPES[..]).prop_map(|name| format!("\"{name}\"")),
            any::<String>().prop_map(|key| Value::from(key).to_string()),
            Just("\"\\ud800\"".to_owned()),
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec((key, inner), 0..4).prop_map(|members| {
                let members: Vec<_> =
                    members.into_iter().map(|(key, value)| format!("{key}:{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

/// An object in which most keys are fields.
fn any_body() -> impl Strategy<Value = String> {
    let members =
        proptest::collection::vec((proptest::sample::select(&TYPES[..]), any_json()), 0..14);
    let object = members.prop_map(|members| {
        let members: Vec<_> =
            members.into_iter().map(|(name, json)| format!("\"{name}\" : {json}")).collect();
        format!("{{{}}}", members.join(" ,"))
    });
    prop_oneof![4 => object, 1 => any_json(), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sent_is_taken_or_refused_and_what_is_taken_reads_back_equal(
        body in any_body(),
        method in proptest::sample::select(&["POST", "PUT", "PATCH"][..]),
        path in proptest::sample::select(&["things", "maybes"][..]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (answer, alone, list) = runtime.block_on(async {
            let client = types().await;
            client.post("/things/", THING).await;
            client.post("/maybes/", "{}").await;
            let url = if method == "POST" { format!("/{path}/") } else { format!("/{path}/1/") };
            let answer = client.json(method.parse().expect("a method"), &url, &body).await;
            let id = if method == "POST" { 2 } else { 1 };
            let alone = client.get(&format!("/{path}/{id}/")).await;
            (answer, alone, client.get(&format!("/{path}/")).await)
        });
        let status = answer.status.as_u16();
        prop_assert!(matches!(status, 200 | 201 | 400), "{status} {}", answer.text());
        prop_assert_eq!(list.status.as_u16(), 200);
        if status != 400 {
            // The sign of a zero is the one thing that SQLite does not keep.
            let plain = |text: String| text.replace(":-0.0,", ":0.0,");
            prop_assert_eq!(plain(answer.text()), plain(alone.text()));
            prop_assert!(plain(list.text()).contains(&plain(alone.text())), "{} in {}", alone.text(), list.text());
        }
    }
}

/// The widest integer.
mod wide {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "wide")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub u64: u64,
        pub maybe: Option<u64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = wide::Entity)]
struct WideSerializer {
    id: i64,
    u64: u64,
    maybe: Option<u64>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = WideSerializer, filterset_fields(u64(exact, gt)))]
struct WideViewSet;

#[tokio::test]
#[should_panic(
    expected = "`u64` of `WideViewSet` is a `u64`, which SeaORM reads from MySQL only; make it an `i64`"
)]
async fn the_widest_integer_is_refused_where_it_could_not_be_read_back() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    DefaultRouter::new().register("wides", WideViewSet).into_router(database);
}
