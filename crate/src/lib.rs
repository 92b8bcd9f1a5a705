#![doc = include_str!("../docs/front.md")]

// What the derives write for serializers of this crate begins with `::seaview`.
extern crate self as seaview;

// The street, from top to bottom; a file imports only from groups above its own.

mod action;
mod encoding;
pub mod error;
mod history;
mod hooks;
pub mod json;
mod naming;
#[cfg(any(feature = "auth", feature = "jwt", feature = "sessions"))]
mod random;
mod response;
mod settings;
pub mod storage;

pub mod database;

pub mod request;

pub mod negotiation;
pub mod parsers;
pub mod renderers;
pub mod versioning;

pub mod authentication;
pub mod permissions;
pub mod throttling;

pub mod fields;
pub mod serializers;

pub mod filters;
pub mod pagination;

pub mod views;

pub mod viewsets;

mod metadata;
pub mod routers;

pub mod authtoken;
pub mod fixtures;
#[cfg(feature = "jwt")]
pub mod jwt;
pub mod prelude;
#[cfg(feature = "sessions")]
pub mod sessions;
#[cfg(feature = "auth")]
pub mod users;

mod resources;

#[doc(hidden)]
pub mod __private;

pub use action::Action;
pub use database::Database;
pub use error::{Error, ErrorDetail, Result, ValidationError};
pub use fields::Field;
pub use filters::FilterSet;
pub use http::{Method, StatusCode};
pub use json::Json;
pub use request::{Request, User};
pub use response::Response;
pub use routers::{DefaultRouter, SimpleRouter, TrailingSlash};
pub use seaview_macros::{
    Field, FilterSet, ModelSerializer, ModelViewSet, ReadOnlyModelViewSet, Serializer, ViewSet,
    actions,
};
pub use serializers::{ModelSerializer, Validated, plain::Serializer};
pub use settings::Settings;
pub use views::{ApiView, Policies};
pub use viewsets::{ModelViewSet, ViewSet};

/// The programs of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
