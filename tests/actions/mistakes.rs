//! Declarations of actions that make no sense, found when the router is built.

use seaview::{
    prelude::*,
    viewsets::{ExtraAction, on_collection},
};

use super::book;

/// Two actions, as the paths say.
#[derive(ViewSet)]
#[viewset(serializer = book::Model)]
struct TwiceViewSet<const SAME: bool>;

impl<const SAME: bool> ModelViewSet for TwiceViewSet<SAME> {
    fn extra_actions() -> Vec<ExtraAction<Self>> {
        let action = |name| ExtraAction::list(name, |v, r| on_collection(v, r, Self::answer));
        match SAME {
            true => vec![action("one").url_path("same"), action("two").url_path("/same/")],
            false => vec![action("one").url_path("a?b")],
        }
    }
}

impl<const SAME: bool> TwiceViewSet<SAME> {
    async fn answer(&self, _: &Request) -> Result {
        Response::json("an answer")
    }
}

async fn build<V: ModelViewSet>(viewset: V) {
    let database = crate::support::database().await;
    let _ = DefaultRouter::new().register("books", viewset).into_router(database);
}

#[tokio::test]
#[should_panic(
    expected = "`one` and `two` of `TwiceViewSet` are both GET on `same`; give one of them another \
                `url_path`"
)]
async fn two_actions_are_not_one_method_of_a_path() {
    build(TwiceViewSet::<true>).await;
}

#[tokio::test]
#[should_panic(
    expected = "`a?b` is no `url_path` for `one`; make it a path without `?`, `#` and `*`"
)]
async fn the_path_of_an_action_is_a_path() {
    build(TwiceViewSet::<false>).await;
}
