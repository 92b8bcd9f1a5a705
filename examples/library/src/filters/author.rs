//! How authors are found.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select, prelude::Date,
};
use seaview::prelude::*;

use crate::entities::{author, book};

/// By name, by birth, by whether they have written anything.
#[derive(FilterSet)]
#[filterset(entity = author::Entity)]
pub struct AuthorFilter {
    #[filter(lookup = icontains)]
    name: String,
    #[filter(field = born, lookup = gte)]
    born_after: Date,
    #[filter(field = born, lookup = lte)]
    born_before: Date,
    #[filter(field = born, lookup = year)]
    born_year: i64,
    #[filter(method = has_books)]
    has_books: bool,
    #[filter(ordering(name, birth = born))]
    sort: String,
    email: String,
}

fn has_books(
    authors: Select<author::Entity>,
    has_books: bool,
    _: &Request,
) -> Select<author::Entity> {
    let written = book::Entity::find().select_only().column(book::Column::AuthorId).into_query();
    match has_books {
        true => authors.filter(author::Column::Id.in_subquery(written)),
        false => authors.filter(author::Column::Id.not_in_subquery(written)),
    }
}
