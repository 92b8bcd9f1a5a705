use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = countries::country::Entity)]
enum Continent {
    Africa,
    Europe,
}

#[derive(ModelSerializer)]
#[serializer(entity = countries::country::Entity)]
struct Pair(i64, String);

#[derive(ModelSerializer)]
#[serializer(entity = countries::country::Entity)]
struct Envelope<T> {
    id: T,
}

fn main() {}
