//! What anybody on the broker could make us log, at a bounded rate.

use std::time::Duration;

/// So often at most.
const PAUSE: Duration = Duration::from_secs(1);

/// Complaints, of which those that come too soon after another are only counted.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    quiet_until: Duration,
    held_back: u64,
}

impl Complaints {
    /// Whether one more may be made now, and how many were held back before it.
    pub(super) fn make(&mut self, now: Duration) -> Option<u64> {
        if now < self.quiet_until {
            self.held_back += 1;
            return None;
        }
        self.quiet_until = now.saturating_add(PAUSE);
        Some(std::mem::take(&mut self.held_back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_in_a_row_are_counted_not_made() {
        let mut complaints = Complaints::default();
        assert_eq!(complaints.make(Duration::ZERO), Some(0));
        assert_eq!(complaints.make(Duration::from_millis(1)), None);
        assert_eq!(complaints.make(Duration::from_millis(999)), None);
        assert_eq!(complaints.make(PAUSE), Some(2));
        assert_eq!(complaints.make(PAUSE * 2), Some(0));
    }
}
