//! What can be set for the clock alone.

use serde::{Deserialize, Serialize};

use crate::clock_texts::Hours;

/// The table `[clock]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ClockConfig {
    /// The time zone of the home, such as `Europe/Berlin`. Default: that of the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// How hours are counted. Default: as the language has it, such as 12 in English and 24 in German.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}
