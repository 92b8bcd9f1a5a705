//! The tests of seaview live in `suite.rs`; this package has no library.
