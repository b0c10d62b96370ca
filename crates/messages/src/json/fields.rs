//! `fields!` and `written!`: the keys of a payload, listed once for reading and once per wire format for writing.
//!
//! ```text
//! fields! {
//!     /// `hermes/asr/startListening`: opens the microphone.
//!     pub struct StartListening {
//!         /// The site.
//!         pub site_id: SiteId = "siteId" | "device" else SiteId::default_site(),
//!         /// The intents to recognise.
//!         pub intent_filter: Option<Vec<IntentName>> = "intentFilter" via UsableIntents,
//!     }
//! }
//! written! { StartListening {
//!     Rhasspy         => { "siteId": site_id, "intentFilter": intent_filter }
//!     Snips | Alice   => { "siteId": site_id, skip "intentFilter": intent_filter }
//! } }
//! ```
//!
//! `fields!` generates the struct, its liberal reader and (feature `schema`) its JSON Schema:
//! * `= "key"`: the key of the field. Without it the field is filled from the topic.
//! * `| "other"`: a key that other senders use. The first key wins if both are present.
//! * `via Rule`: read by a rule other than the type's own (see [`crate::json::Via`]).
//! * `else value`: the default of a missing or null field. Without it the default is `None` for an `Option`, an empty list for a
//!   `Vec`, and everything else is required.
//!
//! `written!` is the field table: the keys of each wire format, in order.
//! * An absent value is written as null; after `skip` it is left out.
//! * `field | function`: applies the function to the field.

/// See the module's documentation.
macro_rules! fields {
    (
        $(#[doc = $about:literal])*
        $(#[derive($($derived:ident),*)])?
        $visibility:vis struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $field_visibility:vis $field:ident : $type:ty
                    $(= $key:literal $(| $alias:literal)* $(via $via:ident)? $(else $default:expr)?)?
            ),* $(,)?
        }
    ) => {
        $(#[doc = $about])*
        $(#[derive($($derived),*)])?
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        $visibility struct $name {
            $($(#[doc = $doc])* $field_visibility $field: $type,)*
        }

        impl crate::json::Read for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                struct Fields;

                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = Option<$name>;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str("a JSON object")
                    }

                    fn visit_unit<E>(self) -> Result<Self::Value, E> {
                        Ok(None)
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        $(fields!(@found $field $type $(, $key $(via $via)?)?);)*
                        while let Some(key) = map.next_key_seed(crate::json::Key)? {
                            match &*key {
                                $($(
                                    $key => $field.take($key, &mut map)?,
                                    $($alias => $field.take_alias(&mut map)?,)*
                                )?)*
                                _ => { map.next_value::<serde::de::IgnoredAny>()?; }
                            }
                        }
                        Ok(Some($name {
                            $($field: fields!(@finish $field $($key $(else $default)?)?),)*
                        }))
                    }
                }

                deserializer.deserialize_any(Fields)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut object = crate::json::Object::new(concat!($($about, "\n"),*));
                $(let _about = concat!($($doc, "\n"),*); $(
                    let required = fields!(@required $type $(, $default)?);
                    let schema = <fields!(@via $($via)?) as crate::json::Via<$type>>::schema(generator);
                    object.property($key, &[$($alias),*], schema, required, _about);
                )?)*
                object.finish()
            }
        }
    };
    (@found $field:ident $type:ty) => {};
    (@found $field:ident $type:ty, $key:literal $(via $via:ident)?) => {
        let mut $field = crate::json::FieldReader::<$type, fields!(@via $($via)?)>::new();
    };
    (@via $via:ident) => { $via };
    (@via) => { crate::json::Plain };
    (@finish $field:ident) => { Default::default() };
    (@finish $field:ident $key:literal) => { $field.finish($key)? };
    (@finish $field:ident $key:literal else $default:expr) => { $field.finish_or(|| $default)? };
    (@required $type:ty) => { <$type as crate::json::Read>::absent().is_none() };
    (@required $type:ty, $default:expr) => { false };
}

/// See the module's documentation.
macro_rules! written {
    ($name:ident { $($format:tt $(| $more:tt)* => { $($row:tt)* })+ }) => {
        impl crate::json::Write for $name {
            fn write(&self, format: crate::WireFormat, out: &mut Vec<u8>) {
                out.push(b'{');
                match format {
                    $(written!(@format $format $(| $more)*) => {
                        written!(@row self format out $($row)*);
                    })+
                }
                out.push(b'}');
            }
        }
    };
    (@format _) => { _ };
    (@format $($format:ident)|+) => { $(crate::WireFormat::$format)|+ };
    (@row $me:ident $format:ident $out:ident) => {};
    (@row $me:ident $format:ident $out:ident $key:literal = $value:literal $(, $($rest:tt)*)?) => {
        crate::json::key(concat!("\"", $key, "\":\"", $value, "\""), $out);
        $(written!(@row $me $format $out $($rest)*);)?
    };
    (@row $me:ident $format:ident $out:ident skip $key:literal : $field:ident $(| $made:path)? $(, $($rest:tt)*)?) => {
        let value = written!(@value $me $field $($made)?);
        if !crate::json::Write::is_absent(value) {
            crate::json::key(concat!("\"", $key, "\":"), $out);
            crate::json::Write::write(value, $format, $out);
        }
        $(written!(@row $me $format $out $($rest)*);)?
    };
    (@row $me:ident $format:ident $out:ident $key:literal : $field:ident $(| $made:path)? $(, $($rest:tt)*)?) => {
        crate::json::key(concat!("\"", $key, "\":"), $out);
        crate::json::Write::write(written!(@value $me $field $($made)?), $format, $out);
        $(written!(@row $me $format $out $($rest)*);)?
    };
    (@value $me:ident $field:ident) => { &$me.$field };
    (@value $me:ident $field:ident $made:path) => { &$made(&$me.$field) };
}

pub(crate) use {fields, written};
