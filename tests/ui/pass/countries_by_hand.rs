//! What the derives write, written by hand.
#![deny(warnings)]

use std::sync::LazyLock;

use countries::country;
use seaview::{
    column,
    filters::{Filter, OrderingField, SearchField},
    prelude::*,
    serializers::{Table, field},
};

struct CountrySerializer;

impl ModelSerializer for CountrySerializer {
    type Entity = country::Entity;

    fn table() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| {
            Table::of::<country::Entity>()
                .field(field("id", column!(country::Entity, id)).read_only())
                .field(field("name", column!(country::Entity, name)))
                .field(field("capital", column!(country::Entity, capital)))
                .field(
                    field("area", column!(country::Entity, area))
                        .help_text("(in square kilometers)"),
                )
        });
        &TABLE
    }
}

struct CountryViewSet;

impl ViewSet for CountryViewSet {
    type Serializer = CountrySerializer;

    fn filterset_fields(&self) -> Vec<Filter> {
        vec![
            Filter::gte("area", column!(country::Entity, area)),
            Filter::lte("area", column!(country::Entity, area)),
        ]
    }

    fn search_fields(&self) -> Vec<SearchField> {
        vec![
            SearchField::icontains(column!(country::Entity, name)),
            SearchField::icontains(column!(country::Entity, capital)),
        ]
    }

    fn ordering_fields(&self) -> Vec<OrderingField> {
        vec![
            OrderingField::new("name", column!(country::Entity, name)),
            OrderingField::new("area", column!(country::Entity, area)),
        ]
    }
}

impl ModelViewSet for CountryViewSet {}

fn main() {
    let _ = DefaultRouter::new().register("countries", CountryViewSet);
    let by_hand = CountrySerializer::table();
    let derived = countries::CountrySerializer::table();
    assert_eq!(format!("{by_hand:?}"), format!("{derived:?}"));
}
