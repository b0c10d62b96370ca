//! Configuration of the clock skill.

use serde::{Deserialize, Serialize};

use crate::clock_texts::Hours;

/// The table `[clock]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ClockConfig {
    /// The time zone, such as `Europe/Berlin`. Default: that of the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The hour format. Default: the convention of the language, such as 12 in English and 24 in German.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}
