//! The tests of seaview: through HTTP, in process, on fresh databases.

#![allow(unreachable_pub)] // One binary: everything in it is out of reach.

mod conformance;
mod countries;
mod errors;
mod filters;
mod fixtures;
mod pagination;
mod parsers;
mod permissions;
mod routers;
mod serializers;
mod street;
mod support;
mod ui;
mod viewsets;
