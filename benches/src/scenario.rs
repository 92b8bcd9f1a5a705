//! What the servers are asked to do.

use std::fmt;

use clap::ValueEnum;

use crate::seed::ROWS;

/// A kind of request, repeated with changing values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// A page of 100 of 1,000 rows with their count.
    List,
    /// One row.
    Retrieve,
    /// A change of one field of one row.
    Patch,
    /// A new row.
    Create,
}

impl Scenario {
    /// All of them; the one that lets the table grow comes last.
    pub(crate) const ALL: &[Self] = &[Self::List, Self::Retrieve, Self::Patch, Self::Create];

    /// The name in the table and in the file of floors.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Retrieve => "retrieve",
            Self::Patch => "patch",
            Self::Create => "create",
        }
    }

    /// The status of every answer.
    pub(crate) fn status(self) -> u16 {
        if self == Self::Create { 201 } else { 200 }
    }

    /// The `number`th request, as it goes over the wire.
    pub(crate) fn request(self, number: u64) -> Vec<u8> {
        // 389 is prime to the number of rows: every row has its turn.
        let id = 1 + number * 389 % ROWS;
        match self {
            Self::List => get(&format!("/countries/?page={}", 1 + number % 10)),
            Self::Retrieve => get(&format!("/countries/{id}/")),
            Self::Patch => {
                send("PATCH", &format!("/countries/{id}/"), &format!("{{\"area\": {number}}}"))
            }
            Self::Create => {
                let body = format!(
                    "{{\"name\": \"New country {number}\", \"capital\": \"New capital\", \"area\": {number}}}"
                );
                send("POST", "/countries/", &body)
            }
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A GET with the headers of an ordinary API client.
pub(crate) fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\n{HEADERS}\r\n").into_bytes()
}

/// A request with a JSON body.
pub(crate) fn send(method: &str, path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\n{HEADERS}Content-Type: application/json\r\nContent-Length: \
         {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The host is the same for both servers, as it occurs in links.
const HEADERS: &str =
    "Host: countries.example\r\nUser-Agent: seaview-bench\r\nAccept: application/json\r\n";
