//! Columns of an entity, named by the fields of its `Model` so that the compiler checks them.

use std::{any::type_name, fmt, marker::PhantomData, str::FromStr, sync::Arc};

use sea_orm::{
    ColumnTrait, DbBackend, DynIden, EntityTrait, IdenStatic, Identity, Iterable,
    PrimaryKeyToColumn, PrimaryKeyTrait, RelationTrait, Value,
    sea_query::{ColumnType, Expr, ExprTrait, SimpleExpr, StringLen, TableRef},
};

/// A column of the entity `E` whose Rust type is `T`; made by [`column!`](crate::column).
pub struct ModelColumn<E, T> {
    name: &'static str,
    entity: PhantomData<fn() -> (E, T)>,
}

impl<E: EntityTrait, T> ModelColumn<E, T> {
    /// The column of a field of the model; the closure makes the compiler check that the field
    /// exists and tell its type.
    pub const fn new(name: &'static str, _field: fn(&E::Model) -> &T) -> Self {
        Self { name, entity: PhantomData }
    }

    /// The column of a field of which the compiler knows already that it is one.
    pub(crate) const fn called(name: &'static str) -> Self {
        Self { name, entity: PhantomData }
    }

    /// What the entity says of the column.
    ///
    /// # Panics
    /// If the field is no column, as with `#[sea_orm(ignore)]`.
    #[track_caller]
    pub(crate) fn facts(&self) -> ColumnFacts {
        let Some(column) = column_of_field::<E>(self.name) else {
            panic!(
                "`{}` of `{}` is not a column; leave it out of the serializer",
                self.name,
                type_name::<E::Model>()
            )
        };
        ColumnFacts::of::<E>(column)
    }
}

/// The column that SeaORM made of a field of the model: its variant has the field's name in camel
/// case. By name in the database only where the variant goes by an `enum_name` of its own.
fn column_of_field<E: EntityTrait>(field: &str) -> Option<E::Column> {
    let letters = |name: &str| name.trim_start_matches("r#").replace('_', "").to_lowercase();
    let wanted = letters(field);
    let mut columns = E::Column::iter().filter(|column| letters(&format!("{column:?}")) == wanted);
    match (columns.next(), columns.next()) {
        (Some(column), None) => Some(column),
        _ => E::Column::from_str(field.trim_start_matches("r#")).ok(),
    }
}

/// Names a column by the field of the entity's `Model`, checked by the compiler.
///
/// ```
/// # use sea_orm::entity::prelude::*;
/// mod country {
///     use sea_orm::entity::prelude::*;
///
///     #[sea_orm::model]
///     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
///     #[sea_orm(table_name = "country")]
///     pub struct Model {
///         #[sea_orm(primary_key)]
///         pub id: i64,
///         pub name: String,
///     }
///
///     impl ActiveModelBehavior for ActiveModel {}
/// }
///
/// let name = seaview::column!(country::Entity, name);
/// ```
#[macro_export]
macro_rules! column {
    ($entity:ty, $field:ident) => {
        $crate::serializers::ModelColumn::<$entity, _>::new(stringify!($field), |model| {
            &model.$field
        })
    };
}

/// What an entity says of one of its columns.
#[derive(Clone, Debug)]
pub(crate) struct ColumnFacts {
    /// Its place among the entity's columns.
    pub(crate) ordinal: usize,
    /// Its name in the database.
    pub(crate) name: String,
    /// `table.column`.
    pub(crate) reference: (DynIden, DynIden),
    /// How the database keeps it.
    pub(crate) column_type: ColumnType,
    /// What a `SELECT` says to read it.
    pub(crate) select: SimpleExpr,
    /// What a `RETURNING` says to read it.
    pub(crate) returning: SimpleExpr,
    /// What an `INSERT` or `UPDATE` makes of a value, unless that is the value itself.
    saved_as: Option<SavedAs>,
    pub(crate) nullable: bool,
    pub(crate) unique: bool,
    pub(crate) has_default: bool,
    /// The default, where it is a plain value.
    pub(crate) default: Option<Value>,
    /// It alone is the primary key.
    pub(crate) primary_key: bool,
    pub(crate) auto_increment: bool,
    pub(crate) max_length: Option<usize>,
    /// Digits in total and after the point, of a decimal.
    pub(crate) digits: Option<(u32, u32)>,
    /// The table and the column that a foreign key refers to.
    pub(crate) references: Option<(TableRef, DynIden)>,
}

