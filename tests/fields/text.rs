//! Text: what is trimmed, and what is none.

use super::coerce;

const STRING: &str = "Not a valid string.";

const BLANK: &str = "This field may not be blank.";

const NUL: &str = "Null characters are not allowed.";

#[tokio::test]
async fn text_is_coerced_as_in_drf() {
    coerce(
        &["text"],
        &[
            (r#""a""#, r#""a""#),
            ("5", r#""5""#),
            ("-0", r#""0""#),
            ("5.5", r#""5.5""#),
            ("1e22", r#""1e+22""#),
            ("123456789012345678901234567890", r#""123456789012345678901234567890""#),
            (r#"" a b\u2028""#, r#""a b""#),
            (r#""\u001c\u0085\u00a0x\u3000""#, r#""x""#),
            ("true", STRING),
            ("[]", STRING),
            ("{}", STRING),
            (r#""""#, BLANK),
            (r#"" \t\n\r\u2003""#, BLANK),
            (r#""a\u0000""#, NUL),
            (r#""\ud800""#, "Surrogate characters are not allowed: U+D800."),
            (r#""a\udc00\ud800""#, "Surrogate characters are not allowed: U+DC00."),
            (r#""\\ud800\udfff""#, "Surrogate characters are not allowed: U+DFFF."),
            (r#""\ud83d\ude00\udbff\n""#, "Surrogate characters are not allowed: U+DBFF."),
        ],
    )
    .await;
}
