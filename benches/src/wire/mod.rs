//! How requests are put.

mod crudcrate;
mod cursor;
mod drf;
mod request;

pub(crate) use cursor::last_cursor;
pub(crate) use request::Request;

use crate::workload::Workload;

/// An API's habits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Django REST framework's, which are seaview's and those of the servers by hand.
    Drf,
    /// crudcrate's.
    Crudcrate,
}

impl Wire {
    /// The `number`th request of a workload.
    pub(crate) fn request(self, workload: &Workload, number: u64) -> Request {
        match self {
            Self::Drf => drf::request(workload, number),
            Self::Crudcrate => crudcrate::request(workload, number),
        }
    }
}

/// The body of the `number`th new country.
fn country(number: u64) -> String {
    format!(
        "{{\"name\": \"New country {number}\", \"capital\": \"New capital\", \"area\": {number}}}"
    )
}
