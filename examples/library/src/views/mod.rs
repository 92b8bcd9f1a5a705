//! The resources and the plain views, one file each.

// A doc comment on a viewset would be the description that OPTIONS shows.
#![allow(missing_docs)]

mod author;
mod book;
mod car;
mod contact;
mod document;
mod echo;
mod event;
mod fail;
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
pub use contact::ContactView;
pub use document::DocumentViewSet;
pub use echo::{EchoView, JsonOnlyEchoView};
pub use event::EventViewSet;
pub use fail::FailView;
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
