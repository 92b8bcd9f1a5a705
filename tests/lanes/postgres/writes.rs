//! Rows and errors of one way are those of the other.

use super::{number, run};
use crate::lanes::{each_reads_what_the_other_wrote, notes_in, said, server};

#[tokio::test]
async fn what_one_request_writes_the_next_one_reads_either_way() {
    let Some(database) = server().await else { return };
    let (_, clients) = notes_in(database).await;
    each_reads_what_the_other_wrote(&clients).await;
}

#[tokio::test]
async fn refusals_are_alike() {
    let Some(database) = server().await else { return };
    let (database, clients) = notes_in(database).await;
    run(&database, "CREATE TABLE star (id INT PRIMARY KEY); INSERT INTO star VALUES (3)").await;
    run(&database, "ALTER TABLE note ADD FOREIGN KEY (stars) REFERENCES star (id)").await;
    run(
        &database,
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF new.title = 'late' THEN new.title = 'taken'; END IF; RETURN new; END $$; \
         CREATE TRIGGER late BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION late()",
    )
    .await;
    clients[0].post("/notes/", r#"{"title":"taken","stars":3}"#).await;
    let mut answers = Vec::new();
    for client in &clients {
        answers.push(vec![
            said(&client.post("/notes/", r#"{"title":"taken"}"#).await),
            // Validation finds nothing wrong, the database does.
            said(&client.post("/notes/", r#"{"title":"late"}"#).await),
            said(&client.post("/notes/", r#"{"title":"b","stars":4}"#).await),
            said(&client.patch("/notes/1/", r#"{"stars":4}"#).await),
            said(&client.post("/notes/", r#"{"title":"a\u0000b"}"#).await),
            said(&client.patch("/notes/9/", r#"{"title":"x"}"#).await),
            said(&client.delete("/notes/9/").await),
            said(&client.get("/notes/?stars=x").await),
            said(&client.get("/notes/99999999999999999999/").await),
            said(&client.get("/notes/?stars__gte=99999999999").await),
        ]);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][1].1, r#"{"title":["note with this title already exists."]}"#);
    assert_eq!(number(&database, "SELECT COUNT(*) FROM note").await, 1);
}

#[tokio::test]
async fn tables_may_change_behind_the_back_of_prepared_statements() {
    let Some(database) = server().await else { return };
    let (database, clients) = notes_in(database).await;
    clients[0].post("/notes/", r#"{"title":"a","stars":1}"#).await;
    let both = async |path: &str| {
        let [own, other] = [said(&clients[0].get(path).await), said(&clients[1].get(path).await)];
        assert_eq!(own, other, "{path}");
        own.0
    };
    assert_eq!(both("/notes/1/").await, 200);
    run(&database, "ALTER TABLE note ADD COLUMN colour TEXT").await;
    run(&database, "CREATE INDEX stars ON note (stars)").await;
    assert_eq!(both("/notes/1/").await, 200);
    run(&database, "ALTER TABLE note RENAME COLUMN stars TO points").await;
    assert_eq!((both("/notes/1/").await, both("/notes/").await), (500, 500));
    run(&database, "ALTER TABLE note RENAME COLUMN points TO stars").await;
    assert_eq!((both("/notes/1/").await, both("/notes/").await), (200, 200));
    let patched = clients[0].patch("/notes/1/", r#"{"title":"b"}"#).await;
    // What was prepared would return another type now.
    run(&database, "ALTER TABLE note ALTER COLUMN title TYPE CHAR(3)").await;
    for path in ["/notes/1/", "/notes/"] {
        assert_eq!(clients[0].get(path).await.status, 200, "{path}");
    }
    let again = clients[0].patch("/notes/1/", r#"{"title":"b"}"#).await;
    assert_eq!((patched.status.as_u16(), again.status.as_u16()), (200, 200));
    run(&database, "DROP TABLE note").await;
    assert_eq!(both("/notes/1/").await, 500);
}
