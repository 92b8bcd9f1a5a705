//! Serializers of ordinary structs, sent as JSON and as forms.

use http::Method;
use seaview::{
    fields::{Base64, Dict},
    prelude::*,
};

use crate::support::Client;

/// There is no view without an entity, so one lends its own.
mod note {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "note")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(Clone, Serializer)]
struct Address {
    #[serializer(max_length = 20)]
    street: String,
    #[serializer(validate = five_digits)]
    zip: String,
}

fn five_digits(zip: String) -> Result<String, ValidationError> {
    let digits = zip.len() == 5 && zip.bytes().all(|byte| byte.is_ascii_digit());
    if digits { Ok(zip) } else { Err("This value does not match the required pattern.".into()) }
}

#[derive(Clone, Serializer)]
#[serializer(validate = not_at_home)]
struct Contact {
    #[serializer(max_length = 20)]
    name: String,
    address: Address,
    #[serializer(allow_null = false)]
    previous: Option<Vec<Address>>,
    billing: Option<Address>,
    #[serializer(allow_null = false, allow_empty = false, child(max_length = 6))]
    phones: Option<Vec<String>>,
    #[serializer(allow_null = false)]
    limits: Option<Dict<i64>>,
    #[serializer(allow_null = false)]
    matrix: Option<Vec<Vec<i64>>>,
    #[serializer(default = false)]
    newsletter: bool,
    #[serializer(write_only, allow_null = false)]
    picture: Option<Base64>,
    #[serializer(read_only, default = "unseen")]
    state: String,
}

fn not_at_home(contact: Contact) -> Result<Contact, ValidationError> {
    match contact.name.as_str() {
        "Nemo" => Err("Nobody is called so.".into()),
        "Ned" => Err(ValidationError::field("address", "Ned has no address.")),
        _ => Ok(contact),
    }
}

#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct ContactViewSet;

impl ModelViewSet for ContactViewSet {
    async fn create(&self, request: &Request) -> Result {
        let contact = Contact::from_request(request).await?;
        Ok(Response::ok(contact.to_representation()))
    }

    async fn update(&self, request: &Request) -> Result {
        let contact = stored().update_from(request, false).await?;
        Ok(Response::ok(contact.to_representation()))
    }

    async fn partial_update(&self, request: &Request) -> Result {
        let contact = stored().update_from(request, true).await?;
        Ok(Response::ok(contact.to_representation()))
    }
}

fn stored() -> Contact {
    Contact {
        name: "Ida".into(),
        address: Address { street: "Pier 1".into(), zip: "12345".into() },
        previous: None,
        billing: None,
        phones: Some(vec!["1".into()]),
        limits: None,
        matrix: None,
        newsletter: true,
        picture: Some(Base64(vec![1])),
        state: "seen".into(),
    }
}

async fn contacts() -> Client {
    let database = crate::support::database().await;
    let router = DefaultRouter::new().register("contacts", ContactViewSet);
    Client::new(router.into_router(database))
}

const HOME: &str = r#""address":{"street":"Pier 1","zip":"12345"}"#;

