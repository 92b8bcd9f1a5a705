//! What is wrong with a view is said when the router is built.

use seaview::{SimpleRouter, prelude::*};

use super::{PotViewSet, WhereView, database};

#[test]
#[should_panic(
    expected = "`fail/x{kind}` is no path for `WhereView`; make each of its segments a text without \
                `?`, `#` and `*`, or a `{name}`"
)]
fn a_segment_is_captured_as_a_whole() {
    DefaultRouter::new().view("fail/x{kind}", WhereView);
}

#[test]
fn a_path_is_made_of_texts_and_captures() {
    for path in ["a?b", "a#b", "{*rest}", "{}", "{a", "a}", "a//b", "{{a}}"] {
        let refused = std::panic::catch_unwind(|| drop(SimpleRouter::new().view(path, WhereView)));
        let message = refused.expect_err(path);
        let message = message.downcast::<String>().expect("a message");
        assert!(message.contains("is no path for `WhereView`"), "{path}: {message}");
    }
}

#[test]
#[should_panic(expected = "`a/{x}/{x}` captures `x` twice for `WhereView`; rename one of them")]
fn a_name_is_captured_once_in_a_path() {
    DefaultRouter::new().view("a/{x}/{x}", WhereView);
}

#[tokio::test]
#[should_panic(
    expected = "`WhereView` has the name `where`, which another view has already; give it another \
                with `view_with_name`"
)]
async fn a_name_is_given_once() {
    let router = DefaultRouter::new().view("where", WhereView).view("where/{x}", WhereView);
    let _ = router.into_router(database().await);
}

#[tokio::test]
#[should_panic(expected = "`WhereView` has the name `pot-list`, which another view has already")]
async fn a_name_is_not_that_of_a_viewset() {
    let router = DefaultRouter::new().register("pots", PotViewSet).view("pot/list", WhereView);
    let _ = router.into_router(database().await);
}

#[tokio::test]
#[should_panic(expected = "`pots` cannot be a URL beside the others")]
async fn two_views_are_not_at_one_path() {
    let router = DefaultRouter::new().register("pots", PotViewSet).view("pots", WhereView);
    let _ = router.into_router(database().await);
}

struct MuteView;

impl ApiView for MuteView {
    const METHODS: &'static [Method] = &[];
}

#[test]
#[should_panic(expected = "`MuteView` has no methods; name those it has in `METHODS`")]
fn a_view_has_methods() {
    DefaultRouter::new().view("mute", MuteView);
}

struct HeadView;

impl ApiView for HeadView {
    const METHODS: &'static [Method] = &[Method::GET, Method::HEAD];
}

#[test]
#[should_panic(expected = "`HeadView` cannot have `HEAD` among its `METHODS`; leave it out")]
fn a_view_names_only_methods_that_it_can_have() {
    DefaultRouter::new().view("head", HeadView);
}
