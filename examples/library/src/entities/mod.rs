//! The tables of the library, one file each.

#![allow(missing_docs)]

pub mod author;
pub mod book;
pub mod book_tag;
pub mod car;
pub mod document;
pub mod event;
pub mod guest;
pub mod language;
pub mod member;
pub mod note;
pub mod order;
pub mod order_item;
pub mod publisher;
pub mod reading;
pub mod review;
pub mod sample;
pub mod shelf;
pub mod shelf_tag;
pub mod strict;
pub mod strict_tag;
pub mod tag;
pub mod user;

use chrono::{DateTime, SubsecRound, Utc};

/// Now, in the microseconds that every database keeps.
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}
