//! A serializer as a table of fields, walked by code that knows no entity.

use std::{
    any::{Any, type_name},
    sync::{Arc, OnceLock},
};

use sea_orm::{DbBackend, Statement, Value, sea_query::SelectStatement};

use super::{
    Entity,
    column::ColumnFacts,
    entity::EntityFacts,
    field::{Source, TableField},
    load::{Columns, Model, Record},
    plan::{Everything, Plan},
    related::Related,
    representation::Represent,
};
use crate::{
    Json, Request, Result,
    database::{Database, Flat},
    fields::Kind,
};

/// The fields of a serializer in their order, with what the entity says of their columns.
///
/// One such table answers for parsing, validation, output, filters and OPTIONS.
#[derive(Debug)]
pub struct Table {
    /// The model's name in messages, `Country`.
    pub(crate) model_name: String,
    pub(crate) entity: Arc<EntityFacts>,
    pub(crate) fields: Vec<TableField>,
    /// The keys of several columns that no two rows may share, by places in `fields`.
    pub(crate) unique_together: Vec<Vec<usize>>,
    /// Changes each object before it is shown.
    pub(super) represent: Option<Represent>,
    /// Clients choose among the fields.
    pub(super) flexible: bool,
    /// How all fields are shown.
    plan: OnceLock<Plan>,
    /// The SQL of one row's JSON, where SQLite writes all the fields as this table would.
    pub(super) sqlite_object: OnceLock<Option<String>>,
}

impl Table {
    /// A table without fields for an entity.
    pub fn of<E: Entity>() -> Self {
        Self {
            model_name: model_name(type_name::<E>()),
            entity: Arc::new(EntityFacts::of::<E>()),
            fields: Vec::new(),
            unique_together: Vec::new(),
            represent: None,
            flexible: false,
            plan: OnceLock::new(),
            sqlite_object: OnceLock::new(),
        }
    }

    /// One more field, after those before it.
    ///
    /// # Panics
    /// If there is a field of that name already; if a relation has many rows and one is to be
    /// shown, or the other way round.
    #[track_caller]
    pub fn field(mut self, field: impl Into<TableField>) -> Self {
        let field = field.into();
        let name = field.name;
        let taken = self.fields.iter().any(|other| other.name == name);
        assert!(!taken, "the field `{name}` is declared twice; rename one of them");
        if let Source::Related(related) = &field.source {
            check_number(name, related);
        }
        if let Source::Column(column, kind) = &field.source
            && let Some(kind) = kind.direct()
        {
            Arc::make_mut(&mut self.entity).learn(column.ordinal, kind);
        }
        self.fields.push(field);
        self.find_unique_together();
        self
    }

    /// All fields of another serializer of the same entity, after those before them: what
    /// inheritance is in DRF.
    ///
    /// # Panics
    /// If a name is taken already, or if the other serializer is of another entity.
    #[track_caller]
    pub fn flatten(mut self, other: &Self) -> Self {
        let same = self.entity.table == other.entity.table;
        assert!(same, "the fields of `{}` are not those of this entity", other.model_name);
        for field in &other.fields {
            self = self.field(field.clone());
        }
        self
    }

    /// Lets clients choose what they see: `?fields=` names the only fields to show, `?omit=` those
    /// not to show, `?expand=` those that are shown on demand. Names in nested objects have dots,
    /// `author.name`; unknown ones are ignored. Columns that nobody asks for are not read.
    ///
    /// Source: <https://github.com/rsinger86/drf-flex-fields>.
    pub fn flexible(mut self) -> Self {
        self.flexible = true;
        self
    }

    /// The model's name in messages; by default that of the entity's module.
    pub fn model_name(mut self, name: impl Into<String>) -> Self {
        self.model_name = name.into();
        self
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The functions of a column, if a field shows it.
    pub(crate) fn kind_of(&self, column: &ColumnFacts) -> Option<&'static Kind> {
        self.fields.iter().find_map(|field| match &field.source {
            Source::Column(own, kind) if own.ordinal == column.ordinal => Some(*kind),
            _ => None,
        })
    }

    /// The columns of the entity's primary key.
    pub(crate) fn primary_key(&self) -> impl Iterator<Item = &ColumnFacts> {
        self.entity.primary_key.iter().map(|&place| &self.entity.columns[place])
    }

    /// The model's name in lower-case words, as messages of unique fields begin.
    pub(crate) fn verbose_name(&self) -> String {
        crate::naming::words(&self.model_name).to_lowercase()
    }

    /// The names of the fields that a request sees, in their order.
    ///
    /// # Errors
    /// [`Error::Validation`](crate::Error::Validation) if it asks for too many.
    pub(crate) fn shown(&self, request: &Request) -> Result<Vec<String>> {
        let plan = self.planned(request)?;
        let name = |key: &[u8]| String::from_utf8_lossy(&key[2..key.len() - 2]).into_owned();
        Ok(plan.shape.members.iter().map(|(key, _)| name(key)).collect())
    }

