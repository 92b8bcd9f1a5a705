//! The tests of seaview: through HTTP, in process, on fresh databases.

// One binary: nothing in it is in reach of others, and a test that fails may panic.
#![allow(unreachable_pub, clippy::expect_used, clippy::unwrap_used)]

mod actions;
mod authentication;
mod checks;
mod conformance;
mod countries;
mod databases;
mod errors;
mod fields;
mod files;
mod filters;
mod fixtures;
mod jwt;
mod kept;
mod lanes;
mod library;
mod negotiation;
mod pagination;
mod parsers;
mod permissions;
mod relations;
mod renderers;
mod replicas;
mod routers;
mod schemas;
mod serializers;
mod sessions;
mod settings;
mod strangers;
mod street;
mod support;
mod throttling;
mod ui;
mod users;
mod versioning;
mod views;
mod viewsets;
