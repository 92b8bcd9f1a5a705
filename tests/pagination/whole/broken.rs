//! Long lists that do not come to their end.

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use sea_orm::DbBackend;
use seaview::{Database, DefaultRouter, ModelSerializer, ModelViewSet, Request};

use super::{Pieces, database, drop_tables, leaf, leaves, router, sql};
use crate::support::{Client, backend};

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_failure_between_two_chunks_breaks_the_body_and_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // Where there is one subscriber only, another test's thread decides for all that an event is
    // of no interest.
    let _second = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(io::sink).finish());
    for path in ["/leaves/", "/leaves/?ordering=year", "/deep/"] {
        log.0.lock().unwrap().clear();
        let (client, database) = leaves(2500).await;
        let mut body = Pieces::get(&client, path).await;
        let first = body.next().await.unwrap().unwrap();
        assert!(first.starts_with("[{\"id\":"), "{first}");
        drop_tables(&database).await;
        assert!(body.rest().await.is_err(), "{path}");
        assert!(body.next().await.is_none());
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let own = text.lines().filter(|line| line.contains("a request failed"));
        let own: Vec<_> = own.collect();
        assert_eq!(own.len(), 1, "{text}");
        let place = path.split('?').next().unwrap();
        assert!(
            own[0].contains("ERROR") && own[0].contains(&format!("path=\"{place}\"")),
            "{text}"
        );
        assert!(own[0].contains("method=GET") && own[0].contains("leaf"), "{text}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_written_breaks_the_body() {
    // Other databases keep such values out of their columns.
    if backend() != DbBackend::Sqlite {
        return;
    }
    let (client, database) = leaves(2500).await;
    sql(&database, "UPDATE leaf SET year = x'ff' WHERE id = 2400").await;
    for path in ["/deep/", "/deep/?how=expression"] {
        let mut body = Pieces::get(&client, path).await;
        assert!(body.next().await.unwrap().is_ok());
        assert!(body.rest().await.is_err());
    }
    // Before the first rows are sent it is an ordinary error.
    sql(&database, "UPDATE leaf SET year = x'ff' WHERE id = 24").await;
    let internal = client.get("/deep/").await;
    internal.assert(500, r#"{"detail":"A server error occurred."}"#);
    drop_tables(&database).await;
    client.get("/leaves/").await.assert(500, r#"{"detail":"A server error occurred."}"#);
}

#[tokio::test]
async fn values_of_other_types_do_not_keep_a_list_from_its_end() {
    if backend() != DbBackend::Sqlite {
        return;
    }
    let (_, database) = leaves(2500).await;
    sql(&database, "UPDATE leaf SET year = 'late' WHERE id > 600").await;
    // The direct lane reads such a column as rows are read, which is an error.
    let plain = Database::from(database.connection().clone());
    let client = Client::new(router().into_router(plain));
    let rows = client.get("/leaves/?ordering=-year").await.json();
    assert_eq!(rows.as_array().map(Vec::len), Some(2500));
}

static WRITTEN: AtomicUsize = AtomicUsize::new(0);

#[derive(ModelSerializer)]
#[serializer(entity = leaf::Entity)]
struct CountedSerializer {
    #[serializer(method = |leaf: &leaf::Model, _: &Request| {
        WRITTEN.fetch_add(1, Ordering::Relaxed);
        leaf.id
    })]
    id: i64,
}

#[derive(ModelViewSet)]
#[viewset(serializer = CountedSerializer)]
struct CountedViewSet;

#[tokio::test]
async fn nothing_is_read_for_a_client_that_is_gone() {
    let database: Database = database(9000).await;
    let app = DefaultRouter::new().register("leaves", CountedViewSet).into_router(database.clone());
    let client = Client::new(app);
    let mut body = Pieces::get(&client, "/leaves/").await;
    body.next().await.unwrap().unwrap();
    drop(body);
    tokio::task::yield_now().await;
    assert_eq!(WRITTEN.load(Ordering::Relaxed), 1000);
    // And what it held is free again.
    let client = Client::new(router().into_router(database));
    for _ in 0..20 {
        let mut body = Pieces::get(&client, "/leaves/?how=expression").await;
        body.next().await.unwrap().unwrap();
    }
    assert_eq!(client.get("/leaves/?how=short").await.status, 200);
}
