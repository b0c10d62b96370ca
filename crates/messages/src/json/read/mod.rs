//! Reads JSON: liberal and bounded. A message is not rejected over a field that can be interpreted.
//!
//! A field is read by the rule of its type ([`Read`]); a few fields have a rule of their own ([`Via`]). Null counts as missing.
//! The keys are listed beside the payloads (see [`super::fields`]).

mod document;
mod field_reader;
mod rules;
mod scalar;
mod value;

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

pub(crate) use document::{ReadError, document};
pub(crate) use field_reader::FieldReader;
pub(crate) use rules::{AnyText, UsableIntents};
pub(crate) use value::Key;

/// The maximum number of items in a list; longer lists are an error.
const MAX_ITEMS: usize = 4096;

/// A value that can be read from any of the forms that senders use.
pub(crate) trait Read: Sized {
    /// Reads the value; `None` for null and its equivalents.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;

    /// The value of a missing field; `None` if it is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// A rule for reading a `T` that differs from the type's own.
pub(crate) trait Via<T> {
    /// Reads the value; `None` for null and its equivalents.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error>;

    /// The schema of the field.
    #[cfg(feature = "schema")]
    fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema
    where
        T: schemars::JsonSchema,
    {
        generator.subschema_for::<T>()
    }
}

/// The type's own rule.
pub(crate) struct Plain;

impl<T: Read> Via<T> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer)
    }
}

/// Passes a [`Via`] rule to serde.
pub(crate) struct By<T, V>(PhantomData<(T, V)>);

impl<T, V> By<T, V> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T, V: Via<T>> DeserializeSeed<'de> for By<T, V> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        V::read(deserializer)
    }
}

impl<T: Read> Read for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        T::read(deserializer).map(|value| value.map(Some))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        T::read(deserializer).map(|value| value.map(Box::new))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(List(PhantomData))
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for List<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut items, mut seen) = (Vec::new(), 0);
        while let Some(item) = list.next_element_seed(By::<T, Plain>::new())? {
            check_room(seen)?;
            seen += 1;
            items.extend(item);
        }
        Ok(Some(items))
    }
}

/// An error if a list or object has reached its limit.
fn check_room<E: serde::de::Error>(items: usize) -> Result<(), E> {
    if items < MAX_ITEMS {
        Ok(())
    } else {
        Err(E::custom(format_args!("more than {MAX_ITEMS} items in a list or object")))
    }
}
