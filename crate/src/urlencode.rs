//! Queries as Python writes them.

use form_urlencoded::Serializer;

/// The text of a query: Python's `urlencode`, which spares `~` and not `*`.
pub(crate) fn urlencode<N: AsRef<str>, V: AsRef<str>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> String {
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    match query.contains("%7E") || query.contains('*') {
        true => query.replace("%7E", "~").replace('*', "%2A"),
        false => query,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_pythons() {
        assert_eq!(urlencode([("a b", "é&~*"), ("c", "")]), "a+b=%C3%A9%26~%2A&c=");
        assert_eq!(urlencode([("a", "-._")]), "a=-._");
    }
}
