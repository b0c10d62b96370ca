//! The timers of the house: which there are, which one is meant, which are up. No clock: the time is told.

use std::time::Duration;

use jiff::Timestamp;
use petasos_messages::SiteId;
use petasos_program::Checked;
use serde::{Deserialize, Serialize};

use crate::timer_name::TimerName;

/// A timer that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Tells timers apart.
    pub id: u64,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<TimerName>,
    /// Where it was set, and rings.
    pub site: Checked<SiteId>,
    /// The room there.
    pub room: String,
    /// How long it was set for, with what was added since.
    pub length: Duration,
    /// When it is up.
    pub ends: Timestamp,
}

impl Timer {
    /// How long it still runs.
    pub fn left(&self, now: Timestamp) -> Duration {
        Duration::try_from(self.ends.duration_since(now)).unwrap_or_default()
    }
}

/// How somebody speaks of a timer: `the pasta timer`, `the ten minute timer`, `the timer`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimerQuery {
    /// What it is for.
    pub name: Option<TimerName>,
    /// How long it was set for.
    pub length: Option<Duration>,
}

/// Why a timer is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSet {
    /// There are as many as there may be.
    #[error("there are {0} timers already")]
    Full(usize),
    /// It would run for no time, or for longer than timers may.
    #[error("a timer runs for one second at least and for {0:?} at most")]
    Length(Duration),
}

/// How many timers there may be, and how long they may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerLimits {
    /// So many timers.
    pub most: usize,
    /// So long.
    pub longest: Duration,
}

/// The timers that run, the one that is up next first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerList {
    timers: Vec<Timer>,
    /// The id of the next timer.
    next_id: u64,
}

impl TimerList {
    /// All timers, the one that is up next first.
    pub fn timers(&self) -> &[Timer] {
        &self.timers
    }

    /// Sets a timer.
    pub fn set(
        &mut self,
        now: Timestamp,
        wanted: TimerQuery,
        at: (&SiteId, &str),
        bounds: TimerLimits,
    ) -> Result<Timer, NotSet> {
        if self.timers.len() >= bounds.most {
            return Err(NotSet::Full(bounds.most));
        }
        let length = wanted.length.unwrap_or_default();
        let ends = end(now, length, bounds)?;
        let (site, room) = (Checked(at.0.clone()), at.1.to_owned());
        let timer = Timer { id: self.next_id, name: wanted.name, site, room, length, ends };
        self.next_id += 1;
        self.insert(timer.clone());
        Ok(timer)
    }

    /// The timers somebody in this room may mean, the one that is up next first. Those of the room go before those of the house:
    /// "cancel the timer" in the kitchen means that of the kitchen, if there is one.
    pub fn meant(&self, wanted: &TimerQuery, room: &str) -> Vec<Timer> {
        let fits = |timer: &&Timer| {
            wanted.name.as_ref().is_none_or(|name| timer.name.as_ref() == Some(name))
                && wanted.length.is_none_or(|length| timer.length == length)
        };
        let all: Vec<&Timer> = self.timers.iter().filter(fits).collect();
        let here: Vec<&Timer> = all.iter().copied().filter(|timer| timer.room == room).collect();
        let meant = if here.is_empty() { all } else { here };
        meant.into_iter().cloned().collect()
    }

    /// Takes a timer away; `None`: it is not there any more.
    pub fn cancel(&mut self, id: u64) -> Option<Timer> {
        let place = self.timers.iter().position(|timer| timer.id == id)?;
        Some(self.timers.remove(place))
    }

    /// Takes all timers away.
    pub fn cancel_all(&mut self) -> Vec<Timer> {
        std::mem::take(&mut self.timers)
    }

    /// Lets a timer run longer; `None`: it is not there any more.
    pub fn add(
        &mut self,
        now: Timestamp,
        id: u64,
        more: Duration,
        bounds: TimerLimits,
    ) -> Option<Result<Timer, NotSet>> {
        let place = self.timers.iter().position(|timer| timer.id == id)?;
        let timer = self.timers.get(place)?;
        let ends = match end(now, timer.left(now).saturating_add(more), bounds) {
            Ok(ends) => ends,
            Err(error) => return Some(Err(error)),
        };
        let timer = self.timers.remove(place);
        let timer = Timer { ends, length: timer.length.saturating_add(more), ..timer };
        self.insert(timer.clone());
        Some(Ok(timer))
    }

    /// When the next timer is up.
    pub fn next_end(&self) -> Option<Timestamp> {
        self.timers.first().map(|timer| timer.ends)
    }

    /// Takes away the timers that are up.
    pub fn take_due(&mut self, now: Timestamp) -> Vec<Timer> {
        let still = self.timers.partition_point(|timer| timer.ends <= now);
        self.timers.drain(..still).collect()
    }

    /// Puts a timer at its place; behind those that are up at the same time.
    fn insert(&mut self, timer: Timer) {
        let place = self.timers.partition_point(|other| other.ends <= timer.ends);
        self.timers.insert(place, timer);
    }
}

