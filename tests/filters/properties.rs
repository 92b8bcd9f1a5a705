//! Filters, searches and orders against a model of them in memory.

use proptest::{collection::vec, option, prelude::*, sample::select};
use sea_orm::{EntityTrait, Set, entity::prelude::Date};
use seaview::prelude::*;

use self::model::{Asked, Boat, Harbour, expected};
use crate::support::Client;

mod model;

mod owner {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "owner")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[sea_orm(has_many)]
        pub boats: HasMany<super::boat::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod boat {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "boat")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub length: i64,
        pub draught: Option<f64>,
        pub built: Option<Date>,
        pub owner_id: Option<i64>,
        #[sea_orm(belongs_to, from = "owner_id", to = "id")]
        pub owner: BelongsTo<Option<super::owner::Entity>>,
        #[sea_orm(has_many)]
        pub flags: HasMany<super::flag::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod flag {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "flag")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub color: String,
        pub boat_id: i64,
        #[sea_orm(belongs_to, from = "boat_id", to = "id")]
        pub boat: BelongsTo<super::boat::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = boat::Entity)]
struct BoatSerializer {
    id: i64,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = BoatSerializer,
    filterset_fields(
        name(exact, iexact, icontains, istartswith, iendswith, in),
        length(exact, gt, gte, lt, lte, in, range),
        draught(gte, lt, isnull),
        built(gte, year, year__lt, month, isnull),
        owner(isnull),
        owner.name(exact, icontains, isnull),
        flags(isnull),
        flags.color(exact, icontains, in)
    ),
    search_fields(name, owner.name(istartswith), flags.color(iexact)),
    ordering_fields(name, length, draught, built, owner.name)
)]
struct BoatViewSet;

fn word() -> impl Strategy<Value = String> {
    "[aAb%_\\\\é]{1,3}"
}

fn date() -> impl Strategy<Value = Date> {
    (1990..1994_i32, 1..=12_u32, 1..=28_u32)
        .prop_map(|(year, month, day)| Date::from_ymd_opt(year, month, day).expect("a day"))
}

fn harbour() -> impl Strategy<Value = Harbour> {
    let boat = (
        word(),
        -3..4_i64,
        option::of(select(&[0.5, 1.0, 2.25][..])),
        option::of(date()),
        option::of(0..3_usize),
        vec(word(), 0..3),
    );
    let boat = boat.prop_map(|(name, length, draught, built, owner, flags)| Boat {
        name,
        length,
        draught,
        built,
        owner,
        flags,
    });
    (vec(word(), 3), vec(boat, 0..9)).prop_map(|(owners, boats)| Harbour { owners, boats })
}

fn asked() -> impl Strategy<Value = Asked> {
    let null = ["draught", "built", "owner", "owner__name", "flags"];
    prop_oneof![
        (select(&["", "__iexact", "__icontains", "__istartswith", "__iendswith"][..]), word())
            .prop_map(|(lookup, text)| Asked::Name(lookup, text)),
        (select(&["", "__gt", "__gte", "__lt", "__lte"][..]), -3..4_i64)
            .prop_map(|(lookup, number)| Asked::Length(lookup, number)),
        (-3..4_i64, -3..4_i64).prop_map(|(from, to)| Asked::LengthBetween(from, to)),
        vec(-3..4_i64, 1..4).prop_map(Asked::LengthIn),
        (select(&["__gte", "__lt"][..]), select(&[0.5, 1.0, 2.0][..]))
            .prop_map(|(lookup, number)| Asked::Draught(lookup, number)),
        (select(null.to_vec()), any::<bool>()).prop_map(|(field, null)| Asked::Null(field, null)),
        date().prop_map(Asked::Built),
        (select(&["", "__lt"][..]), 1990..1994)
            .prop_map(|(lookup, year)| Asked::Year(lookup, year)),
        (1..=12_u32).prop_map(Asked::Month),
        (select(&["", "__icontains"][..]), word())
            .prop_map(|(lookup, text)| Asked::OwnerName(lookup, text)),
        (select(&["", "__icontains"][..]), word())
            .prop_map(|(lookup, text)| Asked::Color(lookup, text)),
        vec(word(), 1..3).prop_map(Asked::ColorIn),
        vec(word(), 1..3).prop_map(Asked::Search),
    ]
}