#[tokio::test]
async fn what_was_not_sent_is_left_out_unless_it_may_be_null() {
    let client = contacts().await;
    let sent = format!(r#"{{"name":"Ida",{HOME},"state":"x","unknown":1}}"#);
    let shown =
        format!(r#"{{"name":"Ida",{HOME},"billing":null,"newsletter":false,"state":"unseen"}}"#);
    client.post("/contacts/", sent).await.assert(200, &shown);
    let all = r#""previous":[{"street":"Old","zip":"54321"}],"billing":{"street":"Bank","zip":"11111"},"phones":["1","2"],"limits":{"b":1,"a":2},"matrix":[[1],[]],"newsletter":true"#;
    let sent = format!(r#"{{"picture":"AP8=","name":"Ida",{HOME},{all}}}"#);
    let shown = format!(r#"{{"name":"Ida",{HOME},{all},"state":"unseen"}}"#);
    client.post("/contacts/", sent).await.assert(200, &shown);
}

#[tokio::test]
async fn all_fields_are_checked_and_their_errors_stand_at_their_place() {
    let client = contacts().await;
    let everything_bad = r#"{"name":"","address":{"street":"xxxxxxxxxxxxxxxxxxxxx"},"previous":[{},{"street":"x","zip":"11111"},{"street":1,"zip":"1"},[]],"billing":1,"phones":{},"limits":1,"matrix":[[1],2,[3,"x"]],"newsletter":null,"picture":"?"}"#;
    client.post("/contacts/", everything_bad).await.assert(
        400,
        concat!(
            r#"{"name":["This field may not be blank."],"#,
            r#""address":{"street":["Ensure this field has no more than 20 characters."],"zip":["This field is required."]},"#,
            r#""previous":{"0":{"street":["This field is required."],"zip":["This field is required."]},"2":{"zip":["This value does not match the required pattern."]},"3":{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}},"#,
            r#""billing":{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]},"#,
            r#""phones":["Expected a list of items but got type \"dict\"."],"#,
            r#""limits":["Expected a dictionary of items but got type \"int\"."],"#,
            r#""matrix":{"1":["Expected a list of items but got type \"int\"."],"2":{"1":["A valid integer is required."]}},"#,
            r#""newsletter":["This field may not be null."],"picture":["Enter a valid base64 string."]}"#,
        ),
    );
    for (body, error) in [
        (
            "{}",
            r#"{"name":["This field is required."],"address":["This field is required."]}"#
                .to_owned(),
        ),
        ("null", r#"{"non_field_errors":["No data provided"]}"#.to_owned()),
        (
            "[]",
            r#"{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}"#
                .to_owned(),
        ),
    ] {
        client.post("/contacts/", body).await.assert(400, &error);
    }
    for (more, error) in [
        (r#""phones":[]"#, r#"{"phones":["This list may not be empty."]}"#),
        (r#""phones":null"#, r#"{"phones":["This field may not be null."]}"#),
        (r#""address":null"#, r#"{"address":["This field may not be null."]}"#),
        (
            r#""previous":"x""#,
            r#"{"previous":{"non_field_errors":["Expected a list of items but got type \"str\"."]}}"#,
        ),
        (r#""name":"Nemo""#, r#"{"non_field_errors":["Nobody is called so."]}"#),
        (r#""name":"Ned""#, r#"{"address":["Ned has no address."]}"#),
        (r#""name":"Ned","newsletter":7"#, r#"{"newsletter":["Must be a valid boolean."]}"#),
    ] {
        let body = format!(r#"{{"name":"Ida",{HOME},{more}}}"#);
        client.post("/contacts/", body).await.assert(400, error);
    }
}

#[tokio::test]
async fn forms_name_the_parts_of_a_value() {
    let client = contacts().await;
    let form = "name=Ida&address.street=Pier+1&address.zip=12345&previous[0]street=Old\
                &previous[0]zip=54321&phones=1&phones=2&limits.b=1&limits.a=2&matrix[0][0]=1\
                &matrix[0][1]=2";
    let shown = format!(
        r#"{{"name":"Ida",{HOME},"previous":[{{"street":"Old","zip":"54321"}}],"billing":null,"phones":["1","2"],"limits":{{"b":1,"a":2}},"matrix":[[1,2]],"newsletter":false,"state":"unseen"}}"#
    );
    client.form(Method::POST, "/contacts/", form).await.assert(200, &shown);
    let bad = "name=Ida&address.street=&phones[1]=toolong&phones[0]=1&limits.a=x&matrix=1";
    client.form(Method::POST, "/contacts/", bad).await.assert(
        400,
        concat!(
            r#"{"address":{"street":["This field may not be blank."],"zip":["This field is required."]},"#,
            r#""phones":{"1":["Ensure this field has no more than 6 characters."]},"#,
            r#""limits":{"a":["A valid integer is required."]},"#,
            r#""matrix":{"0":["Expected a list of items but got type \"str\"."]}}"#,
        ),
    );
}

#[tokio::test]
async fn forms_have_objects_by_number_and_empty_dictionaries_by_name() {
    let client = contacts().await;
    let shown = |more: &str| {
        format!(r#"{{"name":"Ida",{HOME},{more}"newsletter":false,"state":"unseen"}}"#)
    };
    let home = "name=Ida&address.street=Pier+1&address.zip=12345";
    let old = r#""previous":[{"street":"Old","zip":"54321"}],"billing":null,"#;
    for (sent, more) in [
        ("previous=x", r#""billing":null,"#),
        ("previous=&billing=x", r#""billing":null,"#),
        ("previous=x&previous[0]street=Old&previous[0]zip=54321", old),
        ("limits=", r#""billing":null,"limits":{},"#),
        ("limits=x", r#""billing":null,"limits":{},"#),
        ("limits=x&limits.a=1", r#""billing":null,"limits":{"a":1},"#),
    ] {
        let answer = client.form(Method::POST, "/contacts/", &format!("{home}&{sent}")).await;
        answer.assert(200, &shown(more));
    }
}

#[tokio::test]
async fn an_update_keeps_what_is_not_sent() {
    let client = contacts().await;
    let shown = format!(
        r#"{{"name":"Bo",{HOME},"billing":null,"phones":["1"],"newsletter":true,"state":"seen"}}"#
    );
    client.patch("/contacts/1/", r#"{"name":"Bo"}"#).await.assert(200, &shown);
    let form = client.form(Method::PATCH, "/contacts/1/", "name=Bo").await;
    form.assert(200, &shown);
    let missing = r#"{"address":["This field is required."]}"#;
    client.put("/contacts/1/", r#"{"name":"Bo"}"#).await.assert(400, missing);
    let shown = shown.replace("true", "false");
    let sent = format!(r#"{{"name":"Bo",{HOME}}}"#);
    client.put("/contacts/1/", sent).await.assert(200, &shown);
    let incomplete = client.patch("/contacts/1/", r#"{"address":{"zip":"1"}}"#).await;
    incomplete.assert(
        400,
        r#"{"address":{"street":["This field is required."],"zip":["This value does not match the required pattern."]}}"#,
    );
}

/// A serializer may hold itself.
#[derive(Clone, Serializer)]
struct Comment {
    text: String,
    #[serializer(allow_null = false)]
    replies: Option<Vec<Comment>>,
}

#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct CommentViewSet;

impl ModelViewSet for CommentViewSet {
    async fn create(&self, request: &Request) -> Result {
        Ok(Response::ok(Comment::from_request(request).await?.to_representation()))
    }
}

#[tokio::test]
async fn objects_in_themselves_have_an_end() {
    let database = crate::support::database().await;
    let router = DefaultRouter::new().register("comments", CommentViewSet);
    let client = Client::new(router.into_router(database));
    let nested = |levels: usize| {
        let open = r#"{"text":"a","replies":["#.repeat(levels);
        format!(r#"{open}{{"text":"b"}}{}"#, "]}".repeat(levels))
    };
    client.post("/comments/", nested(99)).await.assert(200, &nested(99));
    for levels in [100, 5_000] {
        let refused = client.post("/comments/", nested(levels)).await;
        assert_eq!(refused.status.as_u16(), 400, "{levels}");
        assert!(refused.text().contains("The objects are nested too deeply."), "{levels}");
    }
}
