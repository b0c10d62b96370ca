//! One field while its object is being read.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::value::Unique;
use super::{By, Read, Via};

/// What was found for a field so far.
///
/// A key that stands twice is an error: two readers could see two different messages. A field that is there under
/// its own name and under another sender's name is not: its own name wins.
pub(crate) struct Found<T, V> {
    seen: bool,
    value: Option<T>,
    alias: Option<Value>,
    rule: PhantomData<V>,
}

impl<T: Read, V: Via<T>> Found<T, V> {
    pub(crate) fn new() -> Self {
        Self { seen: false, value: None, alias: None, rule: PhantomData }
    }

    /// The field under its own name.
    pub(crate) fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if self.seen {
            return Err(A::Error::duplicate_field(key));
        }
        self.seen = true;
        self.value = map.next_value_seed(By::<T, V>::new())?;
        Ok(())
    }

    /// The field under another sender's name: kept as it is until it is known to be needed.
    pub(crate) fn take_alias<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value_seed(Unique)?;
        if self.alias.is_none() && !value.is_null() {
            self.alias = Some(value);
        }
        Ok(())
    }

    /// The value; an error if it must be there and is not.
    pub(crate) fn finish<E: Error>(self, key: &'static str) -> Result<T, E> {
        self.found()?.or_else(T::absent).ok_or_else(|| E::missing_field(key))
    }

    /// The value, or what its absence means.
    pub(crate) fn finish_or<E: Error>(self, default: impl FnOnce() -> T) -> Result<T, E> {
        Ok(self.found()?.unwrap_or_else(default))
    }

    fn found<E: Error>(self) -> Result<Option<T>, E> {
        match (self.value, self.alias) {
            (None, Some(alias)) => V::read(alias).map_err(E::custom),
            (value, _) => Ok(value),
        }
    }
}

/// Reads a key without copying it where that is possible.
pub(crate) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
