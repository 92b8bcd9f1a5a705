//! What the tests share: a client in process, and the replayer of recorded exchanges.

pub(crate) mod client;
pub(crate) mod conformance;

pub(crate) use client::{Answer, Client};
