//! One optional column of every kind.

use sea_orm::{Set, entity::prelude::*};
use seaview::fields::{Dict, Duration, MultipleChoice};
use serde::{Deserialize, Serialize};

use super::now;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sample")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub char: Option<String>,
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub raw_char: Option<String>,
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub long_char: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub text: Option<String>,
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub slug: Option<String>,
    #[sea_orm(column_type = "String(StringLen::N(254))")]
    pub email: Option<String>,
    #[sea_orm(column_type = "String(StringLen::N(60))")]
    pub link: Option<String>,
    pub uuid: Option<Uuid>,
    #[sea_orm(column_type = "String(StringLen::N(39))")]
    pub ip: Option<String>,
    #[sea_orm(column_type = "String(StringLen::N(15))")]
    pub ipv4: Option<String>,
    #[sea_orm(column_type = "String(StringLen::N(10))")]
    pub code: Option<String>,
    #[sea_orm(default_value = false)]
    pub flag: bool,
    pub tristate: Option<bool>,
    pub integer: Option<i64>,
    pub small: Option<i64>,
    pub positive: Option<i64>,
    pub big: Option<i64>,
    pub bounded: Option<i64>,
    pub float: Option<f64>,
    pub bounded_float: Option<f64>,
    #[sea_orm(column_type = "Decimal(Some((6, 2)))")]
    pub decimal: Option<Decimal>,
    #[sea_orm(column_type = "Decimal(Some((5, 4)))")]
    pub rate: Option<Decimal>,
    pub date: Option<Date>,
    pub time: Option<Time>,
    pub datetime: Option<DateTimeUtc>,
    pub duration: Option<Duration>,
    #[sea_orm(column_type = "String(StringLen::N(1))")]
    pub size: Option<String>,
    pub level: Option<Level>,
    pub json: Option<Json>,
    #[sea_orm(column_type = "Json")]
    pub numbers: Option<Numbers>,
    #[sea_orm(column_type = "Json")]
    pub colors: Option<MultipleChoice<Color>>,
    #[sea_orm(column_type = "Json")]
    pub labels: Option<Dict<String>>,
    pub created: DateTimeUtc,
    pub updated: DateTimeUtc,
}

/// A list in a JSON column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult, seaview::Field)]
pub struct Numbers(pub Vec<i64>);

/// What there is several of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, seaview::Field)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(5))")]
pub enum Color {
    #[sea_orm(string_value = "red")]
    Red,
    #[sea_orm(string_value = "green")]
    Green,
    #[sea_orm(string_value = "blue")]
    Blue,
}

/// A choice of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, seaview::Field)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(1))")]
pub enum Size {
    #[sea_orm(string_value = "s")]
    Small,
    #[sea_orm(string_value = "m")]
    Medium,
    #[sea_orm(string_value = "l")]
    Large,
}

/// A choice of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, seaview::Field)]
#[sea_orm(rs_type = "i64", db_type = "BigInteger")]
pub enum Level {
    #[sea_orm(num_value = 1)]
    Low,
    #[sea_orm(num_value = 2)]
    Middle,
    #[sea_orm(num_value = 3)]
    High,
}

#[async_trait::async_trait]
impl ActiveModelBehavior for ActiveModel {
    async fn before_save<C: ConnectionTrait>(mut self, _: &C, insert: bool) -> Result<Self, DbErr> {
        let now = now();
        if insert {
            self.created = Set(now);
        }
        self.updated = Set(now);
        Ok(self)
    }
}
