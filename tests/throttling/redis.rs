//! One count for several processes.
//!
//! Most of these need a server: `REDIS_URL=redis://127.0.0.1:6379/`, which `tests/servers/start`
//! prints. Without it they end at once, unless `CI_SERVERS` is set: then they fail, so that a
//! gate that sets it leaves nothing out.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use futures_util::future::join_all;
use seaview::{
    prelude::*,
    throttling::{History, RedisHistory, UserRateThrottle},
};

use super::rates::{GateView, gets};
use crate::{checks::database, support::Client};

const HOUR: Duration = Duration::from_secs(3600);

/// The server of the tests, if there is one.
fn server() -> Option<String> {
    let url = std::env::var("REDIS_URL").ok();
    assert!(url.is_some() || std::env::var("CI_SERVERS").is_err(), "`REDIS_URL` names no server");
    url
}

/// No other test counts under it, of this run or of others.
fn prefix() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
    format!("seaview-test:{}:{}:{count}:", std::process::id(), now.as_nanos())
}

fn history(url: &str, prefix: &str) -> RedisHistory {
    let history = RedisHistory::new(url).expect("a URL of Redis").prefix(prefix);
    history.timeout(Duration::from_secs(5))
}

async fn gate(history: RedisHistory, rate: &str) -> axum::Router {
    let settings = Settings { throttle_history: Arc::new(history), ..Settings::default() };
    let view = GateView::of(UserRateThrottle::new(rate));
    DefaultRouter::new().settings(settings).view("gate", view).into_router(database().await)
}

/// What Redis answers to one command: the number of `:5`.
fn ask(url: &str, command: &str) -> i64 {
    let address = url.trim_start_matches("redis://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).expect("the server of the tests");
    write!(stream, "{command}\r\n").expect("a command sent");
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).expect("an answer");
    line.trim_end().trim_start_matches(':').parse().unwrap_or_else(|_| panic!("{line}"))
}

#[tokio::test]
async fn what_was_admitted_is_known_to_all_who_share_the_server_and_the_prefix() {
    let Some(url) = server() else { return };
    let own = prefix();
    let one = Client::new(gate(history(&url, &own), "3/hour").await);
    let two = Client::new(gate(history(&url, &own), "3/hour").await);
    let apart = Client::new(gate(history(&url, &prefix()), "3/hour").await);
    assert_eq!(gets(&one, "/gate/", &[], 2).await, [204, 204]);
    assert_eq!(gets(&two, "/gate/", &[], 2).await, [204, 429]);
    let refused = one.get("/gate/").await;
    assert_eq!(refused.status, 429);
    assert!(["3599", "3600"].contains(&refused.header("retry-after")), "{refused:?}");
    assert_eq!(gets(&apart, "/gate/", &[], 1).await, [204]);
}

#[tokio::test]
async fn however_many_come_at_once_no_more_are_admitted_than_the_rate_says() {
    let Some(url) = server() else { return };
    let own = prefix();
    let histories = [history(&url, &own), history(&url, &own)];
    let asked = (0..200).map(|n| histories[n % 2].admit("ada", 50, HOUR));
    let answers = join_all(asked).await;
    let admitted = answers.into_iter().filter(|answer| matches!(answer, Ok(None))).count();
    assert_eq!(admitted, 50);
}

#[tokio::test]
async fn the_window_slides() {
    let Some(url) = server() else { return };
    let history = history(&url, &prefix());
    let window = Duration::from_millis(600);
    let ask = async || history.admit("ada", 2, window).await.expect("an answer");
    assert_eq!(ask().await, None);
    thread::sleep(Duration::from_millis(400));
    assert_eq!(ask().await, None);
    let wait = ask().await.expect("a wait");
    assert!(wait <= Duration::from_millis(200), "{wait:?}");
    thread::sleep(wait + Duration::from_millis(5));
    // The first has fallen out, the second has not.
    assert_eq!(ask().await, None);
    assert!(ask().await.is_some());
}

