//! Lists, dictionaries, JSON, choices, bytes and objects in columns.

use http::Method;
use sea_orm::DbBackend;
use seaview::{
    fields::{Base64, Dict, MultipleChoice},
    prelude::*,
};

use crate::support::{Client, backend};

pub(crate) mod sample {
    use sea_orm::{FromJsonQueryResult, entity::prelude::*};
    use serde::{Deserialize, Serialize};

    use super::{Base64, Dict, MultipleChoice};

    #[derive(
        Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult, seaview::Field,
    )]
    pub struct Numbers(pub Vec<i64>);

    #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum, seaview::Field)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(5))", rename_all = "lowercase")]
    pub enum Color {
        Red,
        Green,
        Blue,
    }

    #[derive(
        Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult, seaview::Serializer,
    )]
    pub struct Place {
        #[serializer(max_length = 5)]
        pub city: String,
        pub floor: Option<i64>,
    }

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "sample")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[serializer(min_length = 1, max_length = 4, child(min_value = 0))]
        pub numbers: Option<Numbers>,
        pub colors: Option<MultipleChoice<Color>>,
        #[serializer(child(max_length = 5), label = "Tags")]
        pub labels: Option<Dict<String>>,
        pub json: Option<Json>,
        pub bytes: Option<Base64>,
        pub place: Option<Place>,
        #[serializer(allow_empty = false)]
        pub strict: MultipleChoice<Color>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = sample::Model)]
struct SampleViewSet;

