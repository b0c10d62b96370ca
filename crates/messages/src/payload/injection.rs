//! `hermes/injection/...`: teaching words (Snips).

use serde::Deserializer;
use serde::de::Error;
use serde_json::Value;

use crate::WireFormat;
use crate::entries::Entries;
use crate::fields::{fields, written};
use crate::read::Read;
use crate::words::words;
use crate::write::Write;

fields! {
    /// `hermes/injection/perform`: learn these words.
    #[derive(Eq, Default)]
    pub struct InjectionPerform {
        /// What to learn, in this order.
        pub operations: Vec<InjectionOperation> = "operations",
        /// How words are pronounced: each with its pronunciations.
        pub lexicon: Entries<Vec<String>> = "lexicon",
        /// The language of the words, if it is another than the assistant's.
        pub cross_language: Option<String> = "crossLanguage",
        /// Echoed in `complete`, as `requestId`.
        pub id: Option<String> = "id",
    }
}

written! { InjectionPerform {
    _ => { "operations": operations, "lexicon": lexicon, "crossLanguage": cross_language, "id": id }
} }

/// Adds values to entities; on the wire `["add", {entity: [[value, weight], ...]}]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InjectionOperation {
    /// To what.
    pub kind: InjectionKind,
    /// Each entity with its new values.
    pub values: Entries<Vec<InjectedValue>>,
}

impl InjectionOperation {
    /// Values for entities.
    pub fn new(kind: InjectionKind, values: Entries<Vec<InjectedValue>>) -> Self {
        Self { kind, values }
    }
}

/// What values are added to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InjectionKind {
    /// What the assistant knows now.
    Add,
    /// What it knew when it was new.
    AddFromVanilla,
    /// A kind this crate does not know.
    Other(String),
}

words! { InjectionKind { Add = "add", AddFromVanilla = "addFromVanilla" } }

impl Read for InjectionOperation {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let parts = Vec::<Value>::read(deserializer)?.unwrap_or_default();
        let Ok([kind, values]) = <[Value; 2]>::try_from(parts) else {
            return Err(D::Error::custom(
                "an operation is a list of two: a kind, and entities with their values",
            ));
        };
        let kind = InjectionKind::read(kind).map_err(D::Error::custom)?;
        let values = Entries::read(values).map_err(D::Error::custom)?;
        let kind = kind.ok_or_else(|| D::Error::custom("an operation needs a kind"))?;
        Ok(Some(Self::new(kind, values.unwrap_or_default())))
    }
}

impl Write for InjectionOperation {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        out.push(b'[');
        self.kind.write(format, out);
        out.push(b',');
        self.values.write(format, out);
        out.push(b']');
    }
}

/// A value, and how likely it is to be said; on the wire `[value, weight]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InjectedValue {
    /// The value.
    pub value: String,
    /// How likely, beside the others. 1 where the sender says nothing.
    pub weight: u64,
}

impl InjectedValue {
    /// A value and its weight.
    pub fn new(value: impl Into<String>, weight: u64) -> Self {
        Self { value: value.into(), weight }
    }
}

impl Read for InjectedValue {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        match Value::read(deserializer)? {
            None => Ok(None),
            Some(Value::String(value)) => Ok(Some(Self::new(value, 1))),
            Some(Value::Array(pair)) => match pair.as_slice() {
                [Value::String(value), weight] if weight.is_u64() => {
                    Ok(Some(Self::new(value.as_str(), weight.as_u64().unwrap_or(1))))
                }
                _ => Err(D::Error::custom("a weighted value is a list of two: a text and a whole number")),
            },
            Some(_) => Err(D::Error::custom("invalid type, expected a text or a weighted value")),
        }
    }
}

impl Write for InjectedValue {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        out.push(b'[');
        self.value.write(format, out);
        out.push(b',');
        self.weight.write(format, out);
        out.push(b']');
    }
}

fields! {
    /// `hermes/injection/status`: the answer to `statusRequest`.
    #[derive(Eq, Default)]
    pub struct InjectionStatus {
        /// When words were last learnt, as in `2018-12-10T11:14:08.468Z`.
        pub last_injection_date: Option<String> = "lastInjectionDate",
    }
}

written! { InjectionStatus {
    _ => { "lastInjectionDate": last_injection_date }
} }

fields! {
    /// `hermes/injection/complete`, and `hermes/injection/reset/perform` and `.../complete`.
    #[derive(Eq, Default)]
    pub struct InjectionRequest {
        /// Which request.
        pub request_id: Option<String> = "requestId",
    }
}

written! { InjectionRequest {
    _ => { "requestId": request_id }
} }

fields! {
    /// `hermes/injection/failed` and `hermes/injection/reset/failed`: never released, but seen.
    #[derive(Eq, Default)]
    pub struct InjectionFailed {
        /// Which request.
        pub request_id: Option<String> = "requestId",
        /// Why, in words.
        pub context: Option<String> = "context",
    }
}

written! { InjectionFailed {
    _ => { "requestId": request_id, "context": context }
} }

#[cfg(feature = "schema")]
impl schemars::JsonSchema for InjectionOperation {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "InjectionOperation".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <(InjectionKind, Entries<Vec<InjectedValue>>)>::json_schema(generator)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for InjectedValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "InjectedValue".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <(String, u64)>::json_schema(generator)
    }
}
