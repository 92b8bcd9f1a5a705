//! Several new objects in one body: DRF's `many=True` on the way in.

use sea_orm::{ActiveModelTrait, DatabaseExecutor};

use super::{
    Entity, ModelSerializer, Serializer, Validated,
    class::{Filled, Of},
    draft::{Draft, Reading, Target, non_field},
    save::Executor,
    validated::{Model, begin},
    whole_object,
};
use crate::{
    Error, Json, Request, Result,
    error::{Detail, ErrorDetail},
    fields::Input,
};

impl<E: Entity> Serializer<'_, E> {
    /// Checks a list of new rows. [`Validated::insert_all`] inserts them, all or none.
    ///
    /// # Errors
    /// [`Error::Validation`] with the errors of each object that has some, by its place in the
    /// list; whatever the parsers find.
    pub async fn validate_many<S>(&self) -> Result<Vec<Validated<S>>>
    where
        S: ModelSerializer<Entity = E>,
    {
        let input = Input::from_data(self.request.data().await?);
        let Some(items) = input.items() else { return Err(not_a_list(&input, self.request)) };
        let (mut valid, mut failed) = (Vec::with_capacity(items.len()), Vec::new());
        for (place, item) in items.into_iter().enumerate() {
            match self.validate_item(item).await {
                Ok(item) => valid.push(item.of_serializer()),
                Err(Error::Validation(detail)) => failed.push((place.to_string().into(), detail)),
                Err(error) => return Err(error),
            }
        }
        match failed.is_empty() {
            true => Ok(valid),
            false => Err(Error::Validation(Detail::Fields(failed))),
        }
    }

    async fn validate_item(&self, item: Input<'_>) -> Result<Validated<Of<E>>> {
        if let Input::Null = item {
            let null = ErrorDetail::new("This field may not be null.", "null");
            return Err(Error::Validation(Detail::messages(vec![null])));
        }
        let (table, request) = (self.class.table, self.request);
        let draft = Draft::of_input(table, item, Reading { request, partial: false, new: true })?;
        let values = table.validate_draft(draft, Target::New, request).await?;
        let active = <E::ActiveModel as ActiveModelTrait>::default();
        let filled = Filled { active, values, new: true, partial: false };
        (self.class.validate)(filled, request).await.map_err(whole_object(request))
    }

    /// The JSON array of these rows.
    ///
    /// # Errors
    /// As [`Serializer::to_representation`].
    pub async fn many_of(&self, rows: &[E::Model]) -> Result<Json> {
        let mut out = vec![b'['];
        for row in rows {
            if out.len() > 1 {
                out.push(b',');
            }
            out.extend_from_slice(self.to_representation(row).await?.as_bytes());
        }
        out.push(b']');
        Ok(Json::from_bytes(out))
    }
}

impl<S: ModelSerializer> Validated<S> {
    /// Inserts all rows with what is nested in them, or none.
    ///
    /// # Errors
    /// As [`Validated::insert`].
    pub async fn insert_all<'c>(
        rows: Vec<Self>,
        db: impl Into<DatabaseExecutor<'c>>,
    ) -> Result<Vec<Model<S>>> {
        let transaction = begin(&db.into()).await?;
        let inside = DatabaseExecutor::Transaction(&transaction);
        let executor = Executor::from(&inside);
        let mut models = Vec::with_capacity(rows.len());
        for row in rows {
            models.push(row.write(&executor, true).await?);
        }
        transaction.commit().await?;
        Ok(models)
    }
}

fn not_a_list(input: &Input<'_>, request: &Request) -> Error {
    let error = match input {
        Input::Null => ErrorDetail::new("No data provided", "null"),
        other => {
            let name = other.type_name();
            let message = format!("Expected a list of items but got type \"{name}\".");
            ErrorDetail::new(message, "not_a_list")
        }
    };
    Error::Validation(non_field(vec![error], request.settings()))
}
