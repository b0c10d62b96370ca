//! The state of one field while its object is being read.

use std::marker::PhantomData;

use serde::de::{Error, MapAccess};
use serde_json::Value;

use super::value::Unique;
use super::{By, Read, Via};

/// A field of an object that is being read.
///
/// A duplicate key is an error: two readers could see two different messages. A field given under both its own key and an alias
/// is not: its own key wins.
pub(crate) struct FieldReader<T, V> {
    seen: bool,
    value: Option<T>,
    alias: Option<Value>,
    rule: PhantomData<V>,
}

impl<T: Read, V: Via<T>> FieldReader<T, V> {
    pub(crate) fn new() -> Self {
        Self { seen: false, value: None, alias: None, rule: PhantomData }
    }

    /// Reads the field under its own key.
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

    /// Reads the field under an alias, kept unparsed until it is known to be needed.
    pub(crate) fn take_alias<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value_seed(Unique)?;
        if self.alias.is_none() && !value.is_null() {
            self.alias = Some(value);
        }
        Ok(())
    }

    /// The value; an error if a required field is missing.
    pub(crate) fn finish<E: Error>(self, key: &'static str) -> Result<T, E> {
        self.found()?.or_else(T::absent).ok_or_else(|| E::missing_field(key))
    }

    /// The value, or its default.
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
