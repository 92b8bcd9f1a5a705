//! One row straight from the database to the answer, where nobody needs its model.
//!
//! `retrieve` shows what `get_object` finds, and `get_object` returns a model: a hook that overrides
//! it must get one to return, and one that does not is not to be slowed down by it. So `retrieve`
//! says before it asks that the row's JSON would do, and only the default body of `get_object` of
//! the same viewset hears it: it leaves the JSON here and returns an error that nobody sees. An
//! override cannot call that body, and a viewset that calls another's is not that other.

use std::{any::TypeId, sync::Mutex};

use crate::Json;

/// Where the JSON of a row is left.
#[derive(Debug, Default)]
pub(crate) struct Shortcut(Mutex<State>);

#[derive(Debug, Default)]
enum State {
    #[default]
    Closed,
    /// For the viewset of this type at this address.
    Open(TypeId, usize),
    Taken(Json),
}

impl Shortcut {
    /// Asks the default body of a viewset's `get_object` for JSON.
    pub(crate) fn open<V: 'static>(&self, viewset: &V) {
        self.set(State::Open(TypeId::of::<V>(), address(viewset)));
    }

    /// `true` if this viewset asked for JSON.
    pub(crate) fn is_open<V: 'static>(&self, viewset: &V) -> bool {
        let state = self.0.lock().ok();
        matches!(state.as_deref(), Some(State::Open(of, at)) if *of == TypeId::of::<V>() && *at == address(viewset))
    }

    /// Leaves the JSON of the row.
    pub(crate) fn take(&self, json: Json) {
        self.set(State::Taken(json));
    }

    /// The JSON, if it was left; from now on models are wanted.
    pub(crate) fn close(&self) -> Option<Json> {
        let mut state = self.0.lock().ok()?;
        match std::mem::take(&mut *state) {
            State::Taken(json) => Some(json),
            State::Closed | State::Open(..) => None,
        }
    }

    fn set(&self, new: State) {
        if let Ok(mut state) = self.0.lock() {
            *state = new;
        }
    }
}

fn address<V>(viewset: &V) -> usize {
    std::ptr::from_ref(viewset).addr()
}
