//! One request as viewsets and policies see it.

mod data;
mod files;
mod scopes;
mod urls;
mod user;

use std::{
    any::Any,
    borrow::Cow,
    collections::HashSet,
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::{Arc, Mutex, OnceLock},
};

use axum::{body::Body, extract::ConnectInfo};
use http::{Extensions, HeaderMap, Method, Uri, header, request::Parts};
use tokio::sync::OnceCell;

pub use data::{Data, Form, FormValue, UploadedFile};
pub(crate) use scopes::Queryset;
pub use scopes::Scopes;
pub(crate) use urls::Urls;
pub use urls::VersionInUrl;
pub use user::{HeldPermissions, User};

use crate::{Action, Error, Result, Settings, database::Database, encoding::escape_path};

/// A request on its way through a view: DRF's `Request`.
///
/// Hooks and policies get it by reference; it is made by the router, never by an application.
/// The parsed body is [`Request::data`].
pub struct Request {
    pub(crate) parts: Parts,
    pub(crate) body: Mutex<Option<Body>>,
    pub(crate) data: OnceCell<Data>,
    /// The path in front of the router, such as `/api` in an axum `nest`; empty at the root.
    pub(crate) mount: String,
    /// The names and values captured from the path.
    pub(crate) kwargs: Kwargs,
    /// The name that a suffix gave, `json` in `/countries.json`.
    pub(crate) format_suffix: Option<String>,
    pub(crate) action: Action,
    pub(crate) user: Option<Arc<dyn User>>,
    pub(crate) auth: Option<Arc<dyn Any + Send + Sync>>,
    /// The scheme of the authenticator that knew the user.
    pub(crate) auth_scheme: Option<&'static str>,
    /// What the user may do, once that was asked.
    pub(crate) permissions: OnceCell<HashSet<String>>,
    pub(crate) version: Option<Cow<'static, str>>,
    pub(crate) version_in_url: VersionInUrl,
    /// The parameters beside the media type that negotiation chose.
    pub(crate) accepted_params: Vec<(String, String)>,
    /// The renderer that negotiation chose wants lists whole.
    pub(crate) export: bool,
    pub(crate) settings: Arc<Settings>,
    /// What is written to.
    database: Database,
    /// What is read from in its place.
    replica: Option<Arc<Database>>,
    /// The rows that exist for it.
    scopes: Scopes,
    pub(crate) urls: Arc<dyn Urls>,
    /// The `View` that answers. `views.rs` stands below this file and alone looks into it.
    pub(crate) view: Arc<dyn Any + Send + Sync>,
    query: OnceLock<Vec<(String, String)>>,
    /// The files that were kept for this request, by their paths in the storage.
    saved_files: Mutex<Vec<String>>,
}

/// The values captured from a path, under the names of the route: DRF's `self.kwargs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kwargs(pub(crate) Vec<(Cow<'static, str>, String)>);

impl Kwargs {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a name as a number or another type that is read from text.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none, or if it is none of the type.
    pub fn parse<T: FromStr>(&self, name: &str) -> Result<T> {
        let value = self.get(name).and_then(|text| text.trim().parse().ok());
        value.ok_or_else(Error::not_found)
    }

    /// All of them, from left to right.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }
}

/// What the router knows about a request before any view sees it.
pub(crate) struct Matched {
    pub(crate) mount: String,
    pub(crate) kwargs: Kwargs,
    pub(crate) format_suffix: Option<String>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) database: Database,
    pub(crate) scopes: Scopes,
    pub(crate) urls: Arc<dyn Urls>,
    pub(crate) view: Arc<dyn Any + Send + Sync>,
}

