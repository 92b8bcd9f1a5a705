//! What OPTIONS says of the fields of a model.

use super::{
    field::{Source, TableField},
    related::{Related, Show},
    table::Table,
};
use crate::fields::{Description, FieldOptions, FieldSchema, Number};

impl Table {
    /// What OPTIONS says of each field, in their order; hidden ones it does not know.
    pub(crate) fn describe(&self) -> Vec<(&'static str, Description)> {
        let known = self.fields.iter().filter(|field| !field.hidden);
        known.map(|field| (field.name, describe(field))).collect()
    }
}

fn describe(field: &TableField) -> Description {
    let mut options = field.options.clone();
    if field.schema.kind == "decimal" {
        // In DRF the bounds of a model's decimals are decimals, which its JSON shows as floats.
        let float = |bound: Number| Number::Float(bound.as_float());
        options.min_value = options.min_value.map(float);
        options.max_value = options.max_value.map(float);
    }
    let described = Description::new(&field.schema, &options, field.required, field.read_only)
        .named(field.label.clone(), field.help_text);
    match &field.source {
        Source::Related(related) => nested(described, related, field.read_only),
        _ => described,
    }
}

/// The same with the fields of the nested serializer, if it has one.
fn nested(described: Description, related: &Related, read_only: bool) -> Description {
    let Show::Object { table, .. } = &related.show else { return described };
    if !related.many {
        return described.with_children(|| table().describe());
    }
    let object = FieldSchema::new("nested object");
    let item = Description::new(&object, &FieldOptions::default(), !read_only, read_only);
    described.with_child(item.with_children(|| table().describe()))
}
