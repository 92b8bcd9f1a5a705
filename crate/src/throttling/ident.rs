//! The address of a client.

use std::sync::Once;

use crate::Request;

/// DRF's `get_ident`: the address that `X-Forwarded-For` tells as far as it is believed, or else
/// that of the connection.
pub(crate) fn ident(request: &Request) -> String {
    let forwarded = forwarded_for(request);
    let remote = || remote_addr(request);
    match (request.settings().num_proxies, forwarded) {
        (Some(0), _) | (_, None) => remote(),
        (None, Some(all)) => all.split_whitespace().collect(),
        (Some(proxies), Some(all)) => {
            let addresses: Vec<_> = all.split(',').collect();
            let believed = addresses.len().saturating_sub(proxies);
            addresses.get(believed).map_or_else(remote, |address| address.trim().to_owned())
        }
    }
}

/// The address of the connection; nothing, and a warning at the first request, if the application
/// was not served with it.
fn remote_addr(request: &Request) -> String {
    static WARNING: Once = Once::new();
    if let Some(address) = request.remote_addr() {
        return address.to_string();
    }
    WARNING.call_once(|| {
        tracing::warn!(
            "all anonymous clients are taken for one, since the address of the connection is \
             not known; serve `app.into_make_service_with_connect_info::<SocketAddr>()`"
        );
    });
    String::new()
}

/// All lines of `X-Forwarded-For`, which are one list.
fn forwarded_for(request: &Request) -> Option<String> {
    let lines = request.headers().get_all("x-forwarded-for").iter();
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let all = lines.join(",");
    (!all.is_empty()).then_some(all)
}
