//! A scenario as one server gets it.

use crate::{
    scenario::Scenario,
    seed::DELETABLE,
    wire::{Request, Wire},
};

/// Requests of one kind for a table of so many rows.
#[derive(Clone)]
pub(crate) struct Workload {
    pub(crate) scenario: Scenario,
    pub(crate) rows: u64,
    pub(crate) wire: Wire,
    /// Where a page by cursor begins, if not at the first row.
    pub(crate) cursor: Option<String>,
}

impl Workload {
    /// The `number`th request, as it goes over the wire.
    pub(crate) fn request(&self, number: u64) -> Vec<u8> {
        if self.scenario == Scenario::Cursor {
            let cursor = self.cursor.iter().map(|cursor| format!("?cursor={cursor}"));
            return Request::get(format!("/cursored/{}", cursor.collect::<String>())).to_bytes();
        }
        self.wire.request(self, number).to_bytes()
    }

    /// The status of every answer.
    pub(crate) fn status(&self) -> u16 {
        match self.scenario {
            Scenario::Create => 201,
            Scenario::Delete => 204,
            _ => 200,
        }
    }

    /// How many requests there can be in a round.
    pub(crate) fn supply(&self) -> u64 {
        if self.scenario == Scenario::Delete { DELETABLE } else { u64::MAX }
    }

    /// The key of the `number`th row; 389 is prime to the numbers of rows, so that each has its turn.
    pub(crate) fn id(&self, number: u64) -> u64 {
        1 + number * 389 % self.rows
    }

    /// An area that about 500 rows exceed.
    pub(crate) fn area(&self, number: u64) -> u64 {
        let range = crate::seed::AREAS;
        range - range * 500.min(self.rows) / self.rows + number % 1000
    }
}
