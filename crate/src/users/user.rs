//! Those who log in: Django's `auth.User`.

use std::{collections::HashSet, fmt};

use sea_orm::{
    Condition, JoinType, QuerySelect, Set,
    entity::prelude::*,
    sea_query::{ExprTrait, Query, SelectStatement},
};

use super::{
    Secret, digest, group, group_permission, password, permission, user_group, user_permission,
    username,
};
use crate::{Request, Result, User, request::HeldPermissions};

/// A user, with Django's columns.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "auth_user")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The hash, as [`make_password`](super::make_password) makes it.
    #[sea_orm(column_type = "String(StringLen::N(128))")]
    pub password: Secret,
    /// When a login was last noted, by [`Model::logged_in`].
    pub last_login: Option<DateTimeUtc>,
    /// Holds all permissions.
    #[sea_orm(default_value = false)]
    pub is_superuser: bool,
    /// The name to log in with.
    #[sea_orm(unique, column_type = "String(StringLen::N(150))")]
    pub username: String,
    /// May be empty.
    #[sea_orm(column_type = "String(StringLen::N(150))", default_value = "")]
    pub first_name: String,
    /// May be empty.
    #[sea_orm(column_type = "String(StringLen::N(150))", default_value = "")]
    pub last_name: String,
    /// May be empty.
    #[sea_orm(column_type = "String(StringLen::N(254))", default_value = "")]
    pub email: String,
    /// May use what is for staff.
    #[sea_orm(default_value = false)]
    pub is_staff: bool,
    /// May log in, and use what it has logged in with.
    #[sea_orm(default_value = true)]
    pub is_active: bool,
    /// When it was made.
    pub date_joined: DateTimeUtc,
    /// Its groups.
    #[sea_orm(has_many, via = "user_group")]
    pub groups: HasMany<super::group::Entity>,
    /// The permissions it holds by itself.
    #[sea_orm(has_many, via = "user_permission")]
    pub user_permissions: HasMany<super::permission::Entity>,
    /// Its tokens.
    #[sea_orm(has_many)]
    pub tokens: HasMany<super::token::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Inserts a user: Django's `create_user`.
    ///
    /// # Errors
    /// [`Error::Validation`](crate::Error::Validation) for a name that is no name or that is taken, and for a password that
    /// is empty or too long.
    pub async fn create_user(
        db: &impl ConnectionTrait,
        username: &str,
        email: &str,
        password: &str,
    ) -> Result<Self> {
        Self::create(db, username, email, password, false).await
    }

    /// Inserts a user who is staff and holds all permissions: Django's `create_superuser`.
    ///
    /// # Errors
    /// As [`Model::create_user`].
    pub async fn create_superuser(
        db: &impl ConnectionTrait,
        username: &str,
        email: &str,
        password: &str,
    ) -> Result<Self> {
        Self::create(db, username, email, password, true).await
    }

    async fn create(
        db: &impl ConnectionTrait,
        username: &str,
        email: &str,
        password: &str,
        superuser: bool,
    ) -> Result<Self> {
        username::check(username)?;
        let user = ActiveModel {
            username: Set(username.to_owned()),
            email: Set(username::normalized_email(email)),
            password: Set(password::make_password(password).await?.into()),
            first_name: Set(String::new()),
            last_name: Set(String::new()),
            is_staff: Set(superuser),
            is_superuser: Set(superuser),
            is_active: Set(true),
            date_joined: Set(chrono::Utc::now()),
            ..Default::default()
        };
        user.insert(db).await.map_err(username::taken)
    }

    /// Gives the user another password. Sessions that were begun under the old one are over;
    /// tokens are not, see [`token::Model::revoke_all`](super::token::Model::revoke_all).
    ///
    /// # Errors
    /// [`Error::Validation`](crate::Error::Validation) for a password that is empty or too long.
    pub async fn set_password(self, db: &impl ConnectionTrait, password: &str) -> Result<Self> {
        let hash = password::make_password(password).await?;
        let mut user = ActiveModel::from(self);
        user.password = Set(hash.into());
        Ok(user.update(db).await?)
    }

    /// `true` if this is the password.
    ///
    /// # Errors
    /// As [`check_password`](super::check_password).
    pub async fn check_password(&self, password: &str) -> Result<bool> {
        password::check_password(password, self.password.expose()).await
    }

    /// Notes that the user has logged in just now.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the update fails.
    pub async fn logged_in(self, db: &impl ConnectionTrait) -> Result<Self> {
        let mut user = ActiveModel::from(self);
        user.last_login = Set(Some(chrono::Utc::now()));
        Ok(user.update(db).await?)
    }

    /// Lets the user hold a permission such as `country.add_country`.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if there is no such permission.
    pub async fn grant(&self, db: &impl ConnectionTrait, permission: &str) -> Result<()> {
        let permission_id = permission::Model::find(db, permission).await?.id;
        let row = user_permission::ActiveModel {
            user_id: Set(self.id),
            permission_id: Set(permission_id),
        };
        user_permission::Entity::insert(row).exec_without_returning(db).await?;
        Ok(())
    }

    /// Puts the user into a group.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the insert fails.
    pub async fn join_group(&self, db: &impl ConnectionTrait, group: &group::Model) -> Result<()> {
        let row = user_group::ActiveModel { user_id: Set(self.id), group_id: Set(group.id) };
        user_group::Entity::insert(row).exec_without_returning(db).await?;
        Ok(())
    }

    async fn held(&self, request: &Request) -> Result<HashSet<String>> {
        let own = permission::Column::Id.in_subquery(own_permissions(self.id));
        let of_groups = permission::Column::Id.in_subquery(permissions_of_groups(self.id));
        let held = permission::Entity::find()
            .filter(Condition::any().add(own).add(of_groups))
            .select_only()
            .column(permission::Column::TableName)
            .column(permission::Column::Codename)
            .into_tuple::<(String, String)>();
        let held = held.all(request.primary().connection()).await?.into_iter();
        Ok(held.map(|(table, codename)| format!("{table}.{codename}")).collect())
    }
}

fn own_permissions(user: i64) -> SelectStatement {
    Query::select()
        .column(user_permission::Column::PermissionId)
        .from(user_permission::Entity)
        .and_where(user_permission::Column::UserId.eq(user))
        .take()
}

fn permissions_of_groups(user: i64) -> SelectStatement {
    Query::select()
        .column((group_permission::Entity, group_permission::Column::PermissionId))
        .from(group_permission::Entity)
        .join(
            JoinType::InnerJoin,
            user_group::Entity,
            Expr::col((user_group::Entity, user_group::Column::GroupId))
                .equals((group_permission::Entity, group_permission::Column::GroupId)),
        )
        .and_where(user_group::Column::UserId.eq(user))
        .take()
}

impl User for Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn username(&self) -> &str {
        &self.username
    }

    fn is_staff(&self) -> bool {
        self.is_staff
    }

    fn is_active(&self) -> bool {
        self.is_active
    }

    fn is_superuser(&self) -> bool {
        self.is_superuser
    }

    fn get_all_permissions<'a>(&'a self, request: &'a Request) -> HeldPermissions<'a> {
        Box::pin(self.held(request))
    }

    fn session_auth_hash(&self) -> Option<String> {
        Some(digest(&format!("session:{}", self.password.expose())))
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.username)
    }
}
