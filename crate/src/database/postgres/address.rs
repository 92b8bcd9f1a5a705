//! Where a server is and how it is spoken to, as SQLx understands a URL.

use std::time::Duration;

use percent_encoding::percent_decode_str;
use sea_orm::sqlx::{
    ConnectOptions,
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio_postgres::{Config, config::SslMode};

/// What SQLx sets in each of its sessions.
const SESSION: &str = "-c DateStyle=ISO,MDY -c TimeZone=UTC -c extra_float_digits=2";

/// The parameters of a URL that are followed here. Not those of TLS, and not the number of
/// statements to keep: who sets that has a pooler that knows none.
const PARAMETERS: [&str; 10] = [
    "sslmode",
    "ssl-mode",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// The server of a URL, if nothing in it asks for more than is done here.
pub(super) fn config(url: &str) -> Option<Config> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    let followed = |name: &str| PARAMETERS.contains(&name) || name.starts_with("options[");
    if !url.starts_with("postgres") || !names.all(|name| followed(&name)) {
        return None;
    }
    let options: PgConnectOptions = url.parse().ok()?;
    let plain =
        matches!(options.get_ssl_mode(), PgSslMode::Disable | PgSslMode::Allow | PgSslMode::Prefer);
    plain.then(|| of(&options)).flatten()
}

fn of(options: &PgConnectOptions) -> Option<Config> {
    let mut config = Config::new();
    match options.get_socket() {
        Some(directory) => config.host(directory.to_str()?),
        None => config.host(options.get_host()),
    };
    config.port(options.get_port()).user(options.get_username());
    // SQLx also finds it in `PGPASSWORD` and `.pgpass`.
    if let Some(password) = options.to_url_lossy().password() {
        config.password(percent_decode_str(password).collect::<Vec<_>>());
    }
    if let Some(database) = options.get_database() {
        config.dbname(database);
    }
    if let Some(name) = options.get_application_name() {
        config.application_name(name);
    }
    config
        .options(format!("{} {SESSION}", options.get_options().unwrap_or_default()))
        .ssl_mode(SslMode::Disable)
        .connect_timeout(Duration::from_secs(5))
        .keepalives_idle(Duration::from_secs(30))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(3);
    Some(config)
}

#[cfg(test)]
mod tests {
    use tokio_postgres::config::Host;

    use super::*;

    #[test]
    fn a_url_is_understood_as_sqlx_does_or_not_at_all() {
        let url =
            "postgres://me:p%40ss@db.example:5433/shop?options[search_path]=a&application_name=b";
        let config = config(url).unwrap();
        assert_eq!(config.get_hosts(), [Host::Tcp("db.example".to_owned())]);
        assert_eq!(config.get_ports(), [5433]);
        assert_eq!(config.get_user(), Some("me"));
        assert_eq!(config.get_password(), Some("p@ss".as_bytes()));
        assert_eq!(config.get_dbname(), Some("shop"));
        assert_eq!(config.get_application_name(), Some("b"));
        let options = config.get_options().unwrap();
        assert!(options.starts_with("-c search_path=a -c DateStyle"), "{options}");
        for url in [
            "sqlite://shop.db",
            "postgres://db/shop?sslmode=require",
            "postgres://db/shop?sslmode=verify-full&sslrootcert=ca.pem",
            "postgres://db/shop?statement-cache-capacity=0",
            "postgres://db/shop?connect_timeout=1",
        ] {
            assert!(super::config(url).is_none(), "{url}");
        }
    }
}
