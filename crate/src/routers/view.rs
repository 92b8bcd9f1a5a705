//! A plain view at a path, before the router is built.

use std::{any::type_name, sync::Arc};

use http::Method;

use crate::{
    Action,
    metadata::determine_metadata,
    naming::{type_base_name, view_name},
    views::{
        ApiView, Binding, Handler, PlainView, Policies, ResolvedPolicies, StatedPolicies, View,
    },
};

/// The facts of a plain view, without its type.
pub(super) struct ViewRegistration {
    pub(super) path: String,
    /// The name for `Request::reverse`.
    pub(super) name: String,
    pub(super) type_name: &'static str,
    display_name: String,
    description: &'static str,
    methods: &'static [Method],
    action: Action,
    policies: StatedPolicies,
    handler: Arc<dyn Handler>,
}

impl ViewRegistration {
    #[track_caller]
    pub(super) fn new<V: ApiView>(path: &str, view: V, name: Option<&str>) -> Self {
        let type_name = type_base_name(type_name::<V>());
        let display_name = if V::NAME.is_empty() { view_name(type_name) } else { V::NAME.into() };
        check_path(path, type_name);
        check_methods(V::METHODS, type_name);
        let view = PlainView(view);
        Self {
            path: path.trim_matches('/').to_owned(),
            name: name.map_or_else(|| name_of(path, &display_name), str::to_owned),
            type_name,
            display_name,
            description: V::DESCRIPTION,
            methods: V::METHODS,
            action: PlainView::<V>::action(),
            policies: view.policies(),
            handler: Arc::new(view),
        }
    }

    pub(super) fn view(&self, defaults: &Policies) -> View {
        let policies = ResolvedPolicies::new(self.policies.clone().or(defaults));
        let bind = |method: &Method| Binding {
            method: method.clone(),
            action: self.action,
            policies: Arc::clone(&policies),
        };
        View::new(
            self.display_name.clone(),
            self.description,
            Arc::clone(&policies),
            self.methods.iter().map(bind).collect(),
            Arc::clone(&self.handler),
            determine_metadata,
        )
    }
}

/// The text of a path: `fail` of `fail/{kind}`, `a-b` of `a/{x}/b`; for a path without text, the
/// words of the view's own name.
fn name_of(path: &str, display_name: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let text: Vec<_> = segments.filter(|segment| !segment.starts_with('{')).collect();
    match text.is_empty() {
        true => display_name.to_lowercase().replace(' ', "-"),
        false => text.join("-"),
    }
}

#[track_caller]
fn check_path(path: &str, view: &str) {
    let bare = path.trim_matches('/');
    let mut captures = Vec::new();
    for segment in bare.split('/').filter(|_| !bare.is_empty()) {
        let inner = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let name = inner.unwrap_or(segment);
        assert!(
            !name.is_empty() && !name.contains(['{', '}', '?', '#', '*']),
            "`{path}` is no path for `{view}`; make each of its segments a text without `?`, `#` \
             and `*`, or a `{{name}}`"
        );
        assert!(
            inner.is_none() || !captures.contains(&name),
            "`{path}` captures `{name}` twice for `{view}`; rename one of them"
        );
        captures.extend(inner);
    }
}

#[track_caller]
fn check_methods(methods: &[Method], view: &str) {
    let known = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    assert!(!methods.is_empty(), "`{view}` has no methods; name those it has in `METHODS`");
    if let Some(other) = methods.iter().find(|method| !known.contains(method)) {
        panic!("`{view}` cannot have `{other}` among its `METHODS`; leave it out");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_named_after_the_text_of_its_path() {
        for (path, name) in [
            ("echo", "echo"),
            ("/echo-json/", "echo-json"),
            ("fail/{kind}", "fail"),
            ("versions/{version}/ping", "versions-ping"),
            ("{kind}", "who-am-i"),
            ("", "who-am-i"),
        ] {
            assert_eq!(name_of(path, "Who Am I"), name, "{path}");
        }
    }
}
