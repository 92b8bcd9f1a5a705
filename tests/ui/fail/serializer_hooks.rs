use library::entities::{book, tag};
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity, validate = check_tag)]
struct BookSerializer {
    #[serializer(validate = even)]
    title: String,
    #[serializer(method = shout)]
    shout: String,
    #[serializer(hidden = key)]
    author_id: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = tag::Entity)]
struct TagSerializer {
    name: String,
}

async fn check_tag(_: &mut Validated<TagSerializer>, _: &Request) -> Result<()> {
    Ok(())
}

fn even(number: i64) -> Result<i64, ValidationError> {
    Ok(number)
}

fn shout(tag: &tag::Model, _: &Request) -> String {
    tag.name.to_uppercase()
}

fn key(_: &Request) -> Result<String> {
    Ok("1".into())
}

fn main() {}
