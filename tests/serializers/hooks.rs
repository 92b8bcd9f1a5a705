//! Checks of one's own, defaults of a request, input that is no column.

use std::sync::Arc;

use sea_orm::ActiveValue;
use seaview::{
    Policies, Settings, User,
    authentication::{Authenticated, Authentication, Authenticators},
    prelude::*,
};

use crate::support::Client;

mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "post")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique, column_type = "String(StringLen::N(20))")]
        pub title: String,
        pub body: Option<String>,
        pub owner_id: i64,
        pub written_by: i64,
        pub rank: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = post::Entity, validate = check_post)]
struct PostSerializer {
    id: i64,
    #[serializer(validators(no_shouting, no_digits), validate = by_user, max_length = 12)]
    #[serializer(error_messages(
        required = "A post needs a title.",
        max_length = "At most {max_length} letters.",
        unique = "Taken."
    ))]
    title: String,
    #[serializer(validators(not_lorem))]
    body: Option<String>,
    #[serializer(hidden = seaview::serializers::current_user)]
    owner_id: i64,
    #[serializer(default_with = seaview::serializers::current_user)]
    written_by: i64,
    #[serializer(create_only_default = 7)]
    rank: i64,
    #[serializer(extra, min_value = 1)]
    copies: Option<i64>,
    #[serializer(extra, default = "no")]
    confirm: String,
}

fn no_shouting(title: &str) -> Result<(), ValidationError> {
    if title.chars().any(char::is_lowercase) { Ok(()) } else { Err("Do not shout.".into()) }
}

fn no_digits(title: &str, request: &Request) -> Result<(), ValidationError> {
    let may = request.user().is_some_and(User::is_staff);
    match title.chars().any(|c| c.is_ascii_digit()) && !may {
        true => Err(("No digits.", "digits").into()),
        false => Ok(()),
    }
}

fn not_lorem(body: &Option<String>) -> Result<(), ValidationError> {
    match body.as_deref() {
        None => Err("Null is not looked at.".into()),
        Some("lorem") => Err("Write something.".into()),
        Some(_) => Ok(()),
    }
}

fn by_user(title: String, request: &Request) -> Result<String, ValidationError> {
    match request.user() {
        Some(user) => Ok(format!("{title} by {}", user.username())),
        None => Err("Who are you?".into()),
    }
}

async fn check_post(post: &mut Validated<PostSerializer>, _: &Request) -> Result<()> {
    let copies = post.extra(PostSerializer::COPIES).copied().flatten();
    if copies.is_some_and(|copies| copies > 9) {
        return Err(ValidationError::field("copies", "Too many.").into());
    }
    let sent = matches!(post.body, ActiveValue::Set(_));
    if sent && post.extra(PostSerializer::CONFIRM).map(String::as_str) == Some("never") {
        return Err(Error::validation("Never."));
    }
    post.rank =
        ActiveValue::Set(post.rank.try_as_ref().copied().unwrap_or(1) + copies.unwrap_or(0));
    Ok(())
}

#[derive(ModelViewSet)]
#[viewset(serializer = PostSerializer)]
struct PostViewSet;

struct Writer;

impl User for Writer {
    fn id(&self) -> i64 {
        5
    }

    fn username(&self) -> &str {
        "ann"
    }
}

struct ByHeader;

impl Authentication for ByHeader {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        Ok(request.header("x-user").map(|_| Authenticated { user: Arc::new(Writer), auth: None }))
    }
}

async fn posts(settings: Settings) -> Client {
    let database = crate::support::database().await;
    database.create_table(post::Entity).await.expect("posts");
    let policies =
        Policies { authentication: Authenticators::none().with(ByHeader), ..Policies::default() };
    let router = DefaultRouter::new().settings(settings).policies(policies);
    Client::new(router.register("posts", PostViewSet).into_router(database))
}

async fn send(client: &Client, method: &str, path: &str, json: &str) -> crate::support::Answer {
    let headers = [("content-type", "application/json"), ("x-user", "ann")];
    client.send(method.parse().expect("a method"), path, &headers, json).await
}

