//! Who may do what with a table.

use std::any::Any;

use http::Method;
use sea_orm::{ActiveModelTrait, EntityTrait, PaginatorTrait, Set};
use seaview::{
    permissions::{
        AllowAny, DjangoModelPermissions, DjangoModelPermissionsOrAnonReadOnly,
        DjangoModelPermissionsWithView, DjangoObjectPermissions, ObjectPermissions, Permission,
    },
    prelude::*,
    users::{ModelPermissions, group, permission, user},
};
use serde_json::Value;

use super::{ada, authorization, database, serving};
use crate::{
    checks::{ANONYMOUS, REFUSED, note},
    support::Client,
};

async fn with_permissions() -> Database {
    let database = database().await;
    let db = database.connection();
    let all = ModelPermissions::new().entity(note::Entity).permission(note::Entity, "pin");
    assert_eq!(all.clone().create(db).await.unwrap(), 5);
    assert_eq!(all.create(db).await.unwrap(), 0, "they are there");
    for owner in ["ada", "bob"] {
        let note = note::ActiveModel {
            owner: Set(owner.to_owned()),
            text: Set("text".to_owned()),
            ..Default::default()
        };
        note.insert(db).await.unwrap();
    }
    database
}

/// The statuses of GET, OPTIONS, POST, PUT, PATCH and DELETE.
async fn statuses(client: &Client, authorization: &str) -> [u16; 6] {
    let mut statuses = [0; 6];
    for (status, (method, url)) in statuses.iter_mut().zip([
        (Method::GET, "/notes/1/"),
        (Method::OPTIONS, "/notes/1/"),
        (Method::POST, "/notes/"),
        (Method::PUT, "/notes/1/"),
        (Method::PATCH, "/notes/1/"),
        (Method::DELETE, "/notes/1/"),
    ]) {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(Some(("authorization", authorization)).filter(|(_, text)| !text.is_empty()));
        let body = r#"{"owner":"ada","text":"y"}"#;
        *status = client.send(method, url, &headers, body).await.status.as_u16();
    }
    statuses
}

#[tokio::test]
async fn permissions_are_called_by_table_and_model() {
    let database = with_permissions().await;
    let rows = permission::Entity::find().all(database.connection()).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.to_string(), row.name.as_str())).collect();
    let row = |name: &str, text| (name.to_owned(), text);
    assert_eq!(
        rows,
        [
            row("note.add_note", "Can add note"),
            row("note.change_note", "Can change note"),
            row("note.delete_note", "Can delete note"),
            row("note.view_note", "Can view note"),
            row("note.pin_note", "Can pin note"),
        ]
    );
}

#[tokio::test]
async fn each_method_needs_a_permission_of_its_own() {
    let database = with_permissions().await;
    let (ada, db) = (ada(&database).await, database.connection());
    let token = authorization(&database, &ada).await;
    let client = serving(&database, DjangoModelPermissions);
    assert_eq!(statuses(&client, "").await, [401; 6]);
    assert_eq!(statuses(&client, &token).await, [200, 200, 403, 403, 403, 403]);
    ada.grant(db, "note.add_note").await.unwrap();
    assert_eq!(statuses(&client, &token).await, [200, 200, 201, 403, 403, 403]);
    ada.grant(db, "note.change_note").await.unwrap();
    assert_eq!(statuses(&client, &token).await, [200, 200, 201, 200, 200, 403]);
    ada.grant(db, "note.delete_note").await.unwrap();
    assert_eq!(statuses(&client, &token).await, [200, 200, 201, 200, 200, 204]);
    assert!(ada.grant(db, "note.fly_note").await.is_err());
}

#[tokio::test]
async fn a_group_shares_its_permissions_with_its_users() {
    let database = with_permissions().await;
    let (ada, db) = (ada(&database).await, database.connection());
    let token = authorization(&database, &ada).await;
    let client = serving(&database, DjangoModelPermissions);
    let editors = group::Model::create(db, "editors").await.unwrap();
    editors.grant(db, "note.change_note").await.unwrap();
    let others = group::Model::create(db, "others").await.unwrap();
    others.grant(db, "note.delete_note").await.unwrap();
    assert_eq!(statuses(&client, &token).await, [200, 200, 403, 403, 403, 403]);
    ada.join_group(db, &editors).await.unwrap();
    assert_eq!(statuses(&client, &token).await, [200, 200, 403, 200, 200, 403]);
}

#[tokio::test]
async fn superusers_hold_all_permissions_and_those_who_were_switched_off_none() {
    let database = with_permissions().await;
    let db = database.connection();
    let root = user::Model::create_superuser(db, "root", "", "secret").await.unwrap();
    assert!(root.is_staff);
    let token = authorization(&database, &root).await;
    let client = serving(&database, DjangoModelPermissionsWithView);
    assert_eq!(statuses(&client, &token).await, [200, 200, 201, 200, 200, 204]);
    let mut root = user::ActiveModel::from(root);
    root.is_active = Set(false);
    root.update(db).await.unwrap();
    assert_eq!(statuses(&client, &token).await, [401; 6]);
}

