//! The running timers: finding the one that is meant, and those that have expired. The current time is passed in.

use std::time::Duration;

use jiff::Timestamp;
use petasos_skill::SiteId;
use petasos_skill::config::Checked;
use serde::{Deserialize, Serialize};

use crate::timer_name::TimerName;

/// A running timer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Timer {
    /// Unique among all timers.
    pub(crate) id: u64,
    /// The purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<TimerName>,
    /// Where it was set and is announced.
    pub(crate) site: Checked<SiteId>,
    /// The room of that site.
    pub(crate) room: String,
    /// The duration it was set for, including time added later.
    pub(crate) length: Duration,
    /// When it expires.
    pub(crate) ends: Timestamp,
}

impl Timer {
    /// The time left.
    pub(crate) fn left(&self, now: Timestamp) -> Duration {
        Duration::try_from(self.ends.duration_since(now)).unwrap_or_default()
    }
}

/// How the user refers to a timer: `the pasta timer`, `the ten minute timer`, `the timer`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TimerQuery {
    /// The purpose.
    pub(crate) name: Option<TimerName>,
    /// The duration it was set for.
    pub(crate) length: Option<Duration>,
}

/// Why a timer was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotSet {
    /// The maximum number of timers is reached.
    #[error("there are {0} timers already")]
    Full(usize),
    /// It would run for less than a second, or for longer than allowed.
    #[error("a timer must run for at least one second and at most {0:?}")]
    Length(Duration),
}

/// The limits on timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimerLimits {
    /// The maximum number of timers.
    pub(crate) most: usize,
    /// The maximum duration of a timer.
    pub(crate) longest: Duration,
}

/// The running timers, sorted by expiry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TimerList {
    timers: Vec<Timer>,
    /// The id of the next timer.
    next_id: u64,
}

impl TimerList {
    /// All timers, sorted by expiry.
    pub(crate) fn timers(&self) -> &[Timer] {
        &self.timers
    }

    /// Sets a timer.
    pub(crate) fn set(
        &mut self,
        now: Timestamp,
        wanted: TimerQuery,
        at: (&SiteId, &str),
        limits: TimerLimits,
    ) -> Result<Timer, NotSet> {
        if self.timers.len() >= limits.most {
            return Err(NotSet::Full(limits.most));
        }
        let length = wanted.length.unwrap_or_default();
        let ends = end(now, length, limits)?;
        let (site, room) = (Checked(at.0.clone()), at.1.to_owned());
        let timer = Timer { id: self.next_id, name: wanted.name, site, room, length, ends };
        self.next_id += 1;
        self.insert(timer.clone());
        Ok(timer)
    }

    /// The timers that a user in this room may mean, sorted by expiry. Timers of the room take precedence: "cancel the timer" in
    /// the kitchen means one of the kitchen, if there is one.
    pub(crate) fn meant(&self, wanted: &TimerQuery, room: &str) -> Vec<Timer> {
        let fits = |timer: &&Timer| {
            wanted.name.as_ref().is_none_or(|name| timer.name.as_ref() == Some(name))
                && wanted.length.is_none_or(|length| timer.length == length)
        };
        let all: Vec<&Timer> = self.timers.iter().filter(fits).collect();
        let here: Vec<&Timer> = all.iter().copied().filter(|timer| timer.room == room).collect();
        let meant = if here.is_empty() { all } else { here };
        meant.into_iter().cloned().collect()
    }

    /// Removes a timer; `None` if it does not exist any more.
    pub(crate) fn cancel(&mut self, id: u64) -> Option<Timer> {
        let place = self.timers.iter().position(|timer| timer.id == id)?;
        Some(self.timers.remove(place))
    }

    /// Removes all timers.
    pub(crate) fn cancel_all(&mut self) -> Vec<Timer> {
        std::mem::take(&mut self.timers)
    }

    /// Extends a timer; `None` if it does not exist any more.
    pub(crate) fn add(
        &mut self,
        now: Timestamp,
        id: u64,
        more: Duration,
        limits: TimerLimits,
    ) -> Option<Result<Timer, NotSet>> {
        let place = self.timers.iter().position(|timer| timer.id == id)?;
        let timer = self.timers.get(place)?;
        let ends = match end(now, timer.left(now).saturating_add(more), limits) {
            Ok(ends) => ends,
            Err(error) => return Some(Err(error)),
        };
        let timer = self.timers.remove(place);
        let timer = Timer { ends, length: timer.length.saturating_add(more), ..timer };
        self.insert(timer.clone());
        Some(Ok(timer))
    }

    /// When the next timer expires.
    pub(crate) fn next_end(&self) -> Option<Timestamp> {
        self.timers.first().map(|timer| timer.ends)
    }

    /// Removes the timers that have expired.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Vec<Timer> {
        let still = self.timers.partition_point(|timer| timer.ends <= now);
        self.timers.drain(..still).collect()
    }

    /// Inserts a timer in order, after those with the same expiry.
    fn insert(&mut self, timer: Timer) {
        let place = self.timers.partition_point(|other| other.ends <= timer.ends);
        self.timers.insert(place, timer);
    }
}

