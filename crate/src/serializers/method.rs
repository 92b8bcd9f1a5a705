//! Fields that are functions of the model.

use std::{any::Any, fmt, sync::Arc};

use sea_orm::EntityTrait;

use super::{
    builder::FieldBuilder,
    field::{Source, TableField},
};
use crate::{
    Request,
    fields::{Field, FieldOptions, FieldSchema},
};

/// A function that writes a member from a row's model.
#[derive(Clone)]
pub(crate) struct Method(Arc<Write>);

type Write = dyn Fn(&dyn Any, &Request, &FieldOptions, &mut Vec<u8>) + Send + Sync;

/// A read-only field that a function makes of the row: DRF's `SerializerMethodField`.
///
/// Lists with such a field read all columns of their rows, since the function may look at any.
///
/// Source: <https://www.django-rest-framework.org/api-guide/fields/#serializermethodfield>.
pub fn method<E: EntityTrait, T: Field>(
    name: &'static str,
    function: impl Fn(&E::Model, &Request) -> T + Send + Sync + 'static,
) -> FieldBuilder<T> {
    let write = move |model: &dyn Any,
                      request: &Request,
                      options: &FieldOptions,
                      out: &mut Vec<u8>| match model.downcast_ref::<E::Model>() {
        Some(model) => function(model, request).write(options, out),
        None => out.extend_from_slice(b"null"),
    };
    let schema = FieldSchema { kind: "field", ..T::SCHEMA };
    let mut field = TableField::new(name, schema, Source::Method(Method(Arc::new(write))));
    field.read_only = true;
    FieldBuilder::new(field)
}

impl Method {
    pub(super) fn write(
        &self,
        model: &dyn Any,
        request: &Request,
        options: &FieldOptions,
        out: &mut Vec<u8>,
    ) {
        (self.0)(model, request, options, out);
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Method")
    }
}
