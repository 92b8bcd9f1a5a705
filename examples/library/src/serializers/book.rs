//! Books on the wire.

use sea_orm::prelude::{Date, DateTimeUtc, Decimal, Json, Uuid};
use seaview::prelude::*;

use crate::entities::{
    author,
    book::{self, Binding, Language},
    publisher, review, tag,
};

/// A book, with its author as an object and its tags as keys.
#[derive(ModelSerializer)]
#[serializer(entity = book::Entity, validate = check_book)]
pub struct BookSerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(read_only)]
    uuid: Uuid,
    #[serializer(validate = no_forbidden_word)]
    title: String,
    #[serializer(pattern(r"^(\d{9}[\dX]|\d{13})$", "Enter a valid ISBN-10 or ISBN-13."))]
    isbn: String,
    #[serializer(source = pages, min_value = 1, max_value = 5000)]
    page_count: i64,
    #[serializer(min_value = 0)]
    price: Decimal,
    #[serializer(min_value = 0, max_value = 5)]
    rating: Option<f64>,
    published: Date,
    published_at: Option<DateTimeUtc>,
    in_print: bool,
    binding: Binding,
    #[serializer(source = binding, display)]
    binding_label: String,
    language: Language,
    metadata: Option<Json>,
    #[serializer(nested)]
    author: AuthorNameSerializer,
    #[serializer(write_only)]
    author_id: i64,
    #[serializer(related = publisher::Entity, slug_field = slug)]
    publisher: Option<String>,
    #[serializer(related = tag::Entity, required = false)]
    tags: Vec<i64>,
    #[serializer(related = tag::Entity, string)]
    tag_names: Vec<String>,
    #[serializer(related = review::Entity, count)]
    review_count: i64,
    #[serializer(read_only)]
    created: DateTimeUtc,
}

/// Who wrote a book.
#[derive(ModelSerializer)]
#[serializer(entity = author::Entity)]
pub struct AuthorNameSerializer {
    id: i64,
    name: String,
}

fn no_forbidden_word(title: String) -> Result<String, ValidationError> {
    if title.to_lowercase().contains("forbidden") {
        return Err("Title may not contain the word 'forbidden'.".into());
    }
    Ok(title)
}

/// What was not sent is as it is stored.
async fn check_book(book: &mut Validated<BookSerializer>, _: &Request) -> Result<()> {
    let ebook = book.binding.try_as_ref() == Some(&Binding::Ebook);
    if ebook && book.pages.try_as_ref().is_some_and(|pages| *pages > 2000) {
        return Err(Error::validation("An e-book may not have more than 2000 pages."));
    }
    let published_at = book.published_at.try_as_ref().copied().flatten();
    let published = book.published.try_as_ref().copied();
    if published_at.map(|moment| moment.date_naive()) < published && published_at.is_some() {
        let message = "Publication time is before the publication date.";
        return Err(ValidationError::field("published_at", message).into());
    }
    Ok(())
}
