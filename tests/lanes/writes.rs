//! Rows and errors of one way are those of the other.

use sea_orm::{ConnectionTrait, TransactionTrait};

use super::{each_reads_what_the_other_wrote, notes, said};

#[tokio::test]
async fn what_one_request_writes_the_next_one_reads_either_way() {
    let (_, clients) = notes().await;
    each_reads_what_the_other_wrote(&clients).await;
}

#[tokio::test]
async fn refusals_are_alike() {
    let (database, clients) = notes().await;
    clients[0].post("/notes/", r#"{"title":"taken","stars":3}"#).await;
    let trigger = "CREATE TRIGGER never BEFORE INSERT ON note WHEN new.title = 'late' \
                   BEGIN INSERT INTO note (title) VALUES ('taken'); END";
    database.connection().execute_unprepared(trigger).await.expect("a trigger");
    let mut answers = Vec::new();
    for client in &clients {
        answers.push(vec![
            said(&client.post("/notes/", r#"{"title":"taken"}"#).await),
            // Validation finds nothing wrong, the database does.
            said(&client.post("/notes/", r#"{"title":"late"}"#).await),
            said(&client.post("/notes/", r#"{"title":5,"stars":"x"}"#).await),
            said(&client.patch("/notes/1/", r#"{"title":""}"#).await),
            said(&client.patch("/notes/9/", r#"{"title":"x"}"#).await),
            said(&client.delete("/notes/9/").await),
            said(&client.get("/notes/?stars=x").await),
            said(&client.get("/notes/?stars__gte=4").await),
        ]);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(
        answers[0][1],
        (400, r#"{"title":["note with this title already exists."]}"#.into())
    );
}

#[tokio::test]
async fn a_writer_waits_for_a_transaction_of_the_application() {
    let (database, [own, _]) = notes().await;
    let transaction = database.connection().begin().await.expect("a transaction");
    transaction
        .execute_unprepared("INSERT INTO note (title) VALUES ('first')")
        .await
        .expect("a row");
    assert_eq!(said(&own.get("/notes/").await).1, "[]", "only what is committed is seen");
    let commit = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        transaction.commit().await.expect("a commit");
    };
    let (created, ()) = tokio::join!(own.post("/notes/", r#"{"title":"second"}"#), commit);
    assert_eq!(created.status, 201);
    assert_eq!(created.json()["id"], 2);
}

#[tokio::test]
async fn tables_may_change_behind_the_back_of_prepared_statements() {
    let (database, clients) = notes().await;
    clients[0].post("/notes/", r#"{"title":"a","stars":1}"#).await;
    let change = |sql: &'static str| {
        let database = database.clone();
        // A connection of the pool looks for a column to rename in the schema that it read last.
        let sql = format!("SELECT COUNT(*) FROM note; {sql}");
        async move { database.connection().execute_unprepared(&sql).await.expect("a change") }
    };
    let both = async |path: &str| {
        let [own, other] = [said(&clients[0].get(path).await), said(&clients[1].get(path).await)];
        assert_eq!(own, other, "{path}");
        own.0
    };
    assert_eq!(both("/notes/1/").await, 200);
    change("ALTER TABLE note ADD COLUMN colour TEXT").await;
    change("CREATE INDEX stars ON note (stars)").await;
    assert_eq!(both("/notes/1/").await, 200);
    change("ALTER TABLE note RENAME COLUMN stars TO points").await;
    assert_eq!((both("/notes/1/").await, both("/notes/").await), (500, 500));
    change("ALTER TABLE note RENAME COLUMN points TO stars").await;
    assert_eq!((both("/notes/1/").await, both("/notes/").await), (200, 200));
}
