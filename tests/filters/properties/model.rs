//! What is stored and asked for, and what must be found.

use std::cmp::Ordering;

use sea_orm::{DbBackend, entity::prelude::Date};

use crate::support::backend;

#[derive(Clone, Debug)]
pub(super) struct Boat {
    pub(super) name: String,
    pub(super) length: i64,
    pub(super) draught: Option<f64>,
    pub(super) built: Option<Date>,
    pub(super) owner: Option<usize>,
    pub(super) flags: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Harbour {
    pub(super) owners: Vec<String>,
    pub(super) boats: Vec<Boat>,
}

/// One parameter and what it means.
#[derive(Clone, Debug)]
pub(super) enum Asked {
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

    pub(super) fn parameter(&self) -> (String, String) {
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
pub(super) fn expected(harbour: &Harbour, asked: &[Asked], order: &[(&str, bool)]) -> Vec<i64> {
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
