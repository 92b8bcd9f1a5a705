//! The library: a wider application than the countries, which it serves as well.
//!
//! Entities are tables, serializers what clients see of them, views the resources, and `urls` says
//! where each is.

pub mod authentication;
mod database;
pub mod entities;
pub mod filters;
pub mod migrations;
pub mod permissions;
pub mod serializers;
pub mod settings;
pub mod urls;
pub mod views;

use seaview::Database;

pub use database::open;

/// The application: countries and library, and 404 in JSON for everything else.
pub fn app(database: Database) -> axum::Router {
    urls::routes(database)
}
