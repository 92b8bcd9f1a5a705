//! Whether a request reads from a replica.

use std::{sync::Arc, time::Duration};

use http::{HeaderValue, header};

use crate::{Request, database::Replicas, throttling::ident};

/// Sends a request of a safe method to a replica, if there is one and its client has not written a
/// moment ago; of another method, remembers its client.
pub(super) fn choose(request: &mut Request) -> Option<Writing> {
    let replicas = Arc::clone(request.primary().replicas()?);
    let time = request.settings().read_your_writes;
    if !request.method().is_safe() {
        let marks = Marks::of(request, &replicas);
        return time.map(|time| Writing { marks, replicas, time });
    }
    let has_written = || replicas.remembers(Marks::of(request, &replicas).of_reader());
    if time.is_none() || !has_written() {
        request.use_replica(replicas.next());
    }
    None
}

/// Remembers a client when it goes: the time counts from the end of the request, also of one that
/// was broken off.
pub(super) struct Writing {
    marks: Marks,
    replicas: Arc<Replicas>,
    time: Duration,
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.replicas.remember(self.marks.of_writer(), self.time);
    }
}

/// What a client is known by.
struct Marks {
    user: Option<u64>,
    /// For views that do not ask who comes.
    credentials: Option<u64>,
    address: u64,
}

impl Marks {
    fn of(request: &Request, replicas: &Replicas) -> Self {
        let header = |name| request.headers().get(name).map(HeaderValue::as_bytes);
        let credentials = [header::AUTHORIZATION, header::COOKIE].map(header);
        let some = credentials.iter().any(Option::is_some);
        Self {
            user: request.user().map(|user| replicas.mark(("user", user.id()))),
            credentials: some.then(|| replicas.mark(("credentials", credentials))),
            address: replicas.mark(("address", ident(request))),
        }
    }

    /// An address may be that of many: it marks those alone who have not said who they are.
    fn of_writer(&self) -> impl Iterator<Item = u64> {
        [Some(self.user.unwrap_or(self.address)), self.credentials].into_iter().flatten()
    }

    /// Who has just registered or logged in is known by the address still.
    fn of_reader(&self) -> impl Iterator<Item = u64> {
        [self.user, self.credentials, Some(self.address)].into_iter().flatten()
    }
}
