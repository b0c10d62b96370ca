//! Objects whose keys are data.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::WireFormat;
use crate::read::{By, Key, Plain, Read, check_room};
use crate::write::Write;

/// An object whose keys are data: names with values, in their order on the wire, each name once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries<T>(Vec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Entries<T> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> FromIterator<(String, T)> for Entries<T> {
    /// Of a name that comes twice, the first value stays.
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        let mut unique = Self::default();
        for (name, value) in entries {
            if unique.get(&name).is_none() {
                unique.0.push((name, value));
            }
        }
        unique
    }
}

impl<T: Read> Read for Entries<T> {
    /// Python writes `[]` for an empty object whose type it forgot.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(EntriesVisitor(PhantomData))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for EntriesVisitor<T> {
    type Value = Option<Entries<T>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        match list.next_element::<serde::de::IgnoredAny>()? {
            None => Ok(Some(Entries::default())),
            Some(_) => Err(A::Error::custom("invalid type: a list, expected an object")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        let mut names = std::collections::HashSet::new();
        while let Some(name) = map.next_key_seed(Key)? {
            check_room(entries.len())?;
            if !names.insert(name.to_string()) {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
            if let Some(value) = map.next_value_seed(By::<T, Plain>::new())? {
                entries.push((name.into_owned(), value));
            }
        }
        Ok(Some(Entries(entries)))
    }
}

impl<T: Write> Write for Entries<T> {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        out.push(b'{');
        for (index, (name, value)) in self.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            name.write(format, out);
            out.push(b':');
            value.write(format, out);
        }
        out.push(b'}');
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("EntriesOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <std::collections::BTreeMap<String, T>>::json_schema(generator)
    }
}
