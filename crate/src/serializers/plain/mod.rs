//! Serializers of ordinary structs: no entity, no table.

mod object;
mod value;

use std::{any::Any, future::Future};

pub use object::{ValueFields, Values};
pub use value::{ValueBuilder, ValueField, value};

use crate::{
    Field, Json, Request, Result,
    error::ValidationError,
    fields::{FieldSchema, FormSpelling, Input},
};

/// An ordinary struct as input and output: DRF's `Serializer`, as against its `ModelSerializer`.
///
/// `#[derive(Serializer)]` writes it, together with [`Field`], so that such a struct is also the
/// type of a field: nested in another, in lists and dictionaries, and in a JSON column.
///
/// ```
/// use seaview::prelude::*;
///
/// #[derive(Clone, Serializer)]
/// struct Message {
///     #[serializer(max_length = 100)]
///     subject: String,
///     text: String,
///     #[serializer(default = false)]
///     cc_myself: bool,
/// }
///
/// async fn send(request: &Request) -> Result {
///     let message = Message::from_request(request).await?;
///     Ok(Response::ok(message.to_representation()))
/// }
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/serializers/>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a serializer",
    label = "not a serializer",
    note = "add `#[derive(Serializer)]` to `{Self}`"
)]
pub trait Serializer: Field {
    /// The fields.
    fn fields() -> &'static ValueFields;

    /// The values of the fields, in their order.
    fn values(&self) -> Vec<&dyn Any>;

    /// The struct of these values; `None` if they are those of another.
    fn assemble(values: &mut Values) -> Option<Self>;

    /// A check of the whole, run when all fields are valid; it may change them. DRF's `validate`.
    ///
    /// # Errors
    /// What is wrong with the whole, or with the fields that [`ValidationError::field`] names.
    fn validate(self) -> Result<Self, ValidationError> {
        Ok(self)
    }

    /// What the client sent: DRF's `is_valid(raise_exception=True)`.
    ///
    /// # Errors
    /// [`Error::Validation`](crate::Error::Validation) with the errors of all fields, in their
    /// order; whatever the parsers find.
    fn from_request(request: &Request) -> impl Future<Output = Result<Self>> + Send {
        async move {
            let read = object::read(Input::from_data(request.data().await?), None, false);
            read.map_err(|detail| object::error(detail, request.settings()))
        }
    }

    /// What the client sent, over these values: what is not sent keeps its value. With `partial`,
    /// as in a PATCH, nothing needs to be sent, nor do the defaults apply. A nested object that
    /// is sent is replaced as a whole.
    ///
    /// # Errors
    /// As [`Serializer::from_request`].
    fn update_from(
        &self,
        request: &Request,
        partial: bool,
    ) -> impl Future<Output = Result<Self>> + Send {
        async move {
            let read = object::read(Input::from_data(request.data().await?), Some(self), partial);
            read.map_err(|detail| object::error(detail, request.settings()))
        }
    }

    /// The JSON of the fields that are shown. A field that is `None` and may not be null was not
    /// sent, and is left out.
    fn to_representation(&self) -> Json {
        let mut out = Vec::new();
        write(self, &mut out);
        Json::from_bytes(out)
    }
}

/// The [`Field::SCHEMA`] of a serializer.
pub const fn schema<S: Serializer>() -> FieldSchema {
    FieldSchema {
        form: FormSpelling::Members,
        children: Some(|| S::fields().describe()),
        ..FieldSchema::new("nested object")
    }
}

/// The [`Field::parse`] of a serializer.
///
/// # Errors
/// The errors of all fields, in their order.
pub fn parse<S: Serializer>(input: Input<'_>) -> Result<S, ValidationError> {
    object::read(input, None, false).map_err(ValidationError::from)
}

/// The [`Field::write`] of a serializer.
pub fn write<S: Serializer>(value: &S, out: &mut Vec<u8>) {
    S::fields().write(&value.values(), out);
}
