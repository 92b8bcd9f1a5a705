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
mod gate;
mod guest;
mod language;
mod limited;
mod member;
mod note;
mod order;
mod publisher;
mod rate;
mod reading;
mod review;
mod sample;
mod shelf;
mod strict;
mod tag;
mod version;
mod who_am_i;

pub use author::AuthorViewSet;
pub use book::BookViewSet;
pub use car::CarViewSet;
pub use contact::ContactView;
pub use document::DocumentViewSet;
pub use echo::{EchoView, JsonOnlyEchoView};
pub use event::EventViewSet;
pub use fail::FailView;
pub use gate::GateView;
pub use guest::GuestViewSet;
pub use language::LanguageViewSet;
pub use limited::{LimitedView, UploadLimitedView};
pub use member::MemberViewSet;
pub use note::NoteViewSet;
pub use order::OrderViewSet;
pub use publisher::PublisherViewSet;
pub use rate::RateView;
pub use reading::ReadingViewSet;
pub use review::ReviewViewSet;
pub use sample::SampleViewSet;
pub use shelf::ShelfViewSet;
pub use strict::StrictViewSet;
pub use tag::TagViewSet;
pub use version::VersionView;
pub use who_am_i::WhoAmIView;
