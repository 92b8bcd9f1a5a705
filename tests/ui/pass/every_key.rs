#![deny(warnings)]

use seaview::{
    filters::{FilterBackends, SearchFilter},
    pagination::PageNumberPagination,
    permissions::{AllowAny, Permission},
    authentication::SessionAuthentication,
    prelude::*,
};

mod product {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub sku: String,
        pub name: String,
        pub note: Option<String>,
        pub stock: u32,
        pub price: f64,
        pub active: bool,
        pub secret: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

const NOTE: &str = "Seen by the staff.";

#[derive(ModelSerializer)]
#[serializer(entity = product::Entity, model_name = "Article")]
struct ProductSerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(min_length = 3, max_length = 12, validate = in_capitals, label = "SKU")]
    sku: String,
    #[serializer(default = "Unnamed", trim_whitespace = false)]
    name: String,
    #[serializer(allow_blank, allow_null, help_text = NOTE, required = false)]
    note: Option<String>,
    /// How many there are
    /// on all shelves.
    #[serializer(default = 0, max_value = 4_000_000_000)]
    stock: u32,
    #[serializer(min_value = -0.5, max_value = 100)]
    price: f64,
    #[serializer(default = true)]
    active: bool,
    #[serializer(write_only, required, source = secret)]
    password: String,
}

fn in_capitals(sku: String) -> Result<String, ValidationError> {
    match sku.chars().all(char::is_uppercase) {
        true => Ok(sku),
        false => Err(ValidationError::from("Use capital letters.")),
    }
}

#[derive(ModelSerializer)]
#[serializer(entity = product::Entity)]
struct ProductListSerializer {
    id: i64,
    name: String,
}

struct Owner {
    or: &'static str,
}

impl Permission for Owner {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.header("x-owner") == Some(self.or))
    }
}

fn is_sku(value: &str) -> bool {
    value.len() >= 3
}

/// The products.
///
/// In all shops.
#[derive(ModelViewSet)]
#[viewset(
    serializer = ProductSerializer,
    serializer_class(list = ProductListSerializer, partial_update = ProductSerializer),
    lookup_field = sku,
    lookup_url_kwarg = "product_sku",
    lookup_value = is_sku,
    search_fields(name, sku(istartswith), note(iexact, icontains)),
    ordering_fields(name, stock),
    ordering(-stock, name),
    filterset_fields(
        stock(exact, gt, gte, lt, lte, in),
        price(gte),
        active,
        name(iexact, contains, icontains, startswith, istartswith, endswith, iendswith),
        note(isnull),
    ),
    pagination_class = PageNumberPagination::default(),
    renderers(seaview::renderers::JsonRenderer),
    parsers(seaview::parsers::JsonParser),
    permissions(AllowAny, Owner { or: "staff" }),
    authentication(SessionAuthentication),
    throttles(),
    actions(list, create, retrieve, update, partial_update, destroy),
    register = "products",
)]
struct ProductViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = ProductSerializer, pagination_class = None)]
#[viewset(filter_backends = FilterBackends::none().with(SearchFilter::new(Vec::new())))]
struct WholeViewSet;

fn main() {
    let _ = DefaultRouter::discover().register_with_basename("whole", WholeViewSet, "whole");
    assert_eq!(ProductViewSet::DESCRIPTION, "The products.\n\nIn all shops.");
    assert_eq!(ProductViewSet::ACTIONS, Action::ALL);
    assert_eq!(ProductViewSet.filterset_fields().len(), 16);
    assert_eq!(ProductViewSet.search_fields().len(), 4);
    assert!(!ProductViewSet.lookup_value("ab"));
    assert!(ProductViewSet.permissions(Action::List).is_some());
    assert!(WholeViewSet.permissions(Action::List).is_none());
    let table = format!("{:?}", ProductSerializer::table());
    assert!(table.contains("How many there are on all shelves."));
}
