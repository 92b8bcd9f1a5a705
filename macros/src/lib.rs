//! The derives of seaview. Depend on `seaview`, which re-exports them.

mod actions;
mod attributes;
mod docs;
mod errors;
mod field;
mod filter_set;
mod filters;
mod names;
mod serializer;
mod values;
mod viewset;

use proc_macro::TokenStream;
use syn::{DeriveInput, ItemImpl, parse_macro_input};

use viewset::Behaviour;

#[doc = include_str!("../docs/model_serializer.md")]
#[proc_macro_derive(ModelSerializer, attributes(serializer))]
pub fn model_serializer(input: TokenStream) -> TokenStream {
    serializer::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/field.md")]
#[proc_macro_derive(Field, attributes(field))]
pub fn field(input: TokenStream) -> TokenStream {
    field::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/serializer.md")]
#[proc_macro_derive(Serializer, attributes(serializer))]
pub fn serializer(input: TokenStream) -> TokenStream {
    serializer::plain::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/filter_set.md")]
#[proc_macro_derive(FilterSet, attributes(filterset, filter))]
pub fn filter_set(input: TokenStream) -> TokenStream {
    filter_set::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/view_set.md")]
#[proc_macro_derive(ViewSet, attributes(viewset))]
pub fn view_set(input: TokenStream) -> TokenStream {
    viewset::expand(&parse_macro_input!(input as DeriveInput), Behaviour::Own).into()
}

#[doc = include_str!("../docs/model_view_set.md")]
#[proc_macro_derive(ModelViewSet, attributes(viewset))]
pub fn model_view_set(input: TokenStream) -> TokenStream {
    viewset::expand(&parse_macro_input!(input as DeriveInput), Behaviour::Model).into()
}

#[doc = include_str!("../docs/read_only_model_view_set.md")]
#[proc_macro_derive(ReadOnlyModelViewSet, attributes(viewset))]
pub fn read_only_model_view_set(input: TokenStream) -> TokenStream {
    viewset::expand(&parse_macro_input!(input as DeriveInput), Behaviour::ReadOnly).into()
}

#[doc = include_str!("../docs/actions.md")]
#[proc_macro_attribute]
pub fn actions(arguments: TokenStream, block: TokenStream) -> TokenStream {
    actions::expand(&arguments.into(), parse_macro_input!(block as ItemImpl)).into()
}
