//! Filters, searches and orders against a model of them in memory.

use std::cmp::Ordering;

use proptest::{collection::vec, option, prelude::*, sample::select};
use sea_orm::{DbBackend, EntityTrait, Set, entity::prelude::Date};
use seaview::prelude::*;

use crate::support::{Client, backend};

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

#[derive(Clone, Debug)]
struct Boat {
    name: String,
    length: i64,
    draught: Option<f64>,
    built: Option<Date>,
    owner: Option<usize>,
    flags: Vec<String>,
}

#[derive(Clone, Debug)]
struct Harbour {
    owners: Vec<String>,
    boats: Vec<Boat>,
}

/// One parameter and what it means.
#[derive(Clone, Debug)]
enum Asked {
    Name(&'static str, String),
    Length(&'static str, i64),
    LengthBetween(i64, i64),
    LengthIn(Vec<i64>),
    Draught(&'static str, f64),
    Null(&'static str, bool),
    Built(Date),
    Year(&'static str, i32),
    Month(u32),
    OwnerName(&'static str, String),
    Color(&'static str, String),
    ColorIn(Vec<String>),
    Search(Vec<String>),
}

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

fn year_of(date: Date) -> i32 {
    date.format("%Y").to_string().parse().expect("a year")
}

fn month_of(date: Date) -> u32 {
    date.format("%m").to_string().parse().expect("a month")
}

fn number<T: PartialOrd>(lookup: &str, value: T, bound: T) -> bool {
    match lookup {
        "__gt" => value > bound,
        "__gte" => value >= bound,
        "__lt" => value < bound,
        "__lte" => value <= bound,
        _ => value == bound,
    }
}

fn text(lookup: &str, value: &str, sought: &str) -> bool {
    let (folded, wanted) = (value.to_ascii_lowercase(), sought.to_ascii_lowercase());
    match lookup {
        "__iexact" => folded == wanted,
        "__icontains" => folded.contains(&wanted),
        "__istartswith" => folded.starts_with(&wanted),
        "__iendswith" => folded.ends_with(&wanted),
        _ => value == sought,
    }
}

impl Asked {
    fn holds(&self, harbour: &Harbour, boat: &Boat) -> bool {
        let owner = boat.owner.map(|place| harbour.owners[place].as_str());
        match self {
            Self::Name(lookup, sought) => text(lookup, &boat.name, sought),
            Self::Length(lookup, bound) => number(lookup, boat.length, *bound),
            Self::LengthBetween(from, to) => *from <= boat.length && boat.length <= *to,
            Self::LengthIn(values) => values.contains(&boat.length),
            Self::Draught(lookup, bound) => {
                boat.draught.is_some_and(|draught| number(lookup, draught, *bound))
            }
            Self::Null("draught", null) => boat.draught.is_none() == *null,
            Self::Null("built", null) => boat.built.is_none() == *null,
            Self::Null("flags", null) => boat.flags.is_empty() == *null,
            Self::Null(_, null) => boat.owner.is_none() == *null,
            Self::Built(bound) => boat.built.is_some_and(|built| built >= *bound),
            Self::Year(lookup, year) => {
                boat.built.is_some_and(|built| number(lookup, year_of(built), *year))
            }
            Self::Month(month) => boat.built.is_some_and(|built| month_of(built) == *month),
            Self::OwnerName(lookup, sought) => owner.is_some_and(|name| text(lookup, name, sought)),
            Self::Color(lookup, sought) => boat.flags.iter().any(|flag| text(lookup, flag, sought)),
            Self::ColorIn(colors) => boat.flags.iter().any(|flag| colors.contains(flag)),
            Self::Search(terms) => terms.iter().all(|term| {
                text("__icontains", &boat.name, term)
                    || owner.is_some_and(|name| text("__istartswith", name, term))
                    || boat.flags.iter().any(|flag| text("__iexact", flag, term))
            }),
        }
    }

    fn parameter(&self) -> (String, String) {
        let join = |values: &[i64]| values.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        match self {
            Self::Name(lookup, sought) => (format!("name{lookup}"), sought.clone()),
            Self::Length(lookup, bound) => (format!("length{lookup}"), bound.to_string()),
            Self::LengthBetween(from, to) => ("length__range".into(), format!("{from},{to}")),
            Self::LengthIn(values) => ("length__in".into(), join(values)),
            Self::Draught(lookup, bound) => (format!("draught{lookup}"), bound.to_string()),
            Self::Null(field, null) => (format!("{field}__isnull"), null.to_string()),
            Self::Built(bound) => ("built__gte".into(), bound.to_string()),
            Self::Year(lookup, year) => (format!("built__year{lookup}"), year.to_string()),
            Self::Month(month) => ("built__month".into(), month.to_string()),
            Self::OwnerName(lookup, sought) => (format!("owner__name{lookup}"), sought.clone()),
            Self::Color(lookup, sought) => (format!("flags__color{lookup}"), sought.clone()),
            Self::ColorIn(colors) => ("flags__color__in".into(), colors.join(",")),
            Self::Search(terms) => ("search".into(), terms.join(" ")),
        }
    }
}

fn compare(harbour: &Harbour, one: &Boat, other: &Boat, name: &str) -> Ordering {
    let owner = |boat: &Boat| boat.owner.map(|place| &harbour.owners[place]);
    match name {
        "name" => one.name.cmp(&other.name),
        "length" => one.length.cmp(&other.length),
        "draught" => nullable(one.draught, other.draught),
        "built" => nullable(one.built, other.built),
        _ => nullable(owner(one), owner(other)),
    }
}

/// NULL is the greatest value on PostgreSQL, and the smallest on the others.
fn nullable<T: PartialOrd>(one: Option<T>, other: Option<T>) -> Ordering {
    let greatest = backend() == DbBackend::Postgres;
    let key = |value: Option<T>| (value.is_none() == greatest, value);
    key(one).partial_cmp(&key(other)).expect("no NaN")
}

/// The keys of the boats that the model finds, in its order.
fn expected(harbour: &Harbour, asked: &[Asked], order: &[(&str, bool)]) -> Vec<i64> {
    let found = harbour.boats.iter().zip(1..);
    let holds = |boat: &Boat| asked.iter().all(|asked| asked.holds(harbour, boat));
    let mut found: Vec<_> = found.filter(|(boat, _)| holds(boat)).collect();
    // The order is stable, as the key that comes last makes it.
    found.sort_by(|(one, _), (other, _)| {
        order.iter().fold(Ordering::Equal, |so_far, (name, descending)| {
            let next = compare(harbour, one, other, name);
            so_far.then(if *descending { next.reverse() } else { next })
        })
    });
    found.into_iter().map(|(_, id)| id).collect()
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
