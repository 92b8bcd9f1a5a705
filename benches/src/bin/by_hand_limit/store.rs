//! Where the rows are.

use seaview_bench::{CountryInput, Error, ListParams, Slice};

/// A database that gives rows as JSON.
pub(crate) trait Store: Clone + Send + Sync + 'static {
    /// A page of the list with the count of all.
    fn page(
        &self,
        params: &ListParams,
        slice: Slice,
    ) -> impl Future<Output = Result<Page, Error>> + Send;

    /// One row.
    fn retrieve(&self, id: i64) -> impl Future<Output = Result<Option<Vec<u8>>, Error>> + Send;

    /// A new row.
    fn create(&self, input: &CountryInput) -> impl Future<Output = Result<Vec<u8>, Error>> + Send;

    /// A row with new values.
    fn update(
        &self,
        id: i64,
        input: &CountryInput,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, Error>> + Send;

    /// How many rows were removed.
    fn delete(&self, id: i64) -> impl Future<Output = Result<u64, Error>> + Send;
}

/// A page of the list.
pub(crate) struct Page {
    pub(crate) count: u64,
    /// The rows, a JSON array.
    pub(crate) results: Vec<u8>,
}
