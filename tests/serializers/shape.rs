//! What a serializer makes of its fields: those of others, objects changed before they are shown.

use seaview::{prelude::*, serializers::Representation};

use crate::support::Client;

mod cup {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cup")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub color: String,
        pub volume: i32,
        pub secret: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = cup::Entity)]
struct ShortSerializer {
    id: i64,
    #[serializer(min_length = 3)]
    color: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = cup::Entity, represent = hide_secrets)]
struct LongSerializer {
    #[serializer(flatten)]
    short: ShortSerializer,
    volume: i32,
    #[serializer(method = |cup: &cup::Model, _: &Request| cup.volume * 2)]
    twice: i32,
    #[serializer(write_only)]
    secret: bool,
}

fn hide_secrets(object: &mut Representation, cup: &cup::Model, _: &Request) -> Result<()> {
    if cup.secret {
        object.remove("volume");
        object.insert("color", "secret")?;
        object.insert("note", &["was", object.get("twice").unwrap_or_default()].join(" "))?;
    }
    Ok(())
}

#[derive(ModelViewSet)]
#[viewset(serializer = LongSerializer)]
struct CupViewSet;

#[tokio::test]
async fn fields_of_others_stand_in_their_place_and_objects_are_changed_before_they_are_shown() {
    let database = crate::support::database().await;
    database.create_table(cup::Entity).await.expect("cups");
    let app = DefaultRouter::new().register("cups", CupViewSet).into_router(database);
    let client = Client::new(app);
    let plain = r#"{"id":1,"color":"red","volume":2,"twice":4}"#;
    let hidden = r#"{"id":2,"color":"secret","twice":6,"note":"was 6"}"#;
    let post = |secret: bool, volume: i32| {
        format!(r#"{{"color":"red","volume":{volume},"secret":{secret}}}"#)
    };
    client.post("/cups/", post(false, 2)).await.assert(201, plain);
    client.post("/cups/", post(true, 3)).await.assert(201, hidden);
    client.get("/cups/2/").await.assert(200, hidden);
    client.get("/cups/").await.assert(200, &format!("[{plain},{hidden}]"));
    client.post("/cups/", r#"{"color":"r"}"#).await.assert(
        400,
        r#"{"color":["Ensure this field has at least 3 characters."],"volume":["This field is required."],"secret":["This field is required."]}"#,
    );
}

#[tokio::test]
async fn the_files_of_a_folder_are_choices() {
    #[derive(ModelSerializer)]
    #[serializer(entity = cup::Entity)]
    struct FileSerializer {
        #[serializer(file_path = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/pass"))]
        color: String,
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = FileSerializer, actions(create))]
    struct FileViewSet;

    let database = crate::support::database().await;
    database.create_table(cup::Entity).await.expect("cups");
    let app = DefaultRouter::new().register("cups", FileViewSet).into_router(database);
    let client = Client::new(app);
    for (color, shown) in [("\"/etc/passwd\"", "/etc/passwd"), ("true", "True")] {
        client
            .post("/cups/", format!(r#"{{"color":{color}}}"#))
            .await
            .assert(400, &format!(r#"{{"color":["\"{shown}\" is not a valid path choice."]}}"#));
    }
    let options = client.options("/cups/").await.json();
    let choice = &options["actions"]["POST"]["color"]["choices"][0];
    let (value, name) = (choice["value"].as_str(), choice["display_name"].as_str());
    assert!(value.zip(name).is_some_and(|(value, name)| value.ends_with(&format!("/{name}"))));
}
