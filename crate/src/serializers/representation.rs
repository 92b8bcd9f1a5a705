//! Objects that a serializer changes before they are shown.

use std::{any::Any, fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::value::RawValue;

use super::{Entity, table::Table};
use crate::{Json, Request, Result};

/// The members of an object on its way to the client, in their order.
#[derive(Debug, Default)]
pub struct Representation(Vec<(String, Box<RawValue>)>);

impl Representation {
    /// The value of a member as JSON text.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.get())
    }

    /// Sets a member, in its place if it is there and after the others if it is not.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) for what JSON cannot hold.
    pub fn insert(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<()> {
        let text = Json::new(value)?.into_bytes();
        let value = serde_json::from_slice(&text).map_err(crate::Error::internal)?;
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, there)) => *there = value,
            None => self.0.push((name.to_owned(), value)),
        }
        Ok(())
    }

    /// Leaves a member out.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(own, _)| own != name);
    }

    fn read(object: &[u8]) -> Self {
        serde_json::from_slice(object).unwrap_or_default()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        for (index, (name, value)) in self.0.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            crate::json::write_str(name, out);
            out.push(b':');
            out.extend_from_slice(value.get().as_bytes());
        }
        out.push(b'}');
    }
}

impl<'de> Deserialize<'de> for Representation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Representation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Representation(members))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

/// A function that changes the object of a row.
#[derive(Clone)]
pub(crate) struct Represent(Arc<Change>);

type Change = dyn Fn(&mut Representation, &dyn Any, &Request) -> Result<()> + Send + Sync;

impl Represent {
    /// Changes the object that `out` ends with, from `start` on.
    pub(super) fn apply(
        &self,
        start: usize,
        model: &dyn Any,
        request: &Request,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let mut object = Representation::read(&out[start..]);
        (self.0)(&mut object, model, request)?;
        out.truncate(start);
        object.write(out);
        Ok(())
    }
}

impl fmt::Debug for Represent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Represent")
    }
}

impl Table {
    /// Changes each object before it is shown: what overriding `to_representation` is in DRF. The
    /// function gets the members, the row and the request.
    ///
    /// Lists read all columns of their rows then, since the function may look at any.
    pub fn represent<E: Entity>(
        mut self,
        change: fn(&mut Representation, &E::Model, &Request) -> Result<()>,
    ) -> Self {
        let change =
            move |object: &mut Representation, model: &dyn Any, request: &Request| match model
                .downcast_ref::<E::Model>(
            ) {
                Some(model) => change(object, model, request),
                None => Ok(()),
            };
        self.represent = Some(Represent(Arc::new(change)));
        self
    }
}