async fn samples() -> Client {
    let database = crate::support::database().await;
    database.create_table(sample::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("samples", SampleViewSet);
    Client::new(router.into_router(database))
}

/// A sample in JSON, with nulls for what is not in it.
fn sample(id: i64, fields: &[(&str, &str)]) -> String {
    let field = |name: &str| fields.iter().find(|(key, _)| *key == name).map_or("null", |f| f.1);
    let names = ["numbers", "colors", "labels", "json", "bytes", "place"];
    let members: String = names.iter().map(|name| format!("\"{name}\":{},", field(name))).collect();
    format!("{{\"id\":{id},{members}\"strict\":[\"red\"]}}")
}

#[tokio::test]
async fn values_with_parts_are_stored_and_shown_again() {
    let client = samples().await;
    // PostgreSQL keeps no NUL, and of an object the members alone.
    let (labels, json) = match backend() {
        DbBackend::Postgres => {
            (r#"{"":"y","b":"x"}"#, r#"{"a":"","b":[true,null,1.5,100000000000000000000,0.25]}"#)
        }
        _ => (
            r#"{"b":"x","":"y"}"#,
            r#"{"b":[true,null,1.5,100000000000000000000,1e-09],"a":"\u0000"}"#,
        ),
    };
    let fields = [
        ("numbers", "[1,2]"),
        ("colors", r#"["green","red"]"#),
        ("labels", labels),
        ("json", json),
        ("bytes", r#""AP8=""#),
        ("place", r#"{"city":"Oslo","floor":null}"#),
    ];
    let sent = format!(
        r#"{{"numbers":["1",2.0],"colors":["green","red","green"],"labels":{},"json":{json},"bytes":"AP8=","place":{{"city":"Oslo"}},"strict":{{"red":1}}}}"#,
        labels.replace("\"x\"", "\" x \""),
    );
    client.post("/samples/", sent).await.assert(201, &sample(1, &fields));
    client.get("/samples/1/").await.assert(200, &sample(1, &fields));
    client.get("/samples/").await.assert(200, &format!("[{}]", sample(1, &fields)));
    let nulls = r#"{"numbers":null,"colors":null,"labels":null,"json":null,"bytes":null,"place":null,"strict":["red"]}"#;
    client.put("/samples/1/", nulls).await.assert(200, &sample(1, &[]));
    client.get("/samples/1/").await.assert(200, &sample(1, &[]));
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_part() {
    let client = samples().await;
    let elements = |what: &str| format!(r#"["Ensure this field has {what} elements."]"#);
    for (field, value, error) in [
        ("numbers", "[]", elements("at least 1")),
        ("numbers", "[1,2,3,4,5]", elements("no more than 4")),
        (
            "numbers",
            r#"["x",1,-5,null]"#,
            r#"{"0":["A valid integer is required."],"2":["Ensure this value is greater than or equal to 0."],"3":["This field may not be null."]}"#.into(),
        ),
        ("colors", r#"["red","mauve"]"#, r#"["\"mauve\" is not a valid choice."]"#.into()),
        (
            "labels",
            r#"{"a":"b","c":"toolong"}"#,
            r#"{"c":["Ensure this field has no more than 5 characters."]}"#.into(),
        ),
        ("json", &"[".repeat(200), String::new()),
        ("bytes", "[1]", r#"["Enter a valid base64 string."]"#.into()),
        ("place", r#"{"city":"Bergen"}"#, r#"{"city":["Ensure this field has no more than 5 characters."]}"#.into()),
        ("strict", "[]", r#"["This selection may not be empty."]"#.into()),
    ] {
        let strict = if field == "strict" { "" } else { r#","strict":["red"]"# };
        let (value, error) = match error.is_empty() {
            true => {
                let closed = format!("{value}{}", "]".repeat(200));
                (closed, r#"["Value must be valid JSON."]"#.to_owned())
            }
            false => (value.to_owned(), error),
        };
        let answer = client.post("/samples/", format!("{{\"{field}\":{value}{strict}}}")).await;
        answer.assert(400, &format!("{{\"{field}\":{error}}}"));
    }
}

#[tokio::test]
async fn forms_spell_values_with_parts() {
    let client = samples().await;
    let form = "numbers=1&numbers=2&colors=blue&labels.a=x&labels.b=y&json={\"a\":+[1]}\
                &bytes=AP8%3D&place.city=Oslo&place.floor=3&strict=red";
    let fields = [
        ("numbers", "[1,2]"),
        ("colors", r#"["blue"]"#),
        ("labels", r#"{"a":"x","b":"y"}"#),
        ("json", r#"{"a":[1]}"#),
        ("bytes", r#""AP8=""#),
        ("place", r#"{"city":"Oslo","floor":3}"#),
    ];
    let made = client.form(Method::POST, "/samples/", form).await;
    made.assert(201, &sample(1, &fields));
    let cleared = [fields.as_slice(), &[("colors", "[]")]].concat();
    let cleared: Vec<_> = cleared.into_iter().filter(|f| *f != fields[1]).collect();
    let numbered = client.form(Method::PATCH, "/samples/1/", "numbers[1]=2&numbers[0]=1").await;
    numbered.assert(200, &sample(1, &fields));
    let put = client.form(Method::PUT, "/samples/1/", "strict=red").await;
    put.assert(200, &sample(1, &cleared));
    let bad = client.form(Method::PATCH, "/samples/1/", "json=x&numbers=&colors=").await;
    bad.assert(
        400,
        r#"{"numbers":{"0":["A valid integer is required."]},"colors":["\"\" is not a valid choice."],"json":["Value must be valid JSON."]}"#,
    );
}

#[tokio::test]
async fn options_describe_the_parts() {
    let client = samples().await;
    let answer = client.options("/samples/").await.json();
    let described = answer["actions"]["POST"].to_string();
    let choices = r#""choices":[{"value":"red","display_name":"Red"},{"value":"green","display_name":"Green"},{"value":"blue","display_name":"Blue"}]"#;
    let expected = format!(
        concat!(
            r#"{{"id":{{"type":"integer","required":false,"read_only":true,"label":"ID"}},"#,
            r#""numbers":{{"type":"list","required":false,"read_only":false,"label":"Numbers","min_length":1,"max_length":4,"child":{{"type":"integer","required":true,"read_only":false,"min_value":0}}}},"#,
            r#""colors":{{"type":"multiple choice","required":false,"read_only":false,"label":"Colors",{choices}}},"#,
            r#""labels":{{"type":"nested object","required":false,"read_only":false,"label":"Tags","child":{{"type":"string","required":true,"read_only":false,"max_length":5}}}},"#,
            r#""json":{{"type":"field","required":false,"read_only":false,"label":"Json"}},"#,
            r#""bytes":{{"type":"string","required":false,"read_only":false,"label":"Bytes"}},"#,
            r#""place":{{"type":"nested object","required":false,"read_only":false,"label":"Place","children":{{"city":{{"type":"string","required":true,"read_only":false,"label":"City","max_length":5}},"floor":{{"type":"integer","required":false,"read_only":false,"label":"Floor"}}}}}},"#,
            r#""strict":{{"type":"multiple choice","required":true,"read_only":false,"label":"Strict",{choices}}}}}"#,
        ),
        choices = choices,
    );
    assert_eq!(described, expected);
}
