//! What clients see of the tables, one file each.

mod author;
mod book;
mod car;
mod contact;
mod document;
mod event;
mod language;
mod member;
mod note;
mod order;
mod price;
mod publisher;
mod reading;
mod review;
mod sample;
mod shelf;
mod strict;
mod tag;

pub use author::AuthorSerializer;
pub use book::{AuthorNameSerializer, BookSerializer};
pub use car::CarSerializer;
pub use contact::{Address, Contact};
pub use document::DocumentSerializer;
pub use event::{EventListSerializer, EventSerializer, GuestSerializer};
pub use language::LanguageSerializer;
pub use member::MemberSerializer;
pub use note::NoteSerializer;
pub use order::{OrderItemSerializer, OrderSerializer};
pub use price::PriceSerializer;
pub use publisher::PublisherSerializer;
pub use reading::ReadingSerializer;
pub use review::ReviewSerializer;
pub use sample::SampleSerializer;
pub use shelf::ShelfSerializer;
pub use strict::StrictSerializer;
pub use tag::TagSerializer;