fn end(now: Timestamp, length: Duration, limits: TimerLimits) -> Result<Timestamp, NotSet> {
    let wrong = NotSet::Length(limits.longest);
    if length < Duration::from_secs(1) || length > limits.longest {
        return Err(wrong);
    }
    now.checked_add(length).map_err(|_| wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMITS: TimerLimits = TimerLimits { most: 3, longest: Duration::from_secs(3600) };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn named(name: TimerName) -> TimerQuery {
        TimerQuery { name: Some(name), length: None }
    }

    fn set(list: &mut TimerList, room: &str, name: Option<TimerName>, seconds: u64) -> Timer {
        let wanted = TimerQuery { name, length: Some(Duration::from_secs(seconds)) };
        list.set(at(0), wanted, (&SiteId::new(room).unwrap(), room), LIMITS).unwrap()
    }

    fn names(timers: &[Timer]) -> Vec<String> {
        let name =
            |timer: &Timer| timer.name.as_ref().map_or_else(|| "-".to_owned(), |name| name.spoken("en"));
        timers.iter().map(name).collect()
    }

    #[test]
    fn timers_are_up_in_their_order() {
        let mut list = TimerList::default();
        set(&mut list, "kitchen", Some(TimerName::Pasta), 60);
        set(&mut list, "kitchen", Some(TimerName::Egg), 30);
        set(&mut list, "hall", None, 60);
        assert_eq!(list.next_end(), Some(at(30)));
        assert_eq!(names(&list.take_due(at(29))), [""; 0]);
        assert_eq!(names(&list.take_due(at(60))), ["egg", "pasta", "-"]);
        assert_eq!(list.next_end(), None);
    }

    #[test]
    fn timers_of_the_room_take_precedence_over_others() {
        let mut list = TimerList::default();
        set(&mut list, "kitchen", Some(TimerName::Pasta), 60);
        set(&mut list, "kitchen", Some(TimerName::Egg), 30);
        set(&mut list, "hall", Some(TimerName::Tea), 90);
        assert_eq!(names(&list.meant(&TimerQuery::default(), "hall")), ["tea"]);
        assert_eq!(names(&list.meant(&TimerQuery::default(), "kitchen")), ["egg", "pasta"]);
        assert_eq!(names(&list.meant(&TimerQuery::default(), "bath")), ["egg", "pasta", "tea"]);
        assert_eq!(names(&list.meant(&named(TimerName::Tea), "kitchen")), ["tea"]);
        let minute = TimerQuery { name: None, length: Some(Duration::from_secs(60)) };
        assert_eq!(names(&list.meant(&minute, "hall")), ["pasta"]);
        assert!(list.meant(&named(TimerName::Bread), "kitchen").is_empty());
    }

    #[test]
    fn time_is_added_to_what_is_left() {
        let mut list = TimerList::default();
        let pasta = set(&mut list, "kitchen", Some(TimerName::Pasta), 60);
        set(&mut list, "kitchen", Some(TimerName::Egg), 90);
        let longer = list.add(at(10), pasta.id, Duration::from_secs(60), LIMITS).unwrap().unwrap();
        assert_eq!((longer.ends, longer.length), (at(120), Duration::from_secs(120)));
        assert_eq!(names(list.timers()), ["egg", "pasta"]);
        let too_long = list.add(at(10), pasta.id, Duration::from_secs(3600), LIMITS).unwrap();
        assert_eq!(too_long, Err(NotSet::Length(LIMITS.longest)));
        assert_eq!(names(list.timers()), ["egg", "pasta"]);
        assert_eq!(list.add(at(10), 99, Duration::from_secs(1), LIMITS), None);
    }

    #[test]
    fn there_are_bounds() {
        let mut list = TimerList::default();
        let site = SiteId::new("kitchen").unwrap();
        let mut of = |length| {
            let wanted = TimerQuery { name: None, length: Some(Duration::from_millis(length)) };
            list.set(at(0), wanted, (&site, "kitchen"), LIMITS).map(drop)
        };
        assert_eq!(of(999), Err(NotSet::Length(LIMITS.longest)));
        assert_eq!(of(3_600_001), Err(NotSet::Length(LIMITS.longest)));
        assert_eq!([of(1000), of(1000), of(1000)], [Ok(()); 3]);
        assert_eq!(of(1000), Err(NotSet::Full(3)));
    }

    proptest! {
        /// However timers are set and extended, each one expires once, at its time.
        #[test]
        fn every_timer_is_up_once(lengths in prop::collection::vec(1_u64..100, 1..20), longer in 0_usize..20, more in 1_u64..50) {
            let limits = TimerLimits { most: 20, longest: Duration::from_secs(3600) };
            let site = SiteId::new("kitchen").unwrap();
            let mut list = TimerList::default();
            let mut expected = Vec::new();
            for (index, length) in lengths.iter().enumerate() {
                let wanted = TimerQuery { name: None, length: Some(Duration::from_secs(*length)) };
                let timer = list.set(at(0), wanted, (&site, "kitchen"), limits).unwrap();
                let ends = if index == longer {
                    list.add(at(0), timer.id, Duration::from_secs(more), limits).unwrap().unwrap().ends
                } else {
                    timer.ends
                };
                expected.push((ends, timer.id));
            }
            let mut rung = Vec::new();
            for second in 0..=150 {
                prop_assert!(list.next_end().is_none_or(|end| end >= at(second)));
                rung.extend(list.take_due(at(second)).into_iter().map(|timer| (at(second), timer.id)));
            }
            expected.sort();
            rung.sort();
            prop_assert_eq!(rung, expected);
        }
    }
}
