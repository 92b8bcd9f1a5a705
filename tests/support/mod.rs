//! What the tests share: a client in process, fresh databases, and the replayer of recorded
//! exchanges.

pub(crate) mod client;
pub(crate) mod conformance;
mod database;
mod refusal;

pub(crate) use client::{Answer, Client};
pub(crate) use database::{backend, database, file_url, url};
pub(crate) use refusal::refusal;
