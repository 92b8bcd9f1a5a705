MODULES

/// Changed before each incremental check.
const REVISION: u32 = 0;

#[tokio::main]
async fn main() {
    let db = CONNECT.await.unwrap();
    let app: axum::Router = APP;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await.unwrap();
    eprintln!("revision {REVISION}");
    axum::serve(listener, app).await.unwrap();
}
