//! Query parameters under names of their own.

mod author;

pub use author::AuthorFilter;
