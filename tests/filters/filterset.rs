//! Filters by column, each with its lookup.

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Set};
use seaview::prelude::*;

use super::{ALL, film, films, find, ids};
use crate::support::Client;

#[tokio::test]
async fn numbers_are_compared_as_decimals() {
    find(&[
        ("year=2020", &[3, 4]),
        ("year=2020.0", &[3, 4]),
        ("year=1979.9", &[1]),
        ("year=1.979e3", &[1]),
        ("year=%20%2B1979%20", &[1]),
        ("year=1_979", &[1]),
        ("year=19__79", &[1]),
        ("year=%D9%A1%D9%A9%D9%A7%D9%A9", &[1]),
        ("year__gt=1985", &[3, 4, 5]),
        ("year__gt=1984.5", &[2, 3, 4, 5]),
        ("year__gte=1985.5", &[2, 3, 4, 5]),
        ("year__lt=1985.5", &[1]),
        ("year__gte=1985", &[2, 3, 4, 5]),
        ("year__lt=1985", &[1]),
        ("year__lte=1985", &[1, 2]),
        ("year__gt=1979&year__lt=2020", &[2, 5]),
        ("rating=6", &[4]),
        ("rating__gte=6.0", &[1, 4]),
    ])
    .await;
}

#[tokio::test]
async fn numbers_beyond_every_column_find_nothing_or_everything() {
    find(&[
        ("votes=9223372036854775807", &[1]),
        ("votes=-9223372036854775808", &[3]),
        ("votes__gt=9223372036854775806", &[1]),
        ("votes__gt=9223372036854775808", &[]),
        ("votes__lt=-9223372036854775807", &[3]),
        ("votes__lt=18446744073709551616", ALL),
        ("votes__gt=-99999999999999999999999999999999999999999999", ALL),
        ("votes=1e49", &[]),
        ("votes=-1e300", &[]),
        ("votes=-1e400", &[]),
        ("votes__in=1e50,5,-1e300", &[4]),
        ("year=32768", &[]),
        ("year=-32769", &[]),
        ("year__lt=40000", ALL),
        ("year__gt=-40000", ALL),
        ("id=170141183460469231731687303715884105728", &[]),
        ("rating__gte=-1.7976931348623157e308", &[1, 3, 4, 5]),
    ])
    .await;
}

