//! Which hooks of a viewset have their default bodies.

use super::{ModelOf, ModelViewSet, endpoint, mixins};
use crate::{
    Request,
    hooks::{future_of_three, future_of_two},
    serializers::Validated,
};

/// `true` if `get_object` is the default.
pub(super) fn gets_object<V: ModelViewSet>() -> bool {
    let own = future_of_two::<&'static V, &'static Request, _>(V::get_object);
    own == future_of_two::<&'static V, &'static Request, _>(endpoint::get_object::<V>)
}

/// `true` if `perform_create` is the default.
pub(super) fn performs_create<V: ModelViewSet>() -> bool {
    type Input<V> = Validated<<V as super::ViewSet>::Serializer>;
    let own = future_of_three::<&'static V, &'static Request, Input<V>, _>(V::perform_create);
    own == future_of_three::<&'static V, &'static Request, Input<V>, _>(mixins::perform_create)
}

/// `true` if `perform_update` is the default.
pub(super) fn performs_update<V: ModelViewSet>() -> bool {
    type Input<V> = Validated<<V as super::ViewSet>::Serializer>;
    let own = future_of_three::<&'static V, &'static Request, Input<V>, _>(V::perform_update);
    own == future_of_three::<&'static V, &'static Request, Input<V>, _>(mixins::perform_update)
}

/// `true` if `perform_destroy` is the default.
pub(super) fn performs_destroy<V: ModelViewSet>() -> bool {
    let own = future_of_three::<&'static V, &'static Request, ModelOf<V>, _>(V::perform_destroy);
    own == future_of_three::<&'static V, &'static Request, ModelOf<V>, _>(mixins::perform_destroy)
}
