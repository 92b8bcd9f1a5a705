//! SQLite in place: no thread but the one that answers.

use std::{
    cell::RefCell,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{
    Connection, OptionalExtension, Params, Row, params, params_from_iter, types::ValueRef,
};
use seaview_bench::{CountryInput, Error, ListParams, Slice, sql};

use crate::{
    json,
    store::{Page, Store},
};

/// A file; each thread reads it through a connection of its own, and all write through one.
#[derive(Clone)]
pub(crate) struct Sqlite {
    file: Arc<str>,
    writer: Arc<Mutex<Connection>>,
}

thread_local! {
    static READER: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

impl Sqlite {
    /// Opens a file.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn open(file: &str) -> rusqlite::Result<Self> {
        Ok(Self { file: file.into(), writer: Arc::new(Mutex::new(connect(file)?)) })
    }

    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        READER.with_borrow_mut(|reader| {
            let reader = match reader {
                Some(reader) => reader,
                None => reader.insert(connect(&self.file)?),
            };
            Ok(read(reader)?)
        })
    }

    fn write<T>(&self, write: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(write(&writer)?)
    }
}

impl Store for Sqlite {
    async fn page(&self, params: &ListParams, slice: Slice) -> Result<Page, Error> {
        // SQLite prepares a statement anew whenever a bound limit changes; an offset may be bound.
        let offset = if params.area_gte.is_some() { "$2" } else { "$1" };
        let list = sql::list(params, &slice.size.to_string(), offset);
        let count = sql::count(params);
        self.read(|reader| {
            let mut values: Vec<_> = params.area_gte.into_iter().collect();
            let mut count = reader.prepare_cached(&count)?;
            let count: i64 = count.query_row(params_from_iter(&values), |row| row.get(0))?;
            let mut list = reader.prepare_cached(&list)?;
            values.push(slice.offset() as i64);
            let mut rows = list.query(params_from_iter(&values))?;
            let mut results = Vec::with_capacity(128 * slice.size as usize);
            results.push(b'[');
            while let Some(row) = rows.next()? {
                if results.len() > 1 {
                    results.push(b',');
                }
                country(row)?.write(&mut results);
            }
            results.push(b']');
            Ok(Page { count: count as u64, results })
        })
    }

    async fn retrieve(&self, id: i64) -> Result<Option<Vec<u8>>, Error> {
        self.read(|reader| one(reader, sql::RETRIEVE, [id]))
    }

    async fn create(&self, input: &CountryInput) -> Result<Vec<u8>, Error> {
        let values = params![input.name, input.capital, input.area];
        self.write(|writer| one(writer, sql::CREATE, values))?.ok_or(Error::NO_COUNTRY)
    }

    async fn update(&self, id: i64, input: &CountryInput) -> Result<Option<Vec<u8>>, Error> {
        let values = params![input.name, input.capital, input.area, id];
        self.write(|writer| one(writer, sql::UPDATE, values))
    }

    async fn delete(&self, id: i64) -> Result<u64, Error> {
        self.write(|writer| Ok(writer.prepare_cached(sql::DELETE)?.execute([id])? as u64))
    }
}

fn connect(file: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; \
         PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16000; PRAGMA foreign_keys = ON",
    )?;
    Ok(connection)
}

fn one(
    connection: &Connection,
    sql: &str,
    values: impl Params,
) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_row(values, |row| Ok(country(row)?.to_json())).optional()
}

fn country<'a>(row: &'a Row<'_>) -> rusqlite::Result<json::Row<'a>> {
    let text = |column| {
        Ok::<_, rusqlite::Error>(match row.get_ref(column)? {
            ValueRef::Text(text) => text,
            _ => b"",
        })
    };
    Ok(json::Row { id: row.get(0)?, name: text(1)?, capital: text(2)?, area: row.get(3)? })
}
