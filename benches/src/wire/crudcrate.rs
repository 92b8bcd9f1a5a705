//! crudcrate's URLs: JSON in the query, PUT for partial updates.

use super::{Request, country};
use crate::{scenario::Scenario, seed::FIRST_DELETABLE, workload::Workload};

/// The `number`th request of a workload.
pub(super) fn request(workload: &Workload, number: u64) -> Request {
    let item = |id| format!("/countries/{id}");
    let page = |page, size| Request::get(format!("/countries?page={page}&per_page={size}"));
    // filter={"area_gte":…}&sort=["area","DESC"]
    let filtered = |size| {
        let area = workload.area(number);
        Request::get(format!(
            "/countries?filter=%7B%22area_gte%22%3A{area}%7D\
             &sort=%5B%22area%22%2C%22DESC%22%5D&page=1&per_page={size}"
        ))
    };
    let early = 1 + number % 10;
    match workload.scenario {
        Scenario::Retrieve => Request::get(item(workload.id(number))),
        Scenario::Page20 => page(early, 20),
        Scenario::Page100 => page(early, 100),
        Scenario::List1000 => page(1 + number % (workload.rows / 1000).clamp(1, 10), 1000),
        Scenario::Filter20 => filtered(20),
        Scenario::Filter100 => filtered(100),
        Scenario::DeepPage => page(workload.rows / 100 - number % 10, 100),
        Scenario::Cursor => Request::get("/cursored".into()),
        Scenario::Patch => {
            Request::send("PUT", item(workload.id(number)), format!("{{\"area\": {number}}}"))
        }
        Scenario::Create => Request::send("POST", "/countries".into(), country(number)),
        Scenario::Delete => Request::without_body("DELETE", item(FIRST_DELETABLE + number)),
    }
}
