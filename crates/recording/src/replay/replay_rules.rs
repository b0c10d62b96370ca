//! How fast a recording is played.

use std::time::Duration;

/// What becomes of the time between an input and what it answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pace {
    /// It is as long as it was.
    #[default]
    Recorded,
    /// It is at most so long.
    AtMost(Duration),
    /// There is none.
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
pub struct Rules {
    /// How fast. Default: as it was recorded.
    pub pace: Pace,
    /// How much later than it was recorded an output may come. Default 5 s.
    pub deadline: Duration,
    /// Whether a field that is `null` differs from one that is not there. Default false.
    pub exact: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { pace: Pace::Recorded, deadline: Duration::from_secs(5), exact: false }
    }
}
