//! Panics of a router that cannot be built.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a function panics with.
pub(crate) fn refusal(build: impl FnOnce()) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(build)) else { panic!("it was not refused") };
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => panic.downcast_ref::<&str>().expect("a message").to_string(),
    }
}
