//! Samples on the wire.

use sea_orm::prelude::{Date, DateTimeUtc, Decimal, Json, Time, Uuid};
use seaview::{
    fields::{Dict, Duration, MultipleChoice},
    prelude::*,
};

use crate::entities::sample::{self, Color, Level, Numbers};

/// The choices of a column of text, which may be blank too.
const SIZES: [(&str, &str); 3] = [("s", "Small"), ("m", "Medium"), ("l", "Large")];

/// A sample of every kind of column.
#[derive(ModelSerializer)]
#[serializer(entity = sample::Entity)]
pub struct SampleSerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(allow_blank, trim_whitespace = false)]
    raw_char: Option<String>,
    #[serializer(min_length = 1, max_length = 4, child(min_value = 0))]
    numbers: Option<Numbers>,
    colors: Option<MultipleChoice<Color>>,
    #[serializer(child(max_length = 5))]
    labels: Option<Dict<String>>,
    #[serializer(allow_blank)]
    char: Option<String>,
    #[serializer(allow_blank, min_length = 3)]
    long_char: Option<String>,
    #[serializer(allow_blank)]
    text: Option<String>,
    #[serializer(format = slug, allow_blank)]
    slug: Option<String>,
    #[serializer(format = email, allow_blank)]
    email: Option<String>,
    #[serializer(format = url, allow_blank)]
    link: Option<String>,
    uuid: Option<Uuid>,
    #[serializer(format = ip)]
    ip: Option<String>,
    #[serializer(format = ipv4)]
    ipv4: Option<String>,
    #[serializer(pattern(r"^[A-Z]{3}-\d{3}$"), allow_blank)]
    code: Option<String>,
    flag: bool,
    tristate: Option<bool>,
    integer: Option<i64>,
    small: Option<i64>,
    #[serializer(min_value = 0)]
    positive: Option<i64>,
    #[serializer(big_integer)]
    big: Option<i64>,
    #[serializer(min_value = 1, max_value = 10)]
    bounded: Option<i64>,
    float: Option<f64>,
    #[serializer(min_value = 0.5, max_value = 9.5)]
    bounded_float: Option<f64>,
    decimal: Option<Decimal>,
    #[serializer(min_value = 0, max_value = 1)]
    rate: Option<Decimal>,
    date: Option<Date>,
    time: Option<Time>,
    datetime: Option<DateTimeUtc>,
    duration: Option<Duration>,
    #[serializer(choices = SIZES, allow_blank)]
    size: Option<String>,
    level: Option<Level>,
    json: Option<Json>,
    #[serializer(read_only)]
    created: DateTimeUtc,
    #[serializer(read_only)]
    updated: DateTimeUtc,
}
