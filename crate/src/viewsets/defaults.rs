//! Which hooks of a viewset have their default bodies.

use super::{EntityOf, ModelOf, ModelViewSet, endpoint};
use crate::{
    Request,
    database::Database,
    hooks::{future_of_three, future_of_two},
    serializers::{self, EntityFacts, Validated},
};

/// `true` if `get_object` is the default.
pub(super) fn gets_object<V: ModelViewSet>() -> bool {
    let own = future_of_two::<&'static V, &'static Request, _>(V::get_object);
    own == future_of_two::<&'static V, &'static Request, _>(endpoint::get_object::<V>)
}

/// `true` if `perform_create` is the default.
pub(super) fn performs_create<V: ModelViewSet>() -> bool {
    let own = future_of_three::<&'static V, &'static Request, Validated<V::Serializer>, _>(
        V::perform_create,
    );
    own == future_of_two::<_, &'static Database, _>(Validated::<V::Serializer>::insert_into)
}

/// `true` if `perform_update` is the default.
pub(super) fn performs_update<V: ModelViewSet>() -> bool {
    let own = future_of_three::<&'static V, &'static Request, Validated<V::Serializer>, _>(
        V::perform_update,
    );
    own == future_of_two::<_, &'static Database, _>(Validated::<V::Serializer>::update_in)
}

/// `true` if `perform_destroy` is the default.
pub(super) fn performs_destroy<V: ModelViewSet>() -> bool {
    let own = future_of_three::<&'static V, &'static Request, ModelOf<V>, _>(V::perform_destroy);
    let default = future_of_three::<ModelOf<V>, &'static EntityFacts, &'static Database, _>(
        serializers::delete::<EntityOf<V>>,
    );
    own == default
}