#[tokio::test]
async fn a_narrow_float_is_equal_to_what_was_written_into_it() {
    let client = films().await;
    assert_eq!(client.patch("/films/1/", r#"{"score":0.1}"#).await.status, 200);
    for query in ["score=0.1", "score=1e-1", "score__in=0.1,7", "score__lte=0.1"] {
        assert_eq!(ids(&client, query).await, [1], "{query}");
    }
    assert!(ids(&client, "score__gt=0.1").await.is_empty());
    assert!(ids(&client, "score=1e49").await.is_empty());
}

#[tokio::test]
async fn text_is_compared_in_eight_ways() {
    find(&[
        ("title=Alien", &[1]),
        ("title=alien", &[]),
        ("title=%20Alien%20", &[1]),
        ("title__iexact=aLIEN", &[1]),
        ("title__iexact=alie", &[]),
        ("title__contains=lie", &[1]),
        ("title__icontains=LIE", &[1]),
        ("title__startswith=100", &[3, 4]),
        ("title__istartswith=AL", &[1]),
        ("title__endswith=zil", &[2]),
        ("title__iendswith=ZIL", &[2]),
        ("title__in=Alien,Brazil", &[1, 2]),
        ("type=satire", &[2, 5]),
        ("note=in+space", &[1]),
    ])
    .await;
}

#[tokio::test]
async fn wildcards_in_filters_and_searches_stand_for_themselves() {
    find(&[
        ("title__icontains=0%25", &[3]),
        ("title__startswith=100%25", &[3]),
        ("title__iexact=%25", &[]),
        ("title__iexact=A____", &[]),
        ("title__contains=%5C", &[5]),
        ("title__endswith=%5Ctemp", &[5]),
        ("search=%25", &[3]),
        ("search=a_b", &[3]),
        ("search=%5C", &[5]),
        ("search=%5C%25", &[]),
    ])
    .await;
}

#[tokio::test]
async fn a_comma_list_is_one_of_its_items_and_empty_ones_are_dropped() {
    find(&[
        ("year__in=1979,1985", &[1, 2]),
        ("year__in=1979,", &[1]),
        ("year__in=,,1985%20", &[2]),
        ("year__in=,", &[]),
        ("title__in=nothing", &[]),
        ("released__in=true,maybe", &[1, 4, 5]),
    ])
    .await;
}

#[tokio::test]
async fn booleans_are_words_and_digits_and_others_filter_nothing() {
    find(&[
        ("released=true", &[1, 4, 5]),
        ("released=1", &[1, 4, 5]),
        ("released=FALSE", &[2]),
        ("released=0", &[2]),
        ("released=maybe", ALL),
        ("released=2", ALL),
        ("released__isnull=true", &[3]),
        ("released__isnull=False", &[1, 2, 4, 5]),
        ("rating__isnull=1", &[2]),
        ("note__isnull=yes", ALL),
    ])
    .await;
}

#[tokio::test]
async fn empty_and_unknown_parameters_filter_nothing_and_the_last_of_repeated_ones_counts() {
    find(&[
        ("", ALL),
        ("year=", ALL),
        ("title=%20", ALL),
        ("year__gte", ALL),
        ("colour=red", ALL),
        ("title__regex=A", ALL),
        ("year=1979&year=1985", &[2]),
        ("year=1979&year=", ALL),
        ("year=2020&type=cartoon&rating=6", &[4]),
    ])
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_each_filter_is_said_at_once() {
    let client = films().await;
    client.get("/films/?votes=0x10&year__gt=x&released=maybe&title=%00").await.assert(
        400,
        concat!(
            r#"{"title":["Null characters are not allowed."],"#,
            r#""year__gt":["Enter a number."],"votes":["Enter a number."]}"#
        ),
    );
    for value in ["nan", "inf", "-Infinity", "1,5", "true", "--1"] {
        let answer = client.get(&format!("/films/?year={value}")).await;
        answer.assert(400, r#"{"year":["Enter a number."]}"#);
    }
    let refused = r#"{"votes":["Ensure this value is less than or equal to 1e+50."]}"#;
    for value in ["1.1e50", "1e400"] {
        client.get(&format!("/films/?votes={value}")).await.assert(400, refused);
    }
    client.get("/films/?year__in=1979,x").await.assert(400, r#"{"year__in":["Enter a number."]}"#);
}

#[tokio::test]
async fn no_collation_takes_one_text_for_another() {
    let database = super::database().await;
    let db = database.connection();
    if database.backend() == DbBackend::MySql {
        let lax = "ALTER TABLE film CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";
        db.execute_unprepared(lax).await.expect("another collation");
    }
    let mut near = film::ActiveModel {
        title: Set("Alien ".to_owned()),
        year: Set(1),
        votes: Set(0),
        r#type: Set(String::new()),
        ..Default::default()
    };
    film::Entity::insert(near.clone()).exec(db).await.expect("a film");
    near.title = Set("Ålien".to_owned());
    film::Entity::insert(near).exec(db).await.expect("a film");
    let client = Client::new(
        DefaultRouter::new().register("films", super::FilmViewSet).into_router(database.clone()),
    );
    for (query, found) in [
        ("title=Alien", &[1][..]),
        ("title=alien", &[]),
        ("title=%C3%85lien", &[7]),
        ("title__in=alien,brazil,Alien", &[1]),
        ("title__iexact=alien", &[1]),
        ("title__icontains=ALIEN", &[1, 6]),
        ("title__istartswith=al", &[1, 6]),
        ("title__iendswith=lien", &[1, 7]),
        ("type=SATIRE", &[]),
        ("search=alien", &[1, 6]),
    ] {
        let mut ids = ids(&client, query).await;
        ids.sort_unstable();
        assert_eq!(ids, found, "{query}");
    }
    if database.backend() != DbBackend::Sqlite {
        for (query, found) in [
            ("title__contains=lien", &[1, 6, 7][..]),
            ("title__contains=LIEN", &[]),
            ("title__startswith=al", &[]),
            ("title__endswith=EN", &[]),
            ("title__iexact=%C3%A5lien", &[7]),
        ] {
            let mut ids = ids(&client, query).await;
            ids.sort_unstable();
            assert_eq!(ids, found, "{query}");
        }
    }
}
