//! Who is compared.

mod build;
mod python;

use std::{env, net::SocketAddr, path::PathBuf, process::Command};

use clap::ValueEnum;

pub(crate) use build::build;

use crate::wire::Wire;

/// A server that answers for the countries.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Contender {
    /// By hand on axum and SeaORM: what all others are set against.
    #[value(skip)]
    ByHand,
    /// seaview on SeaORM's connection.
    Seaview,
    /// seaview on the databases' own drivers.
    Direct,
    /// By hand on axum and SQLx.
    Sqlx,
    /// By hand at the limit: the databases' own drivers, rows straight to bytes.
    Limit,
    /// crudcrate on axum and SeaORM.
    Crudcrate,
    /// Django REST framework under gunicorn.
    Drf,
}

impl Contender {
    /// The name in tables and in the file of floors.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by hand",
            Self::Seaview => "seaview",
            Self::Direct => "seaview, direct",
            Self::Sqlx => "by hand, SQLx",
            Self::Limit => "limit",
            Self::Crudcrate => "crudcrate",
            Self::Drf => "DRF",
        }
    }

    /// How requests are put to it.
    pub(crate) fn wire(self) -> Wire {
        if self == Self::Crudcrate { Wire::Crudcrate } else { Wire::Drf }
    }

    /// Whether it is seaview, on either lane.
    pub(crate) fn is_seaview(self) -> bool {
        matches!(self, Self::Seaview | Self::Direct)
    }

    /// The program of this package, and the feature that it needs.
    fn binary(self) -> Option<(&'static str, Option<&'static str>)> {
        match self {
            Self::ByHand => Some(("by_hand", None)),
            Self::Seaview => Some(("seaview_countries", None)),
            Self::Direct => Some(("seaview_countries", Some("direct"))),
            Self::Sqlx => Some(("by_hand_sqlx", Some("sqlx"))),
            Self::Limit => Some(("by_hand_limit", Some("limit"))),
            Self::Crudcrate | Self::Drf => None,
        }
    }

    /// The command that serves a database at an address.
    pub(crate) fn command(self, address: SocketAddr, database: &str) -> anyhow::Result<Command> {
        if self == Self::Drf {
            return python::gunicorn(address, database);
        }
        let program = self.binary().map_or("crudcrate-countries", |(program, _)| program);
        let mut command = Command::new(target()?.join("release").join(program));
        command.args(["--listen", &address.to_string(), "--database", database]);
        match self {
            Self::Seaview => _ = command.args(["--lane", "sea-orm"]),
            Self::Direct => _ = command.args(["--lane", "direct"]),
            _ => {}
        }
        Ok(command)
    }
}

/// Where cargo puts what it builds: this program is in `release` of it.
fn target() -> anyhow::Result<PathBuf> {
    let mut target = env::current_exe()?;
    target.pop();
    target.pop();
    Ok(target)
}

/// A path in `benches`.
fn in_benches(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}
