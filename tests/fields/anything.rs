//! What holds for every type, whatever it is given.

use proptest::prelude::*;
use sea_orm::prelude::{Date, DateTimeUtc, Decimal, Time, Uuid};
use seaview::{
    Field, Serializer,
    fields::{Base64, Dict, Duration, FieldOptions, Input, MultipleChoice, Number},
    request::{Data, Form, FormValue},
};
use serde_json::value::RawValue;

use super::{composite::sample::Color, properties::any_json};

/// A type that holds itself, and most others.
#[derive(Clone, Serializer)]
struct Anything {
    a: Option<String>,
    #[serializer(min_length = 1, max_length = 2, child(min_value = 0))]
    b: Option<Vec<i64>>,
    #[serializer(allow_empty = false)]
    c: Option<Dict<Vec<Option<bool>>>>,
    #[serializer(allow_null = false)]
    d: Option<Vec<Anything>>,
    e: Option<MultipleChoice<Color>>,
    #[serializer(default = false)]
    f: bool,
    g: Option<serde_json::Value>,
}

/// Reads a value; what is taken must be shown as JSON, and be taken again as it is shown.
fn try_type<T: Field>(input: Input<'_>) {
    let bounds = FieldOptions {
        min_value: Some(Number::Integer(0)),
        max_value: Some(Number::Float(1.5)),
        min_length: Some(1),
        max_length: Some(3),
        max_digits: Some(4),
        decimal_places: Some(2),
        ..FieldOptions::default()
    };
    for options in [FieldOptions::default(), bounds] {
        let Ok(value) = T::parse(input.clone(), &options) else { continue };
        value.validate(&options, &mut Vec::new());
        let mut json = Vec::new();
        value.write(&options, &mut json);
        let shown: Box<RawValue> = serde_json::from_slice(&json).expect("JSON");
        let again = T::parse(Input::from_json(&shown), &options);
        assert!(again.is_ok() || json == b"\"\"" || json == b"null", "{}", shown.get());
    }
}

fn try_all(input: &Input<'_>) {
    macro_rules! types {
        ($($type:ty),* $(,)?) => {$(
            try_type::<$type>(input.clone());
            try_type::<Option<$type>>(input.clone());
            try_type::<Vec<$type>>(input.clone());
            try_type::<Dict<$type>>(input.clone());
            try_type::<Vec<Dict<Option<$type>>>>(input.clone());
        )*};
    }
    types!(
        i8,
        i64,
        u8,
        u64,
        f32,
        f64,
        bool,
        String,
        Date,
        DateTimeUtc,
        Time,
        Decimal,
        Uuid,
        Duration,
        Base64,
        Color,
        MultipleChoice<Color>,
        serde_json::Value,
        Anything,
    );
}

/// An object with fields of [`Anything`], and perhaps others of its kind in it.
fn any_object() -> impl Strategy<Value = String> {
    let object = |members: Vec<(String, String)>| {
        let members: Vec<_> =
            members.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    };
    let flat = proptest::collection::vec(("[a-g]", any_json()), 0..7).prop_map(object);
    flat.prop_recursive(3, 12, 3, move |inner| {
        let list = proptest::collection::vec(inner, 0..3);
        let list = list.prop_map(|items| format!("[{}]", items.join(",")));
        proptest::collection::vec((Just("d".to_owned()), list), 0..2).prop_map(object)
    })
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-g](\\[[0-9]{0,3}\\]?|\\.[a-g]?|[a-g]){0,5}",
        "([a-g]|d\\[[01]\\]){1,4}(\\.[xy])?",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_taken_or_refused_by_every_type(
        json in prop_oneof![any_json(), any_object()],
    ) {
        let raw: Box<RawValue> = serde_json::from_str(&json).expect("JSON");
        try_all(&Input::from_json(&raw));
    }

    #[test]
    fn any_form_is_taken_or_refused_by_every_type(
        fields in proptest::collection::vec((any_name(), "[01a]{0,3}|red|\\{\\}|[^a]{0,3}"), 0..12),
    ) {
        let fields = fields.into_iter().map(|(name, text)| (name, FormValue::Text(text)));
        try_all(&Input::from_data(&Data::Form(Form::new(fields.collect()))));
    }
}