#[tokio::test]
async fn what_validators_find_is_told_with_the_rest() {
    let client = posts(Settings::default()).await;
    send(&client, "POST", "/posts/", r#"{"title":"A VERY LONG 1","body":"lorem"}"#).await.assert(
        400,
        r#"{"title":["At most 12 letters.","Do not shout.","No digits."],"body":["Write something."]}"#,
    );
    send(&client, "POST", "/posts/", r#"{"body":null}"#)
        .await
        .assert(400, r#"{"title":["A post needs a title."]}"#);
}

#[tokio::test]
async fn hooks_see_the_request_and_what_it_implies_is_written() {
    let client = posts(Settings::default()).await;
    let body = r#"{"title":"One","owner_id":1,"copies":2,"rank":1}"#;
    let shown = r#"{"id":1,"title":"One by ann","body":null,"written_by":5,"rank":3}"#;
    send(&client, "POST", "/posts/", body).await.assert(201, shown);
    let anonymous = client.post("/posts/", r#"{"title":"Two"}"#).await;
    assert_eq!(anonymous.status, 403, "{}", anonymous.text());
}

#[tokio::test]
async fn defaults_are_for_post_and_put_and_some_for_post_alone() {
    let client = posts(Settings::default()).await;
    let create = r#"{"title":"One","written_by":1}"#;
    let shown = r#"{"id":1,"title":"One by ann","body":null,"written_by":1,"rank":7}"#;
    send(&client, "POST", "/posts/", create).await.assert(201, shown);
    let put = send(&client, "PUT", "/posts/1/", r#"{"title":"Two"}"#).await;
    put.assert(200, r#"{"id":1,"title":"Two by ann","body":null,"written_by":5,"rank":7}"#);
    let body = r#"{"title":"x","written_by":1}"#;
    assert_eq!(send(&client, "PUT", "/posts/1/", body).await.status, 200);
    let patch = send(&client, "PATCH", "/posts/1/", r#"{"copies":1}"#).await;
    patch.assert(200, r#"{"id":1,"title":"x by ann","body":null,"written_by":1,"rank":8}"#);
}

#[tokio::test]
async fn the_object_is_checked_when_all_fields_are_valid() {
    let client = posts(Settings::default()).await;
    send(&client, "POST", "/posts/", r#"{"title":"x","copies":10}"#)
        .await
        .assert(400, r#"{"copies":["Too many."]}"#);
    send(&client, "POST", "/posts/", r#"{"title":"x","body":"b","confirm":"never"}"#)
        .await
        .assert(400, r#"{"non_field_errors":["Never."]}"#);
    send(&client, "POST", "/posts/", r#"{"title":"x","copies":0,"confirm":"never"}"#)
        .await
        .assert(400, r#"{"copies":["Ensure this value is greater than or equal to 1."]}"#);
}

#[tokio::test]
async fn a_message_of_ones_own_is_told_for_its_code() {
    let client = posts(Settings::default()).await;
    assert_eq!(send(&client, "POST", "/posts/", r#"{"title":"x"}"#).await.status, 201);
    send(&client, "POST", "/posts/", r#"{"title":"x by ann"}"#)
        .await
        .assert(400, r#"{"title":["Taken."]}"#);
}

#[tokio::test]
async fn unknown_members_are_refused_where_the_settings_say_so() {
    let strict = Settings { forbid_unknown_fields: true, ..Settings::default() };
    let client = posts(strict).await;
    send(&client, "POST", "/posts/", r#"{"title":"x","titel":1,"b":2}"#)
        .await
        .assert(400, r#"{"titel":["This field is not known."],"b":["This field is not known."]}"#);
    // Read-only fields are known, and ignored.
    assert_eq!(send(&client, "POST", "/posts/", r#"{"title":"x","id":9}"#).await.status, 201);
    let lenient = posts(Settings::default()).await;
    let answer = send(&lenient, "POST", "/posts/", r#"{"title":"x","titel":1}"#).await;
    assert_eq!(answer.status, 201);
}
