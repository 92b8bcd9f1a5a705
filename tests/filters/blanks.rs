//! Blanks in the values of parameters, as django-filter and its form fields take them.

use crate::support::Client;

async fn client() -> Client {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    Client::new(library::app(database))
}

async fn count(client: &Client, path: &str) -> u64 {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()["count"].as_u64().expect("a count")
}

#[tokio::test]
async fn blanks_are_no_text_but_a_bad_number() {
    let client = client().await;
    let all = count(&client, "/api/books/").await;
    for parameter in ["title", "title__icontains", "isbn", "uuid", "publisher__slug"] {
        assert_eq!(count(&client, &format!("/api/books/?{parameter}=%20")).await, all);
    }
    let unavailable = "Select a valid choice. That choice is not one of the available choices.";
    for (query, message) in [
        ("pages=%20", "Enter a number."),
        ("price=%0A", "Enter a number."),
        ("rating__gte=%C2%A0", "Enter a number."),
        ("published__year=%20", "Enter a number."),
        ("published__month=%20", "Enter a number."),
        ("published=%20", "Enter a valid date."),
        ("published_at__lt=%20", "Enter a valid date/time."),
        ("author=%20", unavailable),
        ("author__in=1,%20", unavailable),
        ("pages__in=1,%20,2", "Enter a number."),
        ("pages__range=%20,2", "Enter a number."),
        ("published__range=,%20", "Enter a valid date."),
    ] {
        let parameter = query.split('=').next().unwrap_or_default();
        let error = format!(r#"{{"{parameter}":["{message}"]}}"#);
        client.get(&format!("/api/books/?{query}")).await.assert(400, &error);
    }
}

#[tokio::test]
async fn blanks_around_a_value_are_cut_off_unless_it_is_one_of_several_words() {
    let client = client().await;
    let all = count(&client, "/api/books/").await;
    for (query, same) in [
        ("pages=%20183%20", "pages=183"),
        ("pages__in=183%20,,%0A96", "pages__in=183,96"),
        ("author__in=1,,2", "author__in=1,2"),
        ("isbn=%209780000000001%0A", "isbn=9780000000001"),
    ] {
        let counts = [query, same].map(|query| format!("/api/books/?{query}"));
        assert_eq!(count(&client, &counts[0]).await, count(&client, &counts[1]).await, "{query}");
    }
    assert_eq!(count(&client, "/api/books/?binding__in=%20").await, 0);
    for words in ["in_print=%20true", "in_print=1%20", "author__born__isnull=true%20"] {
        assert_eq!(count(&client, &format!("/api/books/?{words}")).await, all, "{words}");
    }
    assert_ne!(count(&client, "/api/books/?in_print=true").await, all);
}

#[tokio::test]
async fn a_number_is_a_decimal_and_nothing_more() {
    let client = client().await;
    for text in ["10%20.0", "1%20.", "1.%200", "--1", "1e"] {
        let refused = r#"{"pages":["Enter a number."]}"#;
        client.get(&format!("/api/books/?pages={text}")).await.assert(400, refused);
    }
    assert_eq!(count(&client, "/api/books/?pages=1_8_3.0").await, 1);
}

#[tokio::test]
async fn blanks_are_a_part_of_the_names_that_a_filter_orders_by() {
    let client = client().await;
    for (sort, wrong) in [("%20name", " name"), ("name,%20-birth", " -birth"), ("%20", " ")] {
        let message =
            format!("Select a valid choice. {wrong} is not one of the available choices.");
        let error = format!(r#"{{"sort":["{message}"]}}"#);
        client.get(&format!("/api/authors/?sort={sort}")).await.assert(400, &error);
    }
    let sorted = client.get("/api/authors/?sort=,name,,").await.json();
    assert_eq!(sorted["results"], client.get("/api/authors/?sort=name").await.json()["results"]);
    // DRF's own filter looks over them.
    let cars = client.get("/api/cars/?ordering=%20year%0A,").await;
    assert_eq!(cars.text(), client.get("/api/cars/?ordering=year").await.text());
}
