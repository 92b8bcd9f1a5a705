//! Types of this crate that a JSON column holds as they are.

use sea_orm::{
    ActiveValue, IntoActiveValue, TryGetableFromJson, Value,
    sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Choices, Dict, MultipleChoice};

macro_rules! json_column {
    ($type:ty, $($bounds:tt)*) => {
        impl<$($bounds)*> TryGetableFromJson for $type {}

        impl<$($bounds)*> From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::Json(serde_json::to_value(value).ok().map(Box::new))
            }
        }

        impl<$($bounds)*> ValueType for $type {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                match value {
                    Value::Json(Some(json)) => {
                        serde_json::from_value(*json).map_err(|_| ValueTypeErr)
                    }
                    _ => Err(ValueTypeErr),
                }
            }

            fn type_name() -> String {
                stringify!($type).to_owned()
            }

            fn array_type() -> ArrayType {
                ArrayType::Json
            }

            fn column_type() -> ColumnType {
                ColumnType::Json
            }
        }

        impl<$($bounds)*> Nullable for $type {
            fn null() -> Value {
                Value::Json(None)
            }
        }

        impl<$($bounds)*> IntoActiveValue<$type> for $type {
            fn into_active_value(self) -> ActiveValue<$type> {
                ActiveValue::Set(self)
            }
        }
    };
}

json_column!(Dict<T>, T: Serialize + DeserializeOwned);
json_column!(MultipleChoice<C>, C: Choices);
