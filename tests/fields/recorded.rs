//! What DRF answered to one value of each type, of the types alone: no request, no database.

use sea_orm::prelude::{ChronoDate, ChronoDateTimeUtc, ChronoTime, Decimal, Uuid};
use seaview::{
    Field,
    fields::{Choice, Duration, FieldOptions, Format, Input, Pattern},
};
use serde_json::{Value, json, value::RawValue};

const AREAS: [&str; 8] =
    ["boolean", "char", "choice", "date", "decimal", "float", "integer", "text-formats"];

#[test]
fn each_type_answers_as_drf_did() {
    let mut checked = 0;
    for area in AREAS {
        let path =
            format!("{}/conformance/cases/validation-{area}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the recorded cases");
        let cases: Value = serde_json::from_str(&text).expect("JSON");
        for case in cases["cases"].as_array().expect("cases") {
            checked += usize::from(check(case));
        }
    }
    assert!(checked > 200, "{checked} cases");
}

/// `false` for cases that are not about one value of a scalar type.
fn check(case: &Value) -> bool {
    let (request, expect) = (&case["steps"][0]["request"], &case["steps"][0]["expect"]);
    let Some((name, sent)) = request["json"].as_object().and_then(|sent| sent.iter().next()) else {
        return false;
    };
    let expected = &expect["json"][name];
    // What stands for null is the serializer's business.
    if sent.is_null() || expected.is_null() {
        return false;
    }
    let raw = RawValue::from_string(sent.to_string()).expect("JSON");
    let Some(found) = answer(name, &raw) else { return false };
    let found: Value = serde_json::from_str(&found).expect("JSON");
    assert_eq!(&found, expected, "{}", case["id"]);
    true
}

/// The value as it is shown, or the messages, by a column of Sample.
fn answer(name: &str, raw: &RawValue) -> Option<String> {
    let options = options(name);
    let run = match name {
        "flag" | "tristate" => run::<bool>,
        "integer" | "small" | "positive" | "big" | "bounded" => run::<i64>,
        "level" => run::<i32>,
        "float" | "bounded_float" => run::<f64>,
        "decimal" | "rate" => run::<Decimal>,
        "date" => run::<ChronoDate>,
        "time" => run::<ChronoTime>,
        "datetime" => run::<ChronoDateTimeUtc>,
        "duration" => run::<Duration>,
        "uuid" => run::<Uuid>,
        "char" | "raw_char" | "long_char" | "text" | "slug" | "email" | "link" | "ip" | "ipv4"
        | "code" | "size" => run::<String>,
        _ => return None,
    };
    Some(run(raw, &options))
}

fn run<T: Field>(raw: &RawValue, options: &FieldOptions) -> String {
    let mut errors = Vec::new();
    match T::parse(Input::from_json(raw), options) {
        Err(error) => error.into_detail().for_each_message(&mut |_, e| errors.push(e.clone())),
        Ok(value) => {
            value.validate(options, &mut errors);
            if errors.is_empty() {
                let mut out = Vec::new();
                value.write(options, &mut out);
                return String::from_utf8(out).expect("UTF-8");
            }
        }
    }
    json!(errors.iter().map(|error| &error.message).collect::<Vec<_>>()).to_string()
}

fn options(name: &str) -> FieldOptions {
    let options = || FieldOptions { allow_blank: true, ..FieldOptions::default() };
    let text = |max| FieldOptions { max_length: Some(max), ..options() };
    let format = |format| FieldOptions { format: Some(format), ..options() };
    let choices =
        |choices: Vec<Choice>| FieldOptions { choices: Some(choices.into()), ..options() };
    let integers = |min: i64, max: i64| FieldOptions {
        min_value: Some(min.into()),
        max_value: Some(max.into()),
        ..options()
    };
    let digits = |digits, places| FieldOptions {
        max_digits: Some(digits),
        decimal_places: Some(places),
        ..options()
    };
    match name {
        "char" => text(20),
        "raw_char" => FieldOptions { trim_whitespace: false, ..text(20) },
        "long_char" => FieldOptions { min_length: Some(3), ..text(20) },
        "slug" => FieldOptions { max_length: Some(20), ..format(Format::Slug) },
        "email" => FieldOptions { max_length: Some(254), ..format(Format::Email) },
        "link" => FieldOptions { max_length: Some(60), ..format(Format::Url) },
        "ip" => format(Format::Ip),
        "ipv4" => format(Format::Ipv4),
        "code" => FieldOptions {
            pattern: Some(Pattern::of_column(r"^[A-Z]{3}-\d{3}$", None)),
            ..text(10)
        },
        "size" => choices(vec![
            Choice::new("s", "Small"),
            Choice::new("m", "Medium"),
            Choice::new("l", "Large"),
        ]),
        "level" => {
            choices(vec![Choice::new(1, "Low"), Choice::new(2, "Middle"), Choice::new(3, "High")])
        }
        "positive" => integers(0, i64::MAX),
        "big" => FieldOptions { big_integer: true, ..options() },
        "bounded" => integers(1, 10),
        "bounded_float" => {
            FieldOptions { min_value: Some(0.5.into()), max_value: Some(9.5.into()), ..options() }
        }
        "decimal" => digits(6, 2),
        "rate" => {
            FieldOptions { min_value: Some(0.into()), max_value: Some(1.into()), ..digits(5, 4) }
        }
        _ => options(),
    }
}
