use library::entities::{author, book, car, publisher, tag};
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = car::Entity)]
struct CarSerializer {
    id: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct UnrelatedSerializer {
    #[serializer(related = car::Entity)]
    cars: Vec<i64>,
    #[serializer(nested)]
    car: CarSerializer,
}

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct UnknownColumnSerializer {
    #[serializer(related = publisher::Entity, slug_field = slag)]
    publisher: Option<String>,
    #[serializer(source = author.nam)]
    author_name: String,
    #[serializer(source = autor.name)]
    name: String,
    #[serializer(related = tag::Entity, ordering(nome))]
    tags: Vec<i64>,
}

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct OtherTypeSerializer {
    #[serializer(related = publisher::Entity, slug_field = slug)]
    publisher: Option<i64>,
    #[serializer(source = author.born)]
    born: i64,
    #[serializer(related = tag::Entity)]
    tags: Vec<String>,
    #[serializer(source = tags.name)]
    tag: String,
    #[serializer(nested)]
    author: author::Model,
}

fn main() {}