#[tokio::test]
async fn anonymous_clients_may_read_and_users_may_need_a_permission_to_read_where_it_is_said() {
    let database = with_permissions().await;
    let (ada, db) = (ada(&database).await, database.connection());
    let token = authorization(&database, &ada).await;
    let open = serving(&database, DjangoModelPermissionsOrAnonReadOnly);
    assert_eq!(statuses(&open, "").await, [200, 200, 401, 401, 401, 401]);
    assert_eq!(statuses(&open, &token).await, [200, 200, 403, 403, 403, 403]);
    let closed = serving(&database, DjangoModelPermissionsWithView);
    assert_eq!(statuses(&closed, "").await, [401; 6]);
    assert_eq!(statuses(&closed, &token).await, [403, 200, 403, 403, 403, 403]);
    ada.grant(db, "note.view_note").await.unwrap();
    assert_eq!(statuses(&closed, &token).await, [200, 200, 403, 403, 403, 403]);
}

#[tokio::test]
async fn views_without_a_table_can_be_read_by_users() {
    let database = with_permissions().await;
    let token = authorization(&database, &ada(&database).await).await;
    let client = serving(&database, DjangoModelPermissions);
    client.get("/").await.assert(401, ANONYMOUS);
    let root = client.send(Method::GET, "/", &[("authorization", &token)], "").await;
    assert_eq!(root.status, 200);
}

#[tokio::test]
async fn options_describes_only_what_the_user_may_write() {
    let database = with_permissions().await;
    let (ada, db) = (ada(&database).await, database.connection());
    let token = authorization(&database, &ada).await;
    let client = serving(&database, DjangoModelPermissions);
    let actions = async || {
        let answer =
            client.send(Method::OPTIONS, "/notes/", &[("authorization", &token)], "").await;
        answer.json()["actions"].clone()
    };
    assert_eq!(actions().await, Value::Null);
    ada.grant(db, "note.add_note").await.unwrap();
    assert!(actions().await["POST"].is_object());
}

/// Owners may do everything with their notes, others may look at those with a text.
struct Owners;

impl ObjectPermissions for Owners {
    async fn has_object_perm(
        &self,
        permission: &str,
        object: &(dyn Any + Send + Sync),
        request: &Request,
    ) -> Result<bool> {
        let Some(note) = object.downcast_ref::<note::Model>() else { return Ok(false) };
        let own = request.user().is_some_and(|user| user.username() == note.owner);
        Ok(own || permission == "note.view_note" && !note.text.is_empty())
    }
}

#[tokio::test]
async fn rows_have_permissions_of_their_own_and_those_that_may_not_be_viewed_are_not_there() {
    let database = with_permissions().await;
    let (ada, db) = (ada(&database).await, database.connection());
    let token = authorization(&database, &ada).await;
    for verb in ["view", "change", "delete"] {
        ada.grant(db, &format!("note.{verb}_note")).await.unwrap();
    }
    let send = async |client: &Client, method: Method, url: &str| {
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        client.send(method, url, &headers, r#"{"text":"z"}"#).await
    };
    let (patch, get) = (Method::PATCH, Method::GET);
    let client = serving(&database, DjangoObjectPermissions::new(Owners).with_view());
    assert_eq!(send(&client, patch.clone(), "/notes/1/").await.status, 200);
    assert_eq!(send(&client, get.clone(), "/notes/2/").await.status, 200);
    send(&client, patch.clone(), "/notes/2/").await.assert(403, REFUSED);
    let mut of_bob: note::ActiveModel =
        note::Entity::find_by_id(2).one(db).await.unwrap().unwrap().into();
    of_bob.text = Set(String::new());
    of_bob.update(db).await.unwrap();
    let missing = send(&client, get.clone(), "/notes/99/").await;
    missing.assert(404, r#"{"detail":"No Note matches the given query."}"#);
    for method in [get.clone(), patch.clone(), Method::DELETE] {
        send(&client, method, "/notes/2/").await.assert(404, &missing.text());
    }
    let drf = serving(&database, DjangoObjectPermissions::new(Owners));
    assert_eq!(send(&drf, get, "/notes/2/").await.status, 200);
    send(&drf, patch, "/notes/2/").await.assert(403, REFUSED);
}

/// Asks twice.
struct Twice;

impl Permission for Twice {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        let first = request.has_perm("note.add_note").await?;
        let user = user::Entity::find().one(request.db()).await?;
        if let Some(user) = user {
            user.grant(request.db(), "note.add_note").await?;
        }
        Ok(!first && !request.has_perm("note.add_note").await?)
    }
}

#[tokio::test]
async fn permissions_are_fetched_once_a_request() {
    let database = with_permissions().await;
    let token = authorization(&database, &ada(&database).await).await;
    let client = serving(&database, Twice);
    let answer = client.send(Method::GET, "/notes/", &[("authorization", &token)], "").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let held = seaview::users::user_permission::Entity::find().count(database.connection()).await;
    assert_eq!(held.unwrap(), 1);
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, permissions((Refusing | AllowAny) & !Refusing & !!AllowAny))]
struct ComposedViewSet;

struct Refusing;

impl Permission for Refusing {
    async fn has_permission(&self, _: &Request) -> Result<bool> {
        Ok(false)
    }

    async fn has_object_permission(
        &self,
        _: &Request,
        _: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        Ok(false)
    }
}

#[tokio::test]
async fn attributes_take_operators_between_permissions_of_ones_own() {
    let client = crate::checks::serving(ComposedViewSet).await;
    assert_eq!(client.get("/notes/").await.status, 200);
    assert_eq!(client.get("/notes/1/").await.status, 200);
}
