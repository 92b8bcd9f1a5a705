//! Replays exchanges recorded from Django REST framework against a router, in process.
//!
//! The recordings are `tests/conformance/cases/*.json`, and the rules of comparison are those of
//! `tests/conformance/run.py`. The router must hold exactly the rows of `fixtures.json`.

mod body;
mod case;
mod check;
mod differences;
mod headers;
mod json;
mod matcher;
mod members;
mod number;
mod reply;
mod report;
mod request;
mod suite;
mod variables;

use axum::Router;

pub use case::Case;
pub use differences::Level;
pub use report::{Outcome, Report};
pub use suite::Suite;

use case::Step;
use differences::Differences;
use reply::Reply;
use variables::Variables;

/// Scheme and host of the router under test; absolute links start with it.
pub const BASE: &str = "http://testserver";

/// Plays every case of `suite` against `app`: those that only read first, then those that write.
///
/// All three levels are counted; `level` is the one whose differences the report shows.
pub async fn replay(suite: &Suite, app: Router, level: Level) -> Report {
    let mut report = Report::new(level);
    for case in suite.in_order() {
        report.add(Outcome { id: case.id.clone(), differences: play(case, &app).await });
    }
    report
}

/// A step without an answer, or one that captures nothing, ends its case.
async fn play(case: &Case, app: &Router) -> Differences {
    let mut variables = Variables::new(BASE);
    let mut found = Differences::default();
    for (index, step) in case.steps.iter().enumerate() {
        let request = &step.request;
        let path: String = request.path.chars().take(70).collect();
        let label = format!("step {} {} {path}", index + 1, request.method);
        let (differences, problem) = take(step, app, &mut variables).await;
        found.append(differences.labelled(&label));
        if let Some(problem) = problem {
            found.append(Differences::in_status(problem).labelled(&label));
            break;
        }
    }
    found
}

/// The differences of one step, and what keeps the next one from being played.
async fn take(
    step: &Step,
    app: &Router,
    variables: &mut Variables,
) -> (Differences, Option<String>) {
    let request = match request::build(&step.request, variables) {
        Ok(request) => request,
        Err(problem) => return (Differences::default(), Some(problem)),
    };
    let reply = match Reply::to(request, app.clone()).await {
        Ok(reply) => reply,
        Err(problem) => return (Differences::default(), Some(problem)),
    };
    let captured = variables.capture(&step.capture, &reply);
    let (differences, checked) = match check::check(&step.expect, &reply, variables) {
        Ok(differences) => (differences, Ok(())),
        Err(error) => (Differences::default(), Err(error)),
    };
    let problem = captured.and(checked).err();
    (differences, problem.map(String::from))
}
