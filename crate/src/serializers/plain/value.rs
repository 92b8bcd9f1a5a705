//! One field of a plain serializer, as it is declared.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc};

use crate::{
    Field,
    error::{Detail, ValidationError},
    fields::{Description, Extra, ExtraKind, FieldOptions, Input, Parsed, null, null_word},
    serializers::{field::label, validator::ErrorMessages},
};

/// A field in the making; [`value`] starts one, [`ValueFields::field`](super::ValueFields::field)
/// takes it. Also what is stated of the items of a list.
pub struct ValueBuilder<T> {
    pub(in crate::serializers) field: ValueField,
    value: PhantomData<fn() -> T>,
}

/// A field of this name and type. It is required unless it is an `Option`.
pub fn value<T: Field>(name: &'static str) -> ValueBuilder<T> {
    ValueBuilder { field: ValueField::new(name, ExtraKind::of::<T>()), value: PhantomData }
}

impl<T: Field> ValueBuilder<T> {
    /// Shown and never taken; sent by a client, it is ignored.
    pub fn read_only(mut self) -> Self {
        self.field.read_only = true;
        self
    }

    /// Taken and never shown.
    pub fn write_only(mut self) -> Self {
        self.field.write_only = true;
        self
    }

    /// Must be sent, or need not be.
    pub fn required(mut self, required: bool) -> Self {
        self.field.required = required;
        self
    }

    /// The value of a field that was not sent.
    pub fn default(mut self, value: impl Into<T>) -> Self {
        let value = value.into();
        self.field.default = Some(Default(Arc::new(move || Box::new(value.clone()))));
        self.field.required = false;
        self
    }

    /// Takes null and shows it, or refuses it although the type is an `Option`: then `None` means
    /// that nothing was sent, and the field is left out of the output.
    ///
    /// # Panics
    /// If null is to be taken for a type that is not an `Option`.
    #[track_caller]
    pub fn allow_null(mut self, allow: bool) -> Self {
        let name = self.field.name;
        assert!(!allow || T::NULLABLE, "`{name}` cannot be null; make it an `Option`");
        self.field.allow_null = allow;
        self
    }

    /// The name for people; by default the field's name in words.
    pub fn label(mut self, label: &'static str) -> Self {
        self.field.label = Cow::Borrowed(label);
        self
    }

    /// A sentence for people, shown by OPTIONS.
    pub fn help_text(mut self, text: &'static str) -> Self {
        self.field.help_text = Some(text);
        self
    }

    /// A message of one's own for an error code, such as `required`, `null`, `blank`, `invalid`.
    /// `{max_length}` and the names of the other options stand for their values.
    pub fn error_message(mut self, code: &'static str, message: &'static str) -> Self {
        self.field.error_messages.set(code, message);
        self
    }

    /// A check of one's own, run when the field is valid otherwise; it may change the value.
    /// DRF's `validate_<field>`.
    pub fn validate(mut self, check: fn(T) -> Result<T, ValidationError>) -> Self {
        self.field.hook = Some(Hook(Arc::new(move |value| match value.downcast() {
            Ok(value) => check(*value).map(|value| Box::new(value) as Extra),
            Err(_) => Err("A valid value is required.".into()),
        })));
        self
    }
}

/// A field with everything that was stated.
#[derive(Clone, Debug)]
pub struct ValueField {
    pub(super) name: &'static str,
    pub(super) kind: &'static ExtraKind,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(in crate::serializers) required: bool,
    pub(super) allow_null: bool,
    pub(super) default: Option<Default>,
    pub(in crate::serializers) options: FieldOptions,
    label: Cow<'static, str>,
    help_text: Option<&'static str>,
    hook: Option<Hook>,
    error_messages: ErrorMessages,
}

/// What stands for a value that was not sent.
#[derive(Clone)]
pub(super) struct Default(Arc<dyn Fn() -> Extra + Send + Sync>);

impl Default {
    pub(super) fn make(&self) -> Extra {
        (self.0)()
    }
}

impl fmt::Debug for Default {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Default")
    }
}

/// A check of the application's own.
#[derive(Clone)]
struct Hook(Arc<dyn Fn(Extra) -> Result<Extra, ValidationError> + Send + Sync>);

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

impl ValueField {
    fn new(name: &'static str, kind: &'static ExtraKind) -> Self {
        Self {
            name,
            kind,
            read_only: false,
            write_only: false,
            required: !kind.nullable,
            allow_null: kind.nullable,
            default: None,
            options: FieldOptions::default(),
            label: label(name).into(),
            help_text: None,
            hook: None,
            error_messages: ErrorMessages::none(),
        }
    }

    /// `true` if there is a value also when nothing is sent.
    pub(super) fn has_value(&self) -> bool {
        self.kind.nullable || self.default.is_some() || (self.required && !self.read_only)
    }

    /// A value that was sent: null, then its type, then what is wrong with it.
    pub(super) fn parse(&self, input: Input<'_>) -> Result<Extra, Detail> {
        let input = null_word(&self.kind.schema, self.allow_null, input);
        if matches!(input, Input::Null) && !self.allow_null {
            return Err(ValidationError::from(null()).into_detail());
        }
        let read = (self.kind.parse)(input, &self.options);
        let Parsed { value, errors } = read.map_err(ValidationError::into_detail)?;
        if errors.is_empty() { Ok(value) } else { Err(Detail::messages(errors)) }
    }

    /// What the application's own check makes of a value.
    pub(super) fn check(&self, value: Extra) -> Result<Extra, Detail> {
        match &self.hook {
            Some(hook) => (hook.0)(value).map_err(ValidationError::into_detail),
            None => Ok(value),
        }
    }

    /// An error in the words that were stated for it.
    pub(super) fn reworded(&self, mut error: Detail) -> Detail {
        self.error_messages.apply(&mut error, &self.options);
        error
    }

    /// `None`, if the type has it.
    pub(super) fn none(&self) -> Option<Extra> {
        let nothing = || (self.kind.parse)(Input::Null, &self.options).ok();
        nothing().filter(|_| self.kind.nullable).map(|nothing| nothing.value)
    }

    /// What OPTIONS says of it.
    pub(super) fn describe(&self) -> Description {
        Description::new(&self.kind.schema, &self.options, self.required, self.read_only)
            .named(self.label.clone(), self.help_text)
    }
}

impl<T> From<ValueBuilder<T>> for ValueField {
    fn from(builder: ValueBuilder<T>) -> Self {
        builder.field
    }
}
