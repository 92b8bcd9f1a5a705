//! The resources, one file each.

// A doc comment on a viewset would be the description that OPTIONS shows.
#![allow(missing_docs)]

mod author;
mod book;
mod car;
mod document;
mod event;
mod language;
mod member;
mod note;
mod order;
mod publisher;
mod reading;
mod sample;
mod shelf;
mod strict;
mod tag;

pub use author::AuthorViewSet;
pub use book::BookViewSet;
pub use car::CarViewSet;
pub use document::DocumentViewSet;
pub use event::EventViewSet;
pub use language::LanguageViewSet;
pub use member::MemberViewSet;
pub use note::NoteViewSet;
pub use order::OrderViewSet;
pub use publisher::PublisherViewSet;
pub use reading::ReadingViewSet;
pub use sample::SampleViewSet;
pub use shelf::ShelfViewSet;
pub use strict::StrictViewSet;
pub use tag::TagViewSet;
