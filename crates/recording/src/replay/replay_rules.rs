//! The settings of a replay.

use std::time::Duration;

/// How long the replay waits between an input and the message that it answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pace {
    /// As long as it was recorded.
    #[default]
    Recorded,
    /// As long as it was recorded, but at most this long.
    AtMost(Duration),
    /// Not at all.
    Removed,
}

impl Pace {
    pub(super) fn apply(self, gap: Duration) -> Duration {
        match self {
            Self::Recorded => gap,
            Self::AtMost(most) => gap.min(most),
            Self::Removed => Duration::ZERO,
        }
    }
}

/// How a recording is played and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    /// The pace of the inputs. Default: as recorded.
    pub pace: Pace,
    /// How much later than recorded an output may arrive. Default: 5 s.
    pub deadline: Duration,
    /// Whether a field that is `null` differs from one that is missing. Default: false.
    pub exact: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { pace: Pace::Recorded, deadline: Duration::from_secs(5), exact: false }
    }
}
