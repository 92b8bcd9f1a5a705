//! Floats, which are always finite.

use super::coerce;

const NUMBER: &str = "A valid number is required.";

#[tokio::test]
async fn floats_are_coerced_as_in_drf_and_always_finite() {
    let overflow = "Integer value too large to convert to float";
    let long = "9".repeat(400);
    coerce(
        &["f32", "f64"],
        &[
            ("1.5", "1.5"),
            ("1", "1.0"),
            ("0.1", "0.1"),
            ("true", "1.0"),
            ("false", "0.0"),
            (r#""1.5""#, "1.5"),
            (r#"" 2 ""#, "2.0"),
            (r#""1_000""#, "1000.0"),
            (r#""1e3""#, "1000.0"),
            (r#""-.5""#, "-0.5"),
            (r#""abc""#, NUMBER),
            (r#""""#, NUMBER),
            (r#""inf""#, NUMBER),
            (r#""-Infinity""#, NUMBER),
            (r#""nan""#, NUMBER),
            (r#""1e400""#, NUMBER),
            ("1e400", NUMBER),
            ("-1e400", NUMBER),
            (&long, overflow),
            ("[]", NUMBER),
            ("{}", NUMBER),
            (r#""\u0000""#, NUMBER),
            (r#""\udfff""#, NUMBER),
        ],
    )
    .await;
    coerce(
        &["f64"],
        &[
            ("1e16", "1e+16"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
            ("5e-324", "5e-324"),
            ("1e-400", "0.0"),
            ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ],
    )
    .await;
    coerce(&["f32"], &[("3.4028235e38", "3.4028235e+38"), ("3.5e38", NUMBER)]).await;
}