    /// How all fields are shown.
    ///
    /// # Panics
    /// If nested serializers show each other in a circle; the router asks for the plan of each
    /// serializer when it is built.
    pub(crate) fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| Plan::of(self, &Everything))
    }

    /// The JSON array of all rows of a statement.
    pub(crate) async fn all(&self, mut rows: SelectStatement, request: &Request) -> Result<Json> {
        let plan = self.planned(request)?;
        let database = plan.database(request);
        self.select(&plan, &mut rows, database.backend());
        if let Some(flat) = &plan.flat
            && let Some(array) = database.flat_all(&rows, flat).await
        {
            return Ok(Json::from_bytes(array));
        }
        match self.sqlite_object(&plan, &database) {
            Some(object) => Ok(Json::from_bytes(database.json_all(&rows, &object).await?)),
            None => plan.list(database.all(&rows).await?, &database, request).await,
        }
    }

    /// The JSON array of all rows of a statement, or `None` if there are more than `max`.
    pub(crate) async fn at_most(
        &self,
        mut rows: SelectStatement,
        request: &Request,
        max: u64,
    ) -> Result<Option<Json>> {
        let plan = self.planned(request)?;
        let database = plan.database(request);
        self.select(&plan, &mut rows, database.backend());
        if let Some(object) = self.sqlite_object(&plan, &database) {
            let found = database.json_at_most(&rows, &object, max + 1).await?;
            return Ok((found.count <= max).then(|| Json::from_bytes(found.array)));
        }
        let found = database.at_most(&rows, max + 1).await?;
        match found.len() as u64 <= max {
            true => plan.list(found, &database, request).await.map(Some),
            false => Ok(None),
        }
    }

    /// The JSON array of at most `limit` rows after the first `offset`.
    pub(crate) async fn slice(
        &self,
        mut rows: SelectStatement,
        request: &Request,
        limit: u64,
        offset: u64,
    ) -> Result<Json> {
        let plan = self.planned(request)?;
        let database = plan.database(request);
        self.select(&plan, &mut rows, database.backend());
        plan.list(database.slice(&rows, limit, offset).await?, &database, request).await
    }

    /// The same with the count of all rows.
    pub(crate) async fn page(
        &self,
        rows: &SelectStatement,
        request: &Request,
        limit: u64,
        offset: u64,
    ) -> Result<(u64, Json)> {
        let plan = self.planned(request)?;
        let database = plan.database(request);
        if let Some((statement, flat)) = self.as_it_stands(&plan, rows, &database)
            && let Some(page) = database.flat_page(statement, rows, flat, [limit, offset]).await
        {
            return Ok((page.count, Json::from_bytes(page.rows)));
        }
        let mut rows = rows.clone();
        self.select(&plan, &mut rows, database.backend());
        if let Some(object) = self.sqlite_object(&plan, &database) {
            let page = database.json_page(&rows, &object, limit, offset).await?;
            return Ok((page.count, Json::from_bytes(page.rows)));
        }
        if let Some(flat) = plan.flat.as_ref().filter(|_| database.is_direct())
            && let statement = database.backend().build(&rows)
            && let Some(page) = database.flat_page(statement, &rows, flat, [limit, offset]).await
        {
            return Ok((page.count, Json::from_bytes(page.rows)));
        }
        let page = database.page(&rows, limit, offset).await?;
        Ok((page.count, plan.list(page.rows, &database, request).await?))
    }

    /// The JSON object of one row: its model, and the values of the entity's columns in their
    /// order.
    pub(crate) async fn one(
        &self,
        model: &(dyn Any + Send + Sync),
        values: Vec<Value>,
        request: &Request,
    ) -> Result<Json> {
        let plan = self.planned(request)?;
        let database = plan.database(request);
        let record = Record { columns: Columns::Values(values), model: Some(Model::Given(model)) };
        let loaded = plan.level.load(vec![record], &database, request).await?;
        plan.write_one(&loaded, request)
    }

    /// The statement of rows that need not be changed, since it reads all columns and all of them
    /// are shown.
    fn as_it_stands<'a>(
        &self,
        plan: &'a Plan,
        rows: &SelectStatement,
        database: &Database,
    ) -> Option<(Statement, &'a Arc<Flat>)> {
        let all = plan.level.columns.len() == self.entity.columns.len();
        let flat = plan.flat_whole.as_ref().filter(|_| all && database.is_direct())?;
        let statement = database.backend().build(rows);
        self.entity.is_read_by(&statement).then_some((statement, flat))
    }

    /// Makes a statement read the columns that are shown. If its rows shall be distinct, all
    /// columns follow: rows that differ in what is not shown are still two.
    /// Returns how many columns that are.
    pub(super) fn select(
        &self,
        plan: &Plan,
        statement: &mut SelectStatement,
        backend: DbBackend,
    ) -> usize {
        statement.clear_selects();
        let distinct = backend.build(statement).sql.starts_with("SELECT DISTINCT");
        plan.level.select(statement, None);
        let shown = plan.level.places().len().max(1);
        if !distinct {
            return shown;
        }
        statement.exprs(self.entity.columns.iter().map(|column| column.select.clone()));
        shown + self.entity.columns.len()
    }
}

#[track_caller]
fn check_number(name: &str, related: &Related) {
    let counts = matches!(related.show, super::related::Show::Count);
    assert!(
        counts || related.many || !related.join.many,
        "`{name}` has many rows of `{}`; make it a `Vec`, with `many()`",
        related.join.target.type_name
    );
    assert!(
        !related.many || related.join.many,
        "`{name}` has one row of `{}`; make it no `Vec`, without `many()`",
        related.join.target.type_name
    );
}

/// `Country` from `countries::country::Entity`: a SeaORM entity is named by its module.
pub(super) fn model_name(entity: &str) -> String {
    let mut segments = entity.rsplit("::");
    let own = segments.next().unwrap_or(entity);
    let name = match own.strip_suffix("Entity") {
        Some("") => segments.next().unwrap_or(own),
        Some(name) => name,
        None => own,
    };
    crate::naming::camel_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_named_by_their_module() {
        for (entity, name) in [
            ("countries::country::Entity", "Country"),
            ("app::order_item::Entity", "OrderItem"),
            ("app::models::CakeEntity", "Cake"),
            ("app::Entity", "App"),
            ("app::Fruit", "Fruit"),
        ] {
            assert_eq!(model_name(entity), name);
        }
    }
}
