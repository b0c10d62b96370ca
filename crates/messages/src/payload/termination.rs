//! Why sessions end.

use serde::Deserializer;

use crate::json::{Read, Write, fields, key};
use crate::{Component, WireFormat};

/// Why a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Termination {
    /// A skill ended the session.
    Nominal,
    /// The manager is switched off at this site (Snips).
    SiteUnavailable,
    /// The user said a cancel phrase or the wake word.
    AbortedByUser,
    /// The user's text was not recognised.
    IntentNotRecognized,
    /// A component did not answer in time.
    Timeout {
        /// The component that failed to answer (Snips; Rhasspy's format has no field for it).
        component: Option<ComponentName>,
    },
    /// A component failed.
    Error {
        /// The error message. Empty if the sender gave none (Rhasspy, Alice).
        error: String,
    },
    /// An unknown reason, kept as received.
    Other {
        /// The text of `reason`.
        reason: String,
    },
}

fields! {
    /// Why a session ended.
    struct TerminationFields {
        /// `nominal`, `siteUnavailable`, `abortedByUser`, `intentNotRecognized`, `timeout` or `error`. Rhasspy's
        /// clients know all but `siteUnavailable`.
        reason: String = "reason",
        /// For `timeout`: the component that did not answer (Snips).
        component: Option<ComponentName> = "component",
        /// For `error`: the error message (Snips).
        error: Option<String> = "error",
    }
}

impl Read for Termination {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(fields) = TerminationFields::read(deserializer)? else {
            return Ok(None);
        };
        Ok(Some(match fields.reason.as_str() {
            "nominal" => Self::Nominal,
            "siteUnavailable" => Self::SiteUnavailable,
            "abortedByUser" => Self::AbortedByUser,
            "intentNotRecognized" => Self::IntentNotRecognized,
            "timeout" => Self::Timeout { component: fields.component },
            "error" => Self::Error { error: fields.error.unwrap_or_default() },
            _ => Self::Other { reason: fields.reason },
        }))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Termination {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Termination".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        TerminationFields::json_schema(generator)
    }
}

impl Termination {
    /// The reason on the wire.
    pub fn reason(&self) -> &str {
        match self {
            Self::Nominal => "nominal",
            Self::SiteUnavailable => "siteUnavailable",
            Self::AbortedByUser => "abortedByUser",
            Self::IntentNotRecognized => "intentNotRecognized",
            Self::Timeout { .. } => "timeout",
            Self::Error { .. } => "error",
            Self::Other { reason } => reason,
        }
    }

    /// The reason out of Rhasspy's closed list: its Python clients fail on any other.
    fn rhasspy_reason(&self) -> &str {
        match self {
            Self::SiteUnavailable | Self::Other { .. } => "error",
            known => known.reason(),
        }
    }
}

impl Write for Termination {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"reason\":");
        if format == WireFormat::Rhasspy {
            self.rhasspy_reason().write(format, out);
        } else {
            self.reason().write(format, out);
            match self {
                Self::Timeout { component } => {
                    key("\"component\":", out);
                    component.write(format, out);
                }
                Self::Error { error } => {
                    key("\"error\":", out);
                    error.write(format, out);
                }
                _ => {}
            }
        }
        out.push(b'}');
    }
}

/// A component as named in `termination.component` (Snips). Unknown names are kept as received.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ComponentName(String);

impl ComponentName {
    /// The name on the wire: `asr`, `clientApp`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The component; [`Component::Other`] for an unknown name.
    pub fn component(&self) -> Component {
        match self.as_str() {
            "dialogue" => Component::DialogueManager,
            "clientApp" => Component::Skill,
            word => word.parse().unwrap_or(Component::Other),
        }
    }
}

impl From<Component> for ComponentName {
    fn from(component: Component) -> Self {
        Self(match component {
            Component::DialogueManager => "dialogue".to_owned(),
            Component::Skill => "clientApp".to_owned(),
            component => component.to_string(),
        })
    }
}

impl Read for ComponentName {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(String::read(deserializer)?.map(Self))
    }
}

impl Write for ComponentName {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        self.0.write(format, out);
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ComponentName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Component".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        crate::json::open_words(&[
            "audioServer",
            "hotword",
            "asr",
            "nlu",
            "dialogue",
            "tts",
            "injection",
            "clientApp",
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_keeps_its_name_on_the_wire() {
        for component in Component::ALL {
            assert_eq!(ComponentName::from(component).component(), component);
        }
        assert_eq!(ComponentName::from(Component::Skill).as_str(), "clientApp");
        assert_eq!(ComponentName("injection".to_owned()).component(), Component::Other);
    }
}
