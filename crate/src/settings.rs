//! The values that DRF keeps under `REST_FRAMEWORK`, as typed fields.

use std::{fmt, sync::Arc, time::Duration};

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{
    error::{DrfFormat, ErrorFormat},
    history::{History, MemoryHistory},
    storage::Storage,
};

#[doc = include_str!("../docs/settings.md")]
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
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
    #[serde(deserialize_with = "name")]
    pub url_format_override: Name,
    /// `URL_FIELD_NAME`: the field whose value a 201 repeats as `Location`, `url`.
    #[serde(deserialize_with = "name")]
    pub url_field_name: Name,
    /// `NON_FIELD_ERRORS_KEY`: where errors of the object as a whole stand, `non_field_errors`.
    #[serde(deserialize_with = "name")]
    pub non_field_errors_key: Name,
    /// `SEARCH_PARAM`: the query parameter of searches, `search`.
    #[serde(deserialize_with = "name")]
    pub search_param: Name,
    /// `ORDERING_PARAM`: the query parameter of orderings, `ordering`.
    #[serde(deserialize_with = "name")]
    pub ordering_param: Name,
    /// The query parameter that names the only fields to show, `fields`, where the serializer is
    /// flexible.
    #[serde(deserialize_with = "name")]
    pub fields_param: Name,
    /// The query parameter that names fields not to show, `omit`.
    #[serde(deserialize_with = "name")]
    pub omit_param: Name,
    /// The query parameter that names the expandable fields to show, `expand`.
    #[serde(deserialize_with = "name")]
    pub expand_param: Name,
    /// `UNICODE_JSON`: write all characters of JSON as they are. With `false` all but those of ASCII
    /// are escaped.
    pub unicode_json: bool,
    /// `COMPACT_JSON`: write JSON without blanks. With `false` one follows each comma and colon.
    pub compact_json: bool,
    /// `DATE_FORMAT`: how dates are written where the field states no format, in the syntax of
    /// `strftime`. `None`, the default, is ISO 8601.
    #[serde(deserialize_with = "format")]
    pub date_format: Option<Name>,
    /// `DATETIME_FORMAT`: likewise for dates with times.
    #[serde(deserialize_with = "format")]
    pub datetime_format: Option<Name>,
    /// `TIME_FORMAT`: likewise for times of day.
    #[serde(deserialize_with = "format")]
    pub time_format: Option<Name>,
    /// `DATE_INPUT_FORMATS`: how dates may be sent where the field states no formats, in the syntax
    /// of `strptime`, or `iso-8601`, which is the default.
    #[serde(deserialize_with = "formats")]
    pub date_input_formats: Option<&'static [Name]>,
    /// `DATETIME_INPUT_FORMATS`: likewise for dates with times.
    #[serde(deserialize_with = "formats")]
    pub datetime_input_formats: Option<&'static [Name]>,
    /// `TIME_INPUT_FORMATS`: likewise for times of day.
    #[serde(deserialize_with = "formats")]
    pub time_input_formats: Option<&'static [Name]>,
    /// `TIME_ZONE`: where instants are shown, and what a time without an offset means; `None`, the
    /// default, is UTC. For the types of `chrono`.
    #[cfg(feature = "chrono-tz")]
    pub time_zone: Option<chrono_tz::Tz>,
    /// `COERCE_DECIMAL_TO_STRING`: write decimals as strings where the field does not say. With
    /// `false` they are numbers, of which a reader may lose digits.
    pub coerce_decimal_to_string: bool,
    /// `EXCEPTION_HANDLER`: how errors look on the wire, [`DrfFormat`].
    #[serde(skip)]
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
    /// Django's `CSRF_TRUSTED_ORIGINS`: the origins of pages that may use a session beside those
    /// of this host, such as `https://app.example.com` or, with all below a domain,
    /// `https://*.example.com`. None unless stated.
    pub csrf_trusted_origins: Vec<String>,
    /// Django's `CSRF_COOKIE_SECURE`: the cookie `csrftoken` is for TLS alone, whatever the scheme
    /// of the request that asked for it. `false` unless stated.
    pub csrf_cookie_secure: bool,
    /// The largest file in bytes; a larger one is a 413. `None`, the default, leaves it to the limit
    /// of the whole body.
    pub file_upload_max_size: Option<usize>,
    /// Django's `default_storage`: where uploaded files are kept. `None`, the default, means nowhere,
    /// which is a 500 for serializers with files.
    #[serde(skip)]
    pub default_storage: Option<Arc<dyn Storage>>,
    /// `UPLOADED_FILES_USE_URL`: show files by their URLs. With `false` their paths in the storage
    /// are shown.
    pub uploaded_files_use_url: bool,
    /// `NUM_PROXIES`: how many proxies stand in front, so that throttles believe as many addresses
    /// at the end of `X-Forwarded-For`; with 0 they look at the connection alone. `None`, the
    /// default, takes the whole header as it comes, so that a client may call itself anything.
    pub num_proxies: Option<usize>,
    /// Where throttles remember who has asked how often, Django's cache: the memory of this
    /// process. Routers that are given the same count together.
    #[serde(skip)]
    pub throttle_history: Arc<dyn History>,
    /// Where the database has [replicas](crate::database#replicas): for so long after a request of
    /// an unsafe method its client reads from the primary, and so sees what it wrote. Read as a
    /// number of seconds, `5` unless stated: longer than a replica usually lags, and short enough
    /// for those who have written to go back to the replicas. `None` and 0 send all that is read
    /// to replicas.
    #[serde(deserialize_with = "seconds")]
    pub read_your_writes: Option<Duration>,
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
            date_format: None,
            datetime_format: None,
            time_format: None,
            date_input_formats: None,
            datetime_input_formats: None,
            time_input_formats: None,
            #[cfg(feature = "chrono-tz")]
            time_zone: None,
            coerce_decimal_to_string: true,
            error_format: Arc::new(DrfFormat),
            forbid_unknown_fields: false,
            forbid_unknown_parameters: false,
            forbid_unknown_ordering: false,
            data_upload_max_memory_size: 2_621_440,
            data_upload_max_number_fields: 1000,
            csrf_trusted_origins: Vec::new(),
            csrf_cookie_secure: false,
            file_upload_max_size: None,
            default_storage: None,
            uploaded_files_use_url: true,
            num_proxies: None,
            throttle_history: Arc::new(MemoryHistory::new()),
            read_your_writes: Some(Duration::from_secs(5)),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("page_size", &self.page_size).finish_non_exhaustive()
    }
}