#[tokio::test]
async fn a_client_is_one_list_that_is_as_long_as_the_rate_and_expires_with_its_window() {
    let Some(url) = server() else { return };
    let own = prefix();
    let history = history(&url, &own);
    for _ in 0..10 {
        history.admit("ada", 4, HOUR).await.expect("an answer");
    }
    assert_eq!(history.admit("nobody", 0, HOUR).await.expect("an answer"), Some(HOUR));
    assert_eq!(ask(&url, &format!("LLEN {own}ada")), 4);
    let left = ask(&url, &format!("PTTL {own}ada"));
    assert!((3_590_000..=3_600_000).contains(&left), "{left}");
    assert_eq!(ask(&url, &format!("EXISTS {own}nobody")), 0);
}

#[tokio::test]
async fn without_redis_all_are_admitted_or_nobody_as_the_application_says() {
    // One that is not there, and one that does not answer.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent = format!("redis://{}/", silent.local_addr().expect("an address"));
    for url in ["redis://127.0.0.1:1/", &silent] {
        let lost = || history(url, "").timeout(Duration::from_millis(50));
        let open = Client::new(gate(lost(), "1/hour").await);
        assert_eq!(gets(&open, "/gate/", &[], 3).await, [204; 3], "{url}");
        let closed = Client::new(gate(lost().fail_closed(), "1/hour").await);
        let refused = closed.get("/gate/").await;
        refused.assert(503, r#"{"detail":"Service temporarily unavailable, try again later."}"#);
    }
    assert!(RedisHistory::new("http://localhost/").is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_redis_is_back_it_counts_again() {
    let Some(url) = server() else { return };
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let own = history(&format!("redis://{port}/"), &prefix());
    let ask = async || own.admit("ada", 1, HOUR).await.expect("an answer");
    assert_eq!([ask().await, ask().await], [None, None]);
    let door = TcpListener::bind(port).expect("the same port");
    let server = url.trim_start_matches("redis://").trim_end_matches('/').to_owned();
    thread::spawn(move || door.incoming().flatten().for_each(|client| forward(client, &server)));
    for _ in 0..100 {
        if ask().await.is_some() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("nobody was refused");
}

/// Carries bytes between a client and a server, until one of them ends.
fn forward(client: TcpStream, server: &str) {
    let server = TcpStream::connect(server).expect("the server of the tests");
    for (mut from, mut to) in [
        (client.try_clone().expect("a handle"), server.try_clone().expect("a handle")),
        (server, client),
    ] {
        thread::spawn(move || std::io::copy(&mut from, &mut to));
    }
}

/// A process of its own that serves a gate.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(prefix: &str) -> Self {
        let program = std::env::current_exe().expect("the path of this program");
        let mut process = Command::new(program)
            .args(["--exact", "throttling::redis::a_gate_for_others", "--ignored", "--nocapture"])
            .env("GATE_PREFIX", prefix)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let found = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_once("serving on ").map(|(_, address)| address.to_owned()));
        Self { process, address: found.expect("the address of the gate") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

#[tokio::test]
#[ignore = "it serves until it is stopped; the test below starts it"]
async fn a_gate_for_others() {
    let (Some(url), Ok(prefix)) = (server(), std::env::var("GATE_PREFIX")) else { return };
    let app = gate(history(&url, &prefix), "40/hour").await;
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener for tokio");
    let address = listener.local_addr().expect("an address");
    std::io::stdout().write_all(format!("serving on {address}\n").as_bytes()).expect("a pipe");
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    axum::serve(listener, app).await.expect("an end");
}

fn status(address: &str) -> u16 {
    let mut stream = TcpStream::connect(address).expect("the gate");
    stream
        .write_all(b"GET /gate/ HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n")
        .expect("a request sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

#[test]
fn two_processes_admit_together_exactly_as_many_as_the_rate_says() {
    if server().is_none() {
        return;
    }
    let own = prefix();
    let servers = [Server::start(&own), Server::start(&own)];
    let clients: Vec<_> = (0..8)
        .map(|client| {
            let address = servers[client % 2].address.clone();
            thread::spawn(move || (0..10).map(|_| status(&address)).collect::<Vec<_>>())
        })
        .collect();
    let statuses: Vec<_> =
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();
    let count = |wanted| statuses.iter().filter(|&&status| status == wanted).count();
    assert_eq!((count(204), count(429)), (40, 40), "{statuses:?}");
}
