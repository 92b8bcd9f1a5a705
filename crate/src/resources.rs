//! Resources in one line each.

/// Writes and registers a viewset for each entity: `prefix => module of the entity`.
///
/// The entity's `Model` is the serializer, the viewset is called after the module, and
/// [`DefaultRouter::discover`](crate::DefaultRouter::discover) finds it. A prefix that is no
/// identifier stands in quotes.
///
/// ```
/// use seaview::prelude::*;
///
/// mod country {
///     use sea_orm::entity::prelude::*;
///
///     #[sea_orm::model]
///     #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
///     #[sea_orm(table_name = "country")]
///     pub struct Model {
///         #[sea_orm(primary_key)]
///         pub id: i64,
///         pub name: String,
///     }
///
///     impl ActiveModelBehavior for ActiveModel {}
/// }
/// # mod places { pub mod capital_city {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
/// #     #[sea_orm(table_name = "city")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub name: String }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # } }
///
/// seaview::resources! {
///     countries => country,
///     "capital-cities" => places::capital_city,
/// }
///
/// let router = DefaultRouter::discover(); // Serves `CountryViewSet` and `CapitalCityViewSet`.
/// ```
#[macro_export]
macro_rules! resources {
    ($($prefix:tt => $($module:ident)::+),* $(,)?) => {
        $($crate::resources!(@resource $prefix, ($($module)::+), $($module)::+);)*
    };
    (@resource $prefix:tt, $path:tt, $parent:ident :: $($module:ident)::+) => {
        $crate::resources!(@resource $prefix, $path, $($module)::+);
    };
    (@resource $prefix:ident, $path:tt, $module:ident) => {
        $crate::resources!(@viewset stringify!($prefix), $path, $module);
    };
    (@resource $prefix:literal, $path:tt, $module:ident) => {
        $crate::resources!(@viewset $prefix, $path, $module);
    };
    (@viewset $prefix:expr, ($($path:ident)::+), $module:ident) => {
        $crate::__private::paste! {
            #[allow(missing_docs)] // A doc comment would be the description that OPTIONS shows.
            #[derive($crate::ModelViewSet)]
            #[viewset(serializer = $($path)::+::Model, register = $prefix)]
            pub struct [<$module:camel ViewSet>];
        }
    };
}
