//! Objects whose members are columns of one row, each written as the database keeps it.

use std::ops::RangeInclusive;

use sea_orm::sea_query::ArrayType;

/// The members of such an object, in their order.
#[derive(Debug)]
#[cfg_attr(not(any(feature = "direct-sqlite", feature = "postgres")), allow(dead_code))] // Who writes rows reads it.
pub(crate) struct Flat(pub(super) Vec<FlatMember>);

/// One of the members.
#[derive(Debug)]
#[cfg_attr(not(any(feature = "direct-sqlite", feature = "postgres")), allow(dead_code))] // As above.
pub(crate) struct FlatMember {
    /// `,"name":`
    pub(super) key: Vec<u8>,
    /// The place of the column in a row.
    pub(super) column: usize,
    pub(super) holds: Holds,
    pub(super) nullable: bool,
}

/// What the column of a member holds.
#[derive(Debug)]
#[cfg_attr(not(any(feature = "direct-sqlite", feature = "postgres")), allow(dead_code))] // As above.
pub(super) enum Holds {
    Text,
    Boolean,
    Integer(RangeInclusive<i64>),
}

impl Flat {
    /// An object of these members, if it has some and all of them are such.
    pub(crate) fn of(members: impl Iterator<Item = Option<FlatMember>>) -> Option<Self> {
        let members: Vec<_> = members.collect::<Option<_>>()?;
        (!members.is_empty()).then_some(Self(members))
    }
}

impl FlatMember {
    /// A member whose value is of this kind; `None` for a kind that is not written as it is kept.
    pub(crate) fn of(key: &[u8], column: usize, of: &ArrayType, nullable: bool) -> Option<Self> {
        let holds = match of {
            ArrayType::String => Holds::Text,
            ArrayType::Bool => Holds::Boolean,
            ArrayType::TinyInt => Holds::Integer(i8::MIN.into()..=i8::MAX.into()),
            ArrayType::SmallInt => Holds::Integer(i16::MIN.into()..=i16::MAX.into()),
            ArrayType::Int => Holds::Integer(i32::MIN.into()..=i32::MAX.into()),
            ArrayType::BigInt => Holds::Integer(i64::MIN..=i64::MAX),
            ArrayType::TinyUnsigned => Holds::Integer(0..=u8::MAX.into()),
            ArrayType::SmallUnsigned => Holds::Integer(0..=u16::MAX.into()),
            ArrayType::Unsigned => Holds::Integer(0..=u32::MAX.into()),
            _ => return None,
        };
        Some(Self { key: key.to_vec(), column, holds, nullable })
    }
}

/// PostgreSQL's rows are written from their bytes; without it there are none.
#[cfg(not(feature = "postgres"))]
impl Flat {
    pub(crate) fn array(&self, _: &[super::Row]) -> Option<Vec<u8>> {
        None
    }

    pub(crate) fn object(&self, _: &super::Row) -> Option<Vec<u8>> {
        None
    }
}
