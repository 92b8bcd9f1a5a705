//! What the derives accept, and what they say of the rest.

#[test]
fn wrong_declarations_are_errors_at_the_users_token() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    cases.compile_fail("ui/fail/*.rs");
}
