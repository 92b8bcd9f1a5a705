//! The values that DRF keeps under `REST_FRAMEWORK`, as typed fields.

use std::{fmt, sync::Arc};

use crate::{
    error::{DrfFormat, ErrorFormat},
    history::{History, MemoryHistory},
};

/// What holds for a whole router: DRF's settings, with DRF's defaults.
///
/// ```
/// use seaview::{DefaultRouter, Settings};
///
/// let settings = Settings { page_size: Some(20), ..Settings::default() };
/// let router = DefaultRouter::new().settings(settings);
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/settings/>. The policies
/// (`DEFAULT_RENDERER_CLASSES` and the like) are [`Policies`](crate::Policies).
#[derive(Clone)]
pub struct Settings {
    /// `PAGE_SIZE`: rows a page where the viewset's pagination names no size. `None`, the
    /// default, means that such lists come whole.
    pub page_size: Option<u64>,
    /// The most rows that a page may skip; a page further on is a 400 that names the limit, since
    /// a database walks over all rows that are skipped. `None`, the default, sets no limit. Pages
    /// by cursor skip none.
    pub max_offset: Option<u64>,
    /// Name the neighbours of a page in a header as well:
    /// `Link: <http://…?page=2>; rel="next"` (RFC 8288). `false`, the default, is DRF's way.
    pub link_header: bool,
    /// `URL_FORMAT_OVERRIDE`: the query parameter that names a format, `format`.
    pub url_format_override: &'static str,
    /// `URL_FIELD_NAME`: the field whose value a 201 repeats as `Location`, `url`.
    pub url_field_name: &'static str,
    /// `NON_FIELD_ERRORS_KEY`: where errors of the object as a whole stand, `non_field_errors`.
    pub non_field_errors_key: &'static str,
    /// `SEARCH_PARAM`: the query parameter of searches, `search`.
    pub search_param: &'static str,
    /// `ORDERING_PARAM`: the query parameter of orderings, `ordering`.
    pub ordering_param: &'static str,
    /// The query parameter that names the only fields to show, `fields`, where the serializer is
    /// flexible.
    pub fields_param: &'static str,
    /// The query parameter that names fields not to show, `omit`.
    pub omit_param: &'static str,
    /// The query parameter that names the expandable fields to show, `expand`.
    pub expand_param: &'static str,
    /// `UNICODE_JSON`: write all characters of JSON as they are. With `false` all but those of ASCII
    /// are escaped.
    pub unicode_json: bool,
    /// `COMPACT_JSON`: write JSON without blanks. With `false` one follows each comma and colon.
    pub compact_json: bool,
    /// `EXCEPTION_HANDLER`: how errors look on the wire, [`DrfFormat`].
    pub error_format: Arc<dyn ErrorFormat>,
    /// Refuse members of the input that are no fields, with a 400 that names each. `false`, the
    /// default, ignores them as DRF does.
    pub forbid_unknown_fields: bool,
    /// Refuse query parameters that nothing reads, with a 400 that lists those that something
    /// does. `false`, the default, ignores them as DRF does.
    pub forbid_unknown_parameters: bool,
    /// Refuse names in `?ordering=` that are not allowed, with a 400 that lists those that are.
    /// `false`, the default, drops them as DRF does.
    pub forbid_unknown_ordering: bool,
    /// Django's `DATA_UPLOAD_MAX_MEMORY_SIZE`: the largest body in bytes, 2 621 440; a larger one
    /// is a 413.
    pub data_upload_max_memory_size: usize,
    /// Django's `DATA_UPLOAD_MAX_NUMBER_FIELDS`: the most fields a form may have, 1000; one more
    /// is a 413.
    pub data_upload_max_number_fields: usize,
    /// `NUM_PROXIES`: how many proxies stand in front, so that throttles believe as many addresses
    /// at the end of `X-Forwarded-For`; with 0 they look at the connection alone. `None`, the
    /// default, takes the whole header as it comes, so that a client may call itself anything.
    pub num_proxies: Option<usize>,
    /// Where throttles remember who has asked how often, Django's cache: the memory of this
    /// process. Routers that are given the same count together.
    pub throttle_history: Arc<dyn History>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            page_size: None,
            max_offset: None,
            link_header: false,
            url_format_override: "format",
            url_field_name: "url",
            non_field_errors_key: "non_field_errors",
            search_param: "search",
            ordering_param: "ordering",
            fields_param: "fields",
            omit_param: "omit",
            expand_param: "expand",
            unicode_json: true,
            compact_json: true,
            error_format: Arc::new(DrfFormat),
            forbid_unknown_fields: false,
            forbid_unknown_parameters: false,
            forbid_unknown_ordering: false,
            data_upload_max_memory_size: 2_621_440,
            data_upload_max_number_fields: 1000,
            num_proxies: None,
            throttle_history: Arc::new(MemoryHistory::new()),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("page_size", &self.page_size).finish_non_exhaustive()
    }
}
