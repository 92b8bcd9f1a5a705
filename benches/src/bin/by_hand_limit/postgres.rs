//! PostgreSQL, pipelined: a request does not wait until another's answer is there.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use seaview_bench::{CountryInput, Error, ListParams, Ordering, Slice, sql};
use tokio_postgres::{Client, NoTls, Row, Statement, types::ToSql};

use crate::{
    json,
    store::{Page, Store},
};

/// More connections cost the server and the database more than they give.
const CONNECTIONS: usize = 2;

/// Connections that take turns.
#[derive(Clone)]
pub(crate) struct Postgres(Arc<Connections>);

struct Connections {
    all: Vec<Connection>,
    turn: AtomicUsize,
}

/// A connection and its statements.
struct Connection {
    client: Client,
    retrieve: Statement,
    create: Statement,
    update: Statement,
    delete: Statement,
    lists: Vec<List>,
}

/// The statements of one kind of list.
struct List {
    filtered: bool,
    ordering: Option<Ordering>,
    rows: Statement,
    count: Statement,
}

impl Postgres {
    /// Opens the connections of a URL.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn connect(url: &str) -> Result<Self, tokio_postgres::Error> {
        let mut all = Vec::new();
        for _ in 0..CONNECTIONS {
            all.push(Connection::open(url).await?);
        }
        Ok(Self(Arc::new(Connections { all, turn: AtomicUsize::new(0) })))
    }

    fn connection(&self) -> &Connection {
        let turn = self.0.turn.fetch_add(1, Relaxed);
        &self.0.all[turn % CONNECTIONS]
    }
}

impl Connection {
    async fn open(url: &str) -> Result<Self, tokio_postgres::Error> {
        let (client, socket) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(socket);
        Ok(Self {
            retrieve: client.prepare(sql::RETRIEVE).await?,
            create: client.prepare(sql::CREATE).await?,
            update: client.prepare(sql::UPDATE).await?,
            delete: client.prepare(sql::DELETE).await?,
            lists: lists(&client).await?,
            client,
        })
    }

    async fn one(
        &self,
        statement: &Statement,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Vec<u8>>, Error> {
        let row = self.client.query_opt(statement, values).await?;
        Ok(row.map(|row| country(&row).map(|row| row.to_json())).transpose()?)
    }
}

async fn lists(client: &Client) -> Result<Vec<List>, tokio_postgres::Error> {
    let mut lists = Vec::new();
    for filtered in [false, true] {
        for ordering in [None, Some(Ordering::Area), Some(Ordering::AreaDescending)] {
            let [limit, offset] = if filtered { ["$2", "$3"] } else { ["$1", "$2"] };
            let area_gte = filtered.then_some(0);
            let params = ListParams { area_gte, ordering, ..ListParams::default() };
            let rows = client.prepare(&sql::list(&params, limit, offset)).await?;
            let count = client.prepare(&sql::count(&params)).await?;
            lists.push(List { filtered, ordering, rows, count });
        }
    }
    Ok(lists)
}

impl Store for Postgres {
    async fn page(&self, params: &ListParams, slice: Slice) -> Result<Page, Error> {
        let connection = self.connection();
        let filtered = params.area_gte.is_some();
        let mut lists = connection.lists.iter();
        let list = lists.find(|list| list.filtered == filtered && list.ordering == params.ordering);
        let list = list.ok_or(Error::NO_PAGE)?;
        let (limit, offset) = (slice.size as i64, slice.offset() as i64);
        let mut values: Vec<&(dyn ToSql + Sync)> = Vec::with_capacity(3);
        values.extend(params.area_gte.as_ref().map(|area| area as &(dyn ToSql + Sync)));
        let filter = values.clone();
        values.extend([&limit as &(dyn ToSql + Sync), &offset]);
        let (count, rows) = tokio::try_join!(
            connection.client.query_one(&list.count, &filter),
            connection.client.query(&list.rows, &values),
        )?;
        let count: i64 = count.try_get(0)?;
        let mut results = Vec::with_capacity(128 * rows.len() + 2);
        results.push(b'[');
        for row in &rows {
            if results.len() > 1 {
                results.push(b',');
            }
            country(row)?.write(&mut results);
        }
        results.push(b']');
        Ok(Page { count: count as u64, results })
    }

    async fn retrieve(&self, id: i64) -> Result<Option<Vec<u8>>, Error> {
        let connection = self.connection();
        connection.one(&connection.retrieve, &[&id]).await
    }

    async fn create(&self, input: &CountryInput) -> Result<Vec<u8>, Error> {
        let connection = self.connection();
        let values: [&(dyn ToSql + Sync); 3] = [&input.name, &input.capital, &input.area];
        connection.one(&connection.create, &values).await?.ok_or(Error::NO_COUNTRY)
    }

    async fn update(&self, id: i64, input: &CountryInput) -> Result<Option<Vec<u8>>, Error> {
        let connection = self.connection();
        let values: [&(dyn ToSql + Sync); 4] = [&input.name, &input.capital, &input.area, &id];
        connection.one(&connection.update, &values).await
    }

    async fn delete(&self, id: i64) -> Result<u64, Error> {
        let connection = self.connection();
        Ok(connection.client.execute(&connection.delete, &[&id]).await?)
    }
}

fn country(row: &Row) -> Result<json::Row<'_>, tokio_postgres::Error> {
    Ok(json::Row {
        id: row.try_get(0)?,
        name: row.try_get::<_, &str>(1)?.as_bytes(),
        capital: row.try_get::<_, &str>(2)?.as_bytes(),
        area: row.try_get(3)?,
    })
}
