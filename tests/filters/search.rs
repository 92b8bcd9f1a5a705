//! `?search=`, in words.

use std::collections::BTreeSet;

use library::entities::{book, book_tag, review, tag};
use sea_orm::EntityTrait;
use seaview::prelude::*;

use super::{ALL, films, find};
use crate::support::Client;

#[tokio::test]
async fn a_search_is_every_term_in_any_column() {
    find(&[
        ("search=ALI", &[1]),
        ("search=space", &[]),
        ("search=in", &[1]),
        ("search=sat", &[]),
        ("search=SATIRE", &[2, 5]),
        ("search=alien+in", &[1]),
        ("search=alien,in", &[1]),
        ("search=alien+brazil", &[]),
        ("search=%22in+space%22", &[1]),
        ("search=%22space+in%22", &[]),
        ("search=", ALL),
        ("search=+,+", ALL),
        ("search=alien&search=brazil", &[2]),
        ("search=100&year__lt=3000&rating=6", &[4]),
    ])
    .await;
}

#[tokio::test]
async fn a_search_for_a_null_character_is_refused() {
    let client = films().await;
    let refused = r#"["Null characters are not allowed."]"#;
    client.get("/films/?search=a%00").await.assert(400, refused);
}

#[tokio::test]
async fn a_search_has_at_most_a_hundred_terms_of_ten_thousand_bytes_in_all() {
    let client = films().await;
    let terms = |n: usize| format!("/films/?search={}", "a,".repeat(n));
    assert_eq!(client.get(&terms(100)).await.status, 200);
    let refused = r#"["Ensure there are at most 100 search terms."]"#;
    client.get(&terms(101)).await.assert(400, refused);
    let long = |n: usize| format!("/films/?search={}", "_".repeat(n));
    client.get(&long(10_000)).await.assert(200, "[]");
    let refused = r#"["Ensure this value has at most 10000 bytes (it has 10001)."]"#;
    client.get(&long(10_001)).await.assert(400, refused);
}

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct BookSerializer {
    id: i64,
    title: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = BookSerializer, search_fields(title, tags.name, reviews.text))]
struct BookViewSet;

/// A book as text: its title, its tags and its reviews, in small letters.
struct Words {
    id: i64,
    title: String,
    tags: Vec<String>,
    reviews: Vec<String>,
}

impl Words {
    /// Every term is in the title, in one tag or in one review: what one row of Django's joins has.
    fn have(&self, terms: &[&str]) -> bool {
        let none = [String::new()];
        let or_none =
            |texts: &[String]| if texts.is_empty() { none.to_vec() } else { texts.to_vec() };
        let (tags, reviews) = (or_none(&self.tags), or_none(&self.reviews));
        let mut rows = tags.iter().flat_map(|tag| reviews.iter().map(move |review| [tag, review]));
        rows.any(|[tag, review]| {
            terms
                .iter()
                .all(|term| [&self.title, tag, review].iter().any(|text| text.contains(term)))
        })
    }

    /// They are found, but not without a tag, nor without a review.
    fn need_both(&self, terms: &[&str]) -> bool {
        let without = |tags: &[String], reviews: &[String]| Self {
            id: self.id,
            title: self.title.clone(),
            tags: tags.to_vec(),
            reviews: reviews.to_vec(),
        };
        let one = without(&self.tags, &[]).have(terms) || without(&[], &self.reviews).have(terms);
        self.have(terms) && !one
    }
}

async fn books(database: &Database) -> Vec<Words> {
    let db = database.connection();
    let tags = tag::Entity::find().all(db).await.unwrap();
    let tagged = book_tag::Entity::find().all(db).await.unwrap();
    let reviews = review::Entity::find().all(db).await.unwrap();
    let books = book::Entity::find().all(db).await.unwrap();
    let words = |book: book::Model| Words {
        id: book.id,
        title: book.title.to_lowercase(),
        tags: tags
            .iter()
            .filter(|tag| tagged.iter().any(|row| (row.book_id, row.tag_id) == (book.id, tag.id)))
            .map(|tag| tag.name.to_lowercase())
            .collect(),
        reviews: reviews
            .iter()
            .filter(|review| review.book_id == book.id)
            .map(|review| review.text.to_lowercase())
            .collect(),
    };
    books.into_iter().map(words).collect()
}

/// Two or three words at a time of each book that has both tags and reviews.
fn terms_of(books: &[Words]) -> BTreeSet<Vec<&str>> {
    let mut terms = BTreeSet::new();
    for book in books.iter().filter(|book| !book.tags.is_empty() && !book.reviews.is_empty()) {
        let texts = [&book.title].into_iter().chain(&book.tags).chain(&book.reviews);
        let words = texts.flat_map(|text| text.split(|c: char| !c.is_ascii_alphabetic()));
        let words: BTreeSet<&str> = words.filter(|word| word.len() > 3).collect();
        let words: Vec<&str> = words.into_iter().collect();
        for (number, one) in words.iter().enumerate() {
            let after = |step: usize| words[(number + step) % words.len()];
            terms.insert(vec![*one, after(1)]);
            terms.insert(vec![*one, after(3)]);
            terms.insert(vec![*one, after(2), after(5)]);
        }
    }
    terms
}

#[tokio::test]
async fn terms_are_found_in_one_row_of_each_of_several_relations() {
    let database = library::open(&crate::support::url().await).await.unwrap();
    let books = books(&database).await;
    let client =
        Client::new(DefaultRouter::new().register("books", BookViewSet).into_router(database));
    let (mut crossing, mut apart) = (0, 0);
    for terms in terms_of(&books) {
        let found = books.iter().filter(|book| book.have(&terms));
        let expected: Vec<i64> = found.clone().map(|book| book.id).collect();
        crossing += found.filter(|book| book.need_both(&terms)).count();
        apart += usize::from(expected.is_empty());
        let answer = client.get(&format!("/books/?search={}", terms.join("+"))).await.json();
        let ids = answer.as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap());
        assert_eq!(ids.collect::<Vec<_>>(), expected, "{terms:?}");
    }
    assert!(crossing > 0 && apart > 0, "{crossing} {apart}: the terms try nothing");
}