// Names are read once, when the application starts, and live as long as it does.

/// Not written out where it is used: serde would borrow from the text that it reads.
type Name = &'static str;

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Name, D::Error> {
    Ok(String::deserialize(deserializer)?.leak())
}

fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static str>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(|format| &*format.leak()))
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let seconds = Option::<f64>::deserialize(deserializer)?;
    seconds.map(Duration::try_from_secs_f64).transpose().map_err(D::Error::custom)
}

type Formats = Option<&'static [&'static str]>;

fn formats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Formats, D::Error> {
    let formats = Option::<Vec<String>>::deserialize(deserializer)?;
    Ok(formats.map(|formats| {
        let formats: Vec<&'static str> = formats.into_iter().map(|one| &*one.leak()).collect();
        &*formats.leak()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Settings, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_not_stated_is_as_by_default() {
        let settings = read(
            r#"{"page_size": 20, "search_param": "q", "date_format": "%d.%m.%Y",
                "date_input_formats": ["%d.%m.%Y", "iso-8601"], "num_proxies": null}"#,
        )
        .unwrap();
        assert_eq!((settings.page_size, settings.search_param), (Some(20), "q"));
        assert_eq!(settings.date_format, Some("%d.%m.%Y"));
        assert_eq!(settings.date_input_formats, Some(&["%d.%m.%Y", "iso-8601"][..]));
        assert_eq!((settings.ordering_param, settings.unicode_json), ("ordering", true));
    }

    #[test]
    fn times_are_seconds() {
        let time = |json: &str| read(&format!(r#"{{"read_your_writes": {json}}}"#));
        let millis = |json| time(json).unwrap().read_your_writes.map(|time| time.as_millis());
        assert_eq!(read("{}").unwrap().read_your_writes, Some(Duration::from_secs(5)));
        assert_eq!([millis("2"), millis("0.5"), millis("null")], [Some(2000), Some(500), None]);
        let told = time("-1").unwrap_err();
        assert!(told.contains("negative"), "{told}");
        assert!(time("1e300").is_err());
        let variable = ("READ_YOUR_WRITES".to_owned(), "2".to_owned());
        let settings: Settings = envy::from_iter([variable]).unwrap();
        assert_eq!(settings.read_your_writes, Some(Duration::from_secs(2)));
    }

    #[test]
    fn a_key_that_is_none_is_told() {
        let told = read(r#"{"page_sise": 20}"#).unwrap_err();
        assert!(
            told.starts_with("unknown field `page_sise`, expected one of `page_size`"),
            "{told}"
        );
    }
}
