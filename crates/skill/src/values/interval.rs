//! Time intervals.

use jiff::{ToSpan, Zoned};
use petasos_messages::slot::{Grain, Slot, SlotValue as WireValue};

use super::date_time::{self, Stamp};
use super::tokens::text;
use crate::intent::spec::{Builtin, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// A time interval; at least one end is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The start; `None` for "until six".
    pub from: Option<Zoned>,
    /// The end, exclusive; `None` for "from six".
    pub to: Option<Zoned>,
}

static INTERVAL: Builtin = Builtin {
    snips: &["snips/timePeriod", "snips/datePeriod", "snips/datetime", "snips/date", "snips/time"],
    grammar: Grammar::None,
    examples: &[("en", "this weekend"), ("de", "dieses Wochenende"), ("fr", "ce week-end")],
};

impl SlotValue for Interval {
    /// A time interval. A single point in time is the whole of its hour, day, month ... As text it is `start/end` of ISO 8601.
    fn entity() -> Entity {
        Entity::new("PetasosInterval", Values::Builtin(&INTERVAL))
    }

    fn read(slot: &Slot, _lang: Option<&str>) -> Result<Self, InvalidValue> {
        let interval = match &slot.value {
            WireValue::TimeInterval { from, to } => between(from.as_deref(), to.as_deref()),
            WireValue::InstantTime { value, grain, .. } => during(value, grain),
            _ => text(slot).split_once('/').and_then(|(from, to)| between(Some(from), Some(to))),
        };
        interval.ok_or_else(|| InvalidValue::of_table(date_time::HINT))
    }
}

/// An interval from its ends; `..` is an open end, as in ISO 8601-2.
fn between(from: Option<&str>, to: Option<&str>) -> Option<Interval> {
    let side = |text: Option<&str>| match text {
        None | Some("" | "..") => Some(None),
        Some(text) => Some(Some(Stamp::parse(text)?.zoned()?)),
    };
    let interval = Interval { from: side(from)?, to: side(to)? };
    (interval.from.is_some() || interval.to.is_some()).then_some(interval)
}

/// The whole hour, day, month ... of a point in time.
fn during(start: &str, grain: &Grain) -> Option<Interval> {
    let from = Stamp::parse(start)?.zoned()?;
    let length = match grain {
        Grain::Year => 1.year(),
        Grain::Quarter => 3.months(),
        Grain::Month => 1.month(),
        Grain::Week => 1.week(),
        Grain::Day => 1.day(),
        Grain::Hour => 1.hour(),
        Grain::Minute => 1.minute(),
        Grain::Second => 1.second(),
        _ => return None,
    };
    let to = from.checked_add(length).ok()?;
    Some(Interval { from: Some(from), to: Some(to) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{instant, json, read, typed};

    fn sides(interval: &Interval) -> (Option<String>, Option<String>) {
        let side = |side: &Option<Zoned>| side.as_ref().map(|zoned| zoned.timestamp().to_string());
        (side(&interval.from), side(&interval.to))
    }

    #[test]
    fn an_interval_may_be_open_on_one_side() {
        let open = json!({ "kind": "TimeInterval", "from": "2017-06-07 18:00:00 +02:00", "to": null });
        let interval = Interval::read(&typed(&open), None).unwrap();
        assert_eq!(sides(&interval), (Some("2017-06-07T16:00:00Z".into()), None));
        assert!(Interval::read(&typed(&json!({ "kind": "TimeInterval" })), None).is_err());
    }

    #[test]
    fn a_day_is_an_interval_and_so_is_a_text_of_iso() {
        let day = instant("2017-06-07 00:00:00 +00:00", "Day");
        let expected = (Some("2017-06-07T00:00:00Z".into()), Some("2017-06-08T00:00:00Z".into()));
        assert_eq!(sides(&Interval::read(&day, None).unwrap()), expected);
        assert_eq!(sides(&read("2017-06-07T00:00Z/2017-06-08T00:00Z", "en").unwrap()), expected);
    }

    #[test]
    fn an_invalid_interval_is_asked_again() {
        for text in ["", "/", "../..", "today/tomorrow", "2017-06-07T00:00Z"] {
            assert!(read::<Interval>(text, "en").is_err(), "{text:?}");
        }
    }
}
