//! Configuration of the timers skill.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::timer_list::TimerLimits;

/// The table `[timers]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TimersConfig {
    /// The maximum number of timers. Default 50.
    pub most: usize,
    /// The maximum duration of a timer, in hours. Default 24.
    pub longest_hours: u32,
}

impl Default for TimersConfig {
    fn default() -> Self {
        Self { most: 50, longest_hours: 24 }
    }
}

impl From<TimersConfig> for TimerLimits {
    fn from(config: TimersConfig) -> Self {
        let hours = u64::from(config.longest_hours);
        Self { most: config.most, longest: Duration::from_secs(hours.saturating_mul(3600)) }
    }
}