fn ordering() -> impl Strategy<Value = Vec<(&'static str, bool)>> {
    let names = ["name", "length", "draught", "built", "owner__name"];
    vec((select(names.to_vec()), any::<bool>()), 0..3)
}

async fn client() -> (Client, Database) {
    let database = crate::support::database().await;
    database.create_table(owner::Entity).await.expect("owners");
    database.create_table(boat::Entity).await.expect("boats");
    database.create_table(flag::Entity).await.expect("flags");
    let router = DefaultRouter::new().register("boats", BoatViewSet);
    (Client::new(router.into_router(database.clone())), database)
}

/// Makes the rows those of the model, and no others.
async fn fill(database: &Database, harbour: &Harbour) {
    let db = database.connection();
    flag::Entity::delete_many().exec(db).await.expect("no flags");
    boat::Entity::delete_many().exec(db).await.expect("no boats");
    owner::Entity::delete_many().exec(db).await.expect("no owners");
    let owners = harbour.owners.iter().zip(1..);
    let owners =
        owners.map(|(name, id)| owner::ActiveModel { id: Set(id), name: Set(name.clone()) });
    owner::Entity::insert_many(owners).exec(db).await.expect("owners");
    let boats = harbour.boats.iter().zip(1..).map(|(boat, id)| boat::ActiveModel {
        id: Set(id),
        name: Set(boat.name.clone()),
        length: Set(boat.length),
        draught: Set(boat.draught),
        built: Set(boat.built),
        owner_id: Set(boat.owner.map(|place| i64::try_from(place).expect("a few") + 1)),
    });
    let flags = harbour.boats.iter().zip(1..).flat_map(|(boat, id)| {
        boat.flags.iter().map(move |color| flag::ActiveModel {
            color: Set(color.clone()),
            boat_id: Set(id),
            ..Default::default()
        })
    });
    let (boats, flags) = (boats.collect::<Vec<_>>(), flags.collect::<Vec<_>>());
    if !boats.is_empty() {
        boat::Entity::insert_many(boats).exec(db).await.expect("boats");
    }
    if !flags.is_empty() {
        flag::Entity::insert_many(flags).exec(db).await.expect("flags");
    }
}

/// The path that asks for this, in this order.
fn path(asked: &[Asked], order: &[(&str, bool)]) -> String {
    let sign = |descending: &bool| if *descending { "-" } else { "" };
    let terms = order.iter().map(|(name, descending)| format!("{}{name}", sign(descending)));
    let ordering = ("ordering".to_owned(), terms.collect::<Vec<_>>().join(","));
    let query = asked.iter().map(Asked::parameter).chain([ordering]);
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let query = query.map(|(name, value)| format!("{name}={}", encode(&value)));
    format!("/boats/?{}", query.collect::<Vec<_>>().join("&"))
}

#[test]
fn rows_are_those_of_the_model_in_its_order() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let (client, database) = runtime.block_on(client());
    let config = ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() };
    let asked = vec(asked(), 0..4);
    proptest!(config, |(harbour in harbour(), asked in asked, order in ordering())| {
        // Of a parameter that is repeated only the last counts.
        let mut once: Vec<Asked> = Vec::new();
        for asked in asked {
            once.retain(|other| other.parameter().0 != asked.parameter().0);
            once.push(asked);
        }
        let path = path(&once, &order);
        let answer = runtime.block_on(async {
            fill(&database, &harbour).await;
            client.get(&path).await
        });
        prop_assert_eq!(answer.status.as_u16(), 200, "{}: {}", path, answer.text());
        let list = answer.json();
        let ids = list.as_array().expect("a list").iter().map(|boat| boat["id"].as_i64());
        let ids: Vec<_> = ids.map(|id| id.expect("an id")).collect();
        prop_assert_eq!(ids, expected(&harbour, &once, &order), "{}", path);
    });
}
