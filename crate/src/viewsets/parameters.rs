//! Query parameters that nothing reads, where the settings forbid them.

use std::borrow::Cow;

use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
};

/// Refuses the parameters that neither the view's filters nor its pages nor the settings know.
pub(super) fn check_parameters(request: &Request) -> Result<()> {
    if !request.settings().forbid_unknown_parameters {
        return Ok(());
    }
    let known = known(request);
    let mut errors: Vec<(Cow<'static, str>, Detail)> = Vec::new();
    for (name, _) in request.query_params() {
        if !known.contains(&Cow::Borrowed(name)) && errors.iter().all(|(other, _)| other != name) {
            let message = format!("Unknown parameter; use some of {}.", known.join(", "));
            let error = ErrorDetail::new(message, "unknown_parameter");
            errors.push((name.clone().into(), Detail::messages(vec![error])));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Validation(Detail::Fields(errors))) }
}

fn known(request: &Request) -> Vec<Cow<'static, str>> {
    let (view, settings) = (request.view(), request.settings());
    let mut known = view.filters.parameters(request);
    let pages = view.paginator().map(|paginator| paginator.parameters()).unwrap_or_default();
    let shown = [settings.fields_param, settings.omit_param, settings.expand_param];
    let always = shown.into_iter().chain([settings.url_format_override]);
    known.extend(pages.into_iter().chain(always).map(Cow::Borrowed));
    known
}