impl ColumnFacts {
    pub(crate) fn of<E: EntityTrait>(column: E::Column) -> Self {
        let def = column.def();
        let primary_key = E::PrimaryKey::iter().count() == 1
            && E::PrimaryKey::iter().all(|key| key.into_column().as_str() == column.as_str());
        let ordinal = E::Column::iter().position(|other| other.as_str() == column.as_str());
        Self {
            ordinal: ordinal.unwrap_or_default(),
            name: column.as_str().to_owned(),
            reference: column.as_column_ref(),
            column_type: def.get_column_type().clone(),
            select: column.select_as(Expr::col(column.as_column_ref())),
            returning: column.select_as(Expr::col(column)),
            saved_as: saved_as(column),
            nullable: def.is_null(),
            unique: def.is_unique(),
            has_default: def.get_column_default().is_some(),
            default: match def.get_column_default() {
                Some(SimpleExpr::Value(value)) => Some(value.clone()),
                _ => None,
            },
            primary_key,
            auto_increment: primary_key && E::PrimaryKey::auto_increment(),
            max_length: max_length(def.get_column_type()),
            digits: digits(def.get_column_type()),
            references: references::<E>(column.as_str()),
        }
    }

    /// What writes a value into the column.
    pub(crate) fn saved(&self, value: Value) -> SimpleExpr {
        let value = Expr::val(value);
        match &self.saved_as {
            Some(SavedAs(saved_as)) => saved_as(value),
            None => value,
        }
    }

    /// `column = value`.
    pub(super) fn is(&self, value: Value) -> SimpleExpr {
        Expr::col(self.reference.clone()).eq(self.saved(value))
    }

    /// `false` for integers that SeaORM does not read from the column that it makes for them:
    /// 64-bit unsigned ones outside of MySQL, and on PostgreSQL all that are unsigned or of 8 bits.
    pub(crate) fn is_read_by(&self, backend: DbBackend) -> bool {
        use ColumnType::{BigUnsigned, SmallUnsigned, TinyInteger, TinyUnsigned, Unsigned};

        match &self.column_type {
            BigUnsigned => backend == DbBackend::MySql,
            TinyInteger | TinyUnsigned | SmallUnsigned | Unsigned => backend != DbBackend::Postgres,
            _ => true,
        }
    }

    /// The columns of the entity's primary key.
    pub(crate) fn primary_key<E: EntityTrait>() -> Vec<Self> {
        let mut columns = Vec::new();
        for key in E::PrimaryKey::iter() {
            columns.push(Self::of::<E>(key.into_column()));
        }
        columns
    }
}

/// A column's `save_as`.
#[derive(Clone)]
struct SavedAs(Arc<dyn Fn(SimpleExpr) -> SimpleExpr + Send + Sync>);

impl fmt::Debug for SavedAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SavedAs")
    }
}

fn saved_as<C: ColumnTrait>(column: C) -> Option<SavedAs> {
    let value = Expr::val(1);
    let unchanged = column.save_as(value.clone()) == value;
    (!unchanged).then(|| SavedAs(Arc::new(move |value| column.save_as(value))))
}

fn references<E: EntityTrait>(column: &str) -> Option<(TableRef, DynIden)> {
    E::Relation::iter().map(|relation| relation.def()).find_map(|relation| {
        // SeaORM calls the table that is referred to the owner.
        match (relation.is_owner, &relation.from_col, relation.to_col) {
            (false, Identity::Unary(from), Identity::Unary(to)) if from.to_string() == column => {
                Some((relation.to_tbl, to))
            }
            _ => None,
        }
    })
}

fn digits(column_type: &ColumnType) -> Option<(u32, u32)> {
    match column_type {
        ColumnType::Decimal(digits) | ColumnType::Money(digits) => *digits,
        _ => None,
    }
}

fn max_length(column_type: &ColumnType) -> Option<usize> {
    match column_type {
        ColumnType::String(StringLen::N(length)) | ColumnType::Char(Some(length)) => {
            usize::try_from(*length).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    mod odd {
        use sea_orm::entity::prelude::*;

        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
        #[sea_orm(table_name = "odd")]
        pub(super) struct Model {
            #[sea_orm(primary_key)]
            pub(super) id: i64,
            #[sea_orm(column_name = "right")]
            pub(super) left: String,
            #[sea_orm(column_name = "left")]
            pub(super) right: String,
            pub(super) r#type: String,
            pub(super) a_1: String,
            #[sea_orm(column_name = "shownAs")]
            pub(super) address_2: String,
        }

        impl ActiveModelBehavior for ActiveModel {}
    }

    #[test]
    fn columns_are_found_by_the_field_whatever_they_are_called() {
        let name = |facts: ColumnFacts| facts.name;
        assert_eq!(name(crate::column!(odd::Entity, left).facts()), "right");
        assert_eq!(name(crate::column!(odd::Entity, right).facts()), "left");
        assert_eq!(name(crate::column!(odd::Entity, r#type).facts()), "type");
        assert_eq!(name(crate::column!(odd::Entity, a_1).facts()), "a_1");
        assert_eq!(name(crate::column!(odd::Entity, address_2).facts()), "shownAs");
    }
}
