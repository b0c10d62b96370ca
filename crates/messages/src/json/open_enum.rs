//! `open_enum!`: enums of the protocol's string constants that keep unknown strings.

/// Implements text, reader, writer and schema for an enum with a variant `Other(String)`.
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl crate::json::Read for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                let word = <String as crate::json::Read>::read(deserializer)?;
                Ok(word.map(|word| Self::from(word.as_str())))
            }
        }

        impl crate::json::Write for $name {
            fn write(&self, format: crate::WireFormat, out: &mut Vec<u8>) {
                self.as_str().write(format, out);
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::json::open_words(&[$($word),*])
            }
        }
    };
}

pub(crate) use open_enum;