impl Request {
    pub(crate) fn new(request: http::Request<Body>, matched: Matched) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            parts,
            body: Mutex::new(Some(body)),
            data: OnceCell::new(),
            mount: matched.mount,
            kwargs: matched.kwargs,
            format_suffix: matched.format_suffix,
            action: Action::Metadata,
            user: None,
            auth: None,
            auth_scheme: None,
            permissions: OnceCell::new(),
            version: None,
            version_in_url: VersionInUrl::Nowhere,
            accepted_params: Vec::new(),
            export: false,
            settings: matched.settings,
            database: matched.database,
            replica: None,
            scopes: matched.scopes,
            urls: matched.urls,
            view: matched.view,
            query: OnceLock::new(),
            saved_files: Mutex::default(),
        }
    }

    /// The same request without its body, to outlive this one.
    pub(crate) fn detached(&self) -> Self {
        self.with_method(self.method().clone(), self.action)
    }

    /// The same request with another method and no body, to ask what it would be allowed.
    pub(crate) fn with_method(&self, method: Method, action: Action) -> Self {
        let mut request = http::Request::from_parts(self.parts.clone(), Body::empty());
        *request.method_mut() = method;
        let matched = Matched {
            mount: self.mount.clone(),
            kwargs: self.kwargs.clone(),
            format_suffix: self.format_suffix.clone(),
            settings: Arc::clone(&self.settings),
            database: self.database.clone(),
            scopes: self.scopes.clone(),
            urls: Arc::clone(&self.urls),
            view: Arc::clone(&self.view),
        };
        let same = Self::new(request, matched);
        Self {
            action,
            user: self.user.clone(),
            auth: self.auth.clone(),
            auth_scheme: self.auth_scheme,
            permissions: self.permissions.clone(),
            version: self.version.clone(),
            version_in_url: self.version_in_url,
            accepted_params: self.accepted_params.clone(),
            export: self.export,
            replica: self.replica.clone(),
            ..same
        }
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The URI as the router saw it, without the prefix of an axum `nest`.
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// A header as text; `None` if it is absent or not visible ASCII.
    pub fn header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// The address at the other end of the connection, Django's `REMOTE_ADDR`: that of the client,
    /// or of the last proxy. `None` unless the application is served with
    /// `app.into_make_service_with_connect_info::<SocketAddr>()`.
    pub fn remote_addr(&self) -> Option<IpAddr> {
        let connection = self.extensions().get::<ConnectInfo<SocketAddr>>()?;
        Some(connection.0.ip())
    }

    /// What axum layers and middleware put beside the request.
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// What is being done.
    pub fn action(&self) -> Action {
        self.action
    }

    /// The values captured from the path.
    pub fn kwargs(&self) -> &Kwargs {
        &self.kwargs
    }

    /// The settings of the router.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The SeaORM connection of [`database`](Self::database), for queries of one's own.
    pub fn db(&self) -> &sea_orm::DatabaseConnection {
        self.database().connection()
    }

    /// The database as seaview uses it: one of its [replicas](crate::database#replicas), if there
    /// are any, for a request of a safe method that was let in.
    pub fn database(&self) -> &Database {
        self.replica.as_deref().unwrap_or(&self.database)
    }

    /// The database that is written to, whatever the method: for what a safe request writes, and
    /// for what it must not read from a replica that lags behind.
    pub fn primary(&self) -> &Database {
        &self.database
    }

    /// Has the whole request read from the [`primary`](Self::primary), as those of unsafe methods
    /// do: for [`initial`](crate::ModelViewSet::initial), where an action that GET calls writes.
    pub fn use_primary(&mut self) {
        self.replica = None;
    }

    /// Has the request read from a replica from now on.
    pub(crate) fn use_replica(&mut self, replica: Arc<Database>) {
        self.replica = Some(replica);
    }

    /// Who is asking; `None` for an anonymous client.
    pub fn user(&self) -> Option<&dyn User> {
        self.user.as_deref()
    }

    /// Who is asking, as the application's own type; `None` if anonymous or of another type.
    pub fn user_as<U: User>(&self) -> Option<&U> {
        let user: &dyn Any = self.user.as_deref()?;
        user.downcast_ref()
    }

    /// The key of who is asking.
    ///
    /// # Errors
    /// [`Error::NotAuthenticated`] for an anonymous client.
    pub fn user_id(&self) -> Result<i64> {
        self.user().map(User::id).ok_or_else(Error::not_authenticated)
    }

    /// What the authenticator kept beside the user, such as the token: DRF's `request.auth`.
    pub fn auth<T: Any>(&self) -> Option<&T> {
        self.auth.as_deref()?.downcast_ref()
    }

    /// How the user was found, such as `Token` or `Basic`: what DRF tells by
    /// `request.successful_authenticator`. `None` for an anonymous client.
    pub fn auth_scheme(&self) -> Option<&'static str> {
        self.auth_scheme
    }

    /// What the client wrote beside the media type that was chosen for the answer: `2.0` for
    /// `version` in `Accept: application/json; version=2.0`. Names are in lower case.
    pub fn accepted_param(&self, name: &str) -> Option<&str> {
        // Python reads them into a dictionary, where the last of a name stays.
        self.accepted_params.iter().rev().find(|(key, _)| key == name).map(|(_, v)| v.as_str())
    }

    /// `true` if the answer is an export: its renderer wants lists whole, whatever the pagination.
    pub fn is_export(&self) -> bool {
        self.export
    }

    /// The version of the API that is asked for, where the view is versioned.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The parameters of the query in the order sent, decoded: DRF's `request.query_params`.
    pub fn query_params(&self) -> &[(String, String)] {
        self.query.get_or_init(|| {
            let query = self.parts.uri.query().unwrap_or_default();
            form_urlencoded::parse(query.as_bytes()).into_owned().collect()
        })
    }

    /// The last value of a query parameter, as Django's `QueryDict` reads it.
    pub fn query_param(&self, name: &str) -> Option<&str> {
        self.query_params().iter().rev().find(|(key, _)| key == name).map(|(_, v)| v.as_str())
    }

    /// The absolute URL of a path of this router: scheme and host of the request, and the prefix
    /// under which the router is mounted.
    pub fn build_absolute_uri(&self, path: &str) -> String {
        let scheme = if self.is_secure() { "https" } else { "http" };
        [scheme, "://", self.host(), &self.mount, path].concat()
    }

    /// Path and query of the request, below the prefix under which the router is mounted; the path
    /// is escaped anew as Django does, so that `/%62ooks/` is `/books/`.
    pub fn get_full_path(&self) -> String {
        let path = escape_path(self.uri().path());
        match self.uri().query() {
            Some(query) => [&path, "?", query].concat(),
            None => path.into_owned(),
        }
    }

    /// `true` if the request came over TLS.
    pub fn is_secure(&self) -> bool {
        self.parts.uri.scheme() == Some(&http::uri::Scheme::HTTPS)
    }

    /// Host and port that the client addressed.
    pub fn host(&self) -> &str {
        let authority = || self.parts.uri.authority().map(|authority| authority.as_str());
        self.header(header::HOST).or_else(authority).unwrap_or("localhost")
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", self.method())
            .field("uri", self.uri())
            .field("action", &self.action)
            .field("kwargs", &self.kwargs)
            .finish_non_exhaustive()
    }
}