fn end(now: Timestamp, length: Duration, bounds: TimerLimits) -> Result<Timestamp, NotSet> {
    let wrong = NotSet::Length(bounds.longest);
    if length < Duration::from_secs(1) || length > bounds.longest {
        return Err(wrong);
    }
    now.checked_add(length).map_err(|_| wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timer_name::Lang;
    use proptest::prelude::*;

    const BOUNDS: TimerLimits = TimerLimits { most: 3, longest: Duration::from_secs(3600) };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn named(name: TimerName) -> TimerQuery {
        TimerQuery { name: Some(name), length: None }
    }

    fn set(book: &mut TimerList, room: &str, name: Option<TimerName>, seconds: u64) -> Timer {
        let wanted = TimerQuery { name, length: Some(Duration::from_secs(seconds)) };
        book.set(at(0), wanted, (&SiteId::new(room).unwrap(), room), BOUNDS).unwrap()
    }

    fn names(timers: &[Timer]) -> Vec<&str> {
        timers.iter().map(|timer| timer.name.as_ref().map_or("-", |name| name.spoken(Lang::En))).collect()
    }

    #[test]
    fn timers_are_up_in_their_order() {
        let mut book = TimerList::default();
        set(&mut book, "kitchen", Some(TimerName::Pasta), 60);
        set(&mut book, "kitchen", Some(TimerName::Egg), 30);
        set(&mut book, "hall", None, 60);
        assert_eq!(book.next_end(), Some(at(30)));
        assert_eq!(names(&book.take_due(at(29))), [""; 0]);
        assert_eq!(names(&book.take_due(at(60))), ["egg", "pasta", "-"]);
        assert_eq!(book.next_end(), None);
    }

    #[test]
    fn the_timer_of_the_room_is_meant_and_otherwise_that_of_the_house() {
        let mut book = TimerList::default();
        set(&mut book, "kitchen", Some(TimerName::Pasta), 60);
        set(&mut book, "kitchen", Some(TimerName::Egg), 30);
        set(&mut book, "hall", Some(TimerName::Tea), 90);
        assert_eq!(names(&book.meant(&TimerQuery::default(), "hall")), ["tea"]);
        assert_eq!(names(&book.meant(&TimerQuery::default(), "kitchen")), ["egg", "pasta"]);
        assert_eq!(names(&book.meant(&TimerQuery::default(), "bath")), ["egg", "pasta", "tea"]);
        assert_eq!(names(&book.meant(&named(TimerName::Tea), "kitchen")), ["tea"]);
        let minute = TimerQuery { name: None, length: Some(Duration::from_secs(60)) };
        assert_eq!(names(&book.meant(&minute, "hall")), ["pasta"]);
        assert!(book.meant(&named(TimerName::Bread), "kitchen").is_empty());
    }

    #[test]
    fn time_is_added_to_what_is_left() {
        let mut book = TimerList::default();
        let pasta = set(&mut book, "kitchen", Some(TimerName::Pasta), 60);
        set(&mut book, "kitchen", Some(TimerName::Egg), 90);
        let longer = book.add(at(10), pasta.id, Duration::from_secs(60), BOUNDS).unwrap().unwrap();
        assert_eq!((longer.ends, longer.length), (at(120), Duration::from_secs(120)));
        assert_eq!(names(book.timers()), ["egg", "pasta"]);
        let too_long = book.add(at(10), pasta.id, Duration::from_secs(3600), BOUNDS).unwrap();
        assert_eq!(too_long, Err(NotSet::Length(BOUNDS.longest)));
        assert_eq!(names(book.timers()), ["egg", "pasta"]);
        assert_eq!(book.add(at(10), 99, Duration::from_secs(1), BOUNDS), None);
    }

    #[test]
    fn there_are_bounds() {
        let mut book = TimerList::default();
        let site = SiteId::new("kitchen").unwrap();
        let mut of = |length| {
            let wanted = TimerQuery { name: None, length: Some(Duration::from_millis(length)) };
            book.set(at(0), wanted, (&site, "kitchen"), BOUNDS).map(drop)
        };
        assert_eq!(of(999), Err(NotSet::Length(BOUNDS.longest)));
        assert_eq!(of(3_600_001), Err(NotSet::Length(BOUNDS.longest)));
        assert_eq!([of(1000), of(1000), of(1000)], [Ok(()); 3]);
        assert_eq!(of(1000), Err(NotSet::Full(3)));
    }

    proptest! {
        /// Whatever is set, added and cancelled: each timer is up once, at its time, and none before.
        #[test]
        fn every_timer_is_up_once(lengths in prop::collection::vec(1_u64..100, 1..20), longer in 0_usize..20, more in 1_u64..50) {
            let bounds = TimerLimits { most: 20, longest: Duration::from_secs(3600) };
            let site = SiteId::new("kitchen").unwrap();
            let mut book = TimerList::default();
            let mut expected = Vec::new();
            for (index, length) in lengths.iter().enumerate() {
                let wanted = TimerQuery { name: None, length: Some(Duration::from_secs(*length)) };
                let timer = book.set(at(0), wanted, (&site, "kitchen"), bounds).unwrap();
                let ends = if index == longer {
                    book.add(at(0), timer.id, Duration::from_secs(more), bounds).unwrap().unwrap().ends
                } else {
                    timer.ends
                };
                expected.push((ends, timer.id));
            }
            let mut rung = Vec::new();
            for second in 0..=150 {
                prop_assert!(book.next_end().is_none_or(|end| end >= at(second)));
                rung.extend(book.take_due(at(second)).into_iter().map(|timer| (at(second), timer.id)));
            }
            expected.sort();
            rung.sort();
            prop_assert_eq!(rung, expected);
        }
    }
}
