//! Which hooks of a trait have their default bodies.
//!
//! A hook's future has a type of its own. That of a default body is one of this crate's, with the
//! type in it for which the trait is implemented, so that no override can return it, not even by
//! calling the default of another. So the compiler knows whether a hook was overridden, and nobody
//! has to say it.

use std::any::TypeId;

/// The type of the future of a hook with two arguments.
pub(crate) fn future_of_two<A, B, F: 'static>(_: fn(A, B) -> F) -> TypeId {
    TypeId::of::<F>()
}

/// The type of the future of a hook with three arguments.
pub(crate) fn future_of_three<A, B, C, F: 'static>(_: fn(A, B, C) -> F) -> TypeId {
    TypeId::of::<F>()
}
