//! Lengths, bounds, and validators of one's own.

use super::labels;
use crate::fields::{integer::INTEGER, patched};

#[tokio::test]
async fn lengths_and_bounds_hold_up_to_their_limits_and_not_one_past_them() {
    let client = labels().await;
    client.post("/labels/", r#"{"code":"abc","size":1,"weight":1}"#).await;
    let long = "Ensure this field has no more than 8 characters.";
    let longer = "Ensure this field has no more than 6 characters.";
    let more = "Ensure this value is less than or equal to";
    let less = "Ensure this value is greater than or equal to";
    let cases: [(&str, &str, &str); 22] = [
        ("code", r#""äöü""#, r#""äöü""#),
        ("code", r#""ab""#, "Ensure this field has at least 3 characters."),
        ("code", r#""12345678""#, r#""12345678""#),
        ("code", r#""😀2345678""#, r#""😀2345678""#),
        ("code", r#""123456789""#, long),
        ("code", r#"" 12345678 ""#, r#""12345678""#),
        ("code", "123456789", long),
        ("size", "-5", "-5"),
        ("size", "-6", &format!("{less} -5.")),
        ("size", "10", "10"),
        ("size", "11", &format!("{more} 10.")),
        ("size", "2147483648", &format!("{more} 10.")),
        ("weight", "0.5", "0.5"),
        ("weight", "0.4999999", &format!("{less} 0.5.")),
        ("weight", "10.0", "10.0"),
        ("weight", "10.000001", &format!("{more} 10.")),
        ("ratio", "0.1", "0.1"),
        ("ratio", "0.7", "0.7"),
        ("ratio", "0.70001", &format!("{more} 0.7.")),
        ("raw", r#""  34  ""#, r#""  34  ""#),
        ("raw", r#"" 1234567""#, longer),
        ("raw", r#""   ""#, r#""   ""#),
    ];
    for (field, json, expected) in cases {
        assert_eq!(patched(&client, "/labels/1/", field, json).await, expected, "{field} {json}");
    }
}

#[tokio::test]
async fn a_validator_of_ones_own_runs_last_and_may_change_the_value() {
    let client = labels().await;
    client.post("/labels/", r#"{"code":"abc","size":1,"weight":1}"#).await;
    for (json, expected) in [
        ("4", "104"),
        ("5", "Odd."),
        ("13", "Unlucky. And odd."),
        (r#""x""#, INTEGER),
        ("null", "This field may not be null."),
    ] {
        assert_eq!(patched(&client, "/labels/1/", "even", json).await, expected, "{json}");
    }
}
