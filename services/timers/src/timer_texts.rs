//! The spoken texts, from the tables in `texts/`.

use std::time::Duration;

use jiff::Timestamp;
use petasos_skill::LocalizedText;
use petasos_skill::texts::{TextTable, joined};

use crate::timer_list::{NotSet, Timer};

petasos_skill::texts! {
    /// The texts of a language.
    pub(crate) struct TimerTexts("texts", ["en", "de"]) {
        named(name),
        unnamed(length, units),
        set(length),
        set_named(name, length),
        too_many(count),
        too_long(length),
        extended(timer, left),
        left(timer, left),
        list(count, timers),
        list_item(timer, left),
        cancelled(timer),
        cancel_all(count),
        all_cancelled(),
        kept(),
        none(),
        no_such(),
        gone(),
        which(timers),
        up(timer),
        up_late(timer, late),
        hours(count),
        minutes(count),
        seconds(count),
        hour_unit(count),
        minute_unit(count),
        second_unit(count),
        and(),
        or(),
    }
}

/// A timer was set.
pub(crate) fn set(timer: &Timer) -> LocalizedText {
    TimerTexts::say(|t| {
        let length = length(t, timer.length);
        match name(t, timer) {
            Some(name) => t.set_named(name, length),
            None => t.set(length),
        }
    })
}

/// A timer was not set.
pub(crate) fn not_set(why: NotSet) -> LocalizedText {
    TimerTexts::say(|t| match why {
        NotSet::Full(most) => t.too_many(most),
        NotSet::Length(longest) => t.too_long(length(t, longest)),
    })
}

/// A timer was extended.
pub(crate) fn extended(timer: &Timer, now: Timestamp) -> LocalizedText {
    TimerTexts::say(|t| t.extended(title(t, timer), rounded(t, timer.left(now))))
}

/// The time left of a timer.
pub(crate) fn left(timer: &Timer, now: Timestamp) -> LocalizedText {
    TimerTexts::say(|t| t.left(title(t, timer), rounded(t, timer.left(now))))
}

/// All timers.
pub(crate) fn list(timers: &[Timer], now: Timestamp) -> LocalizedText {
    if let [timer] = timers {
        return left(timer, now);
    }
    TimerTexts::say(|t| {
        let item = |timer: &Timer| t.list_item(title(t, timer), rounded(t, timer.left(now)));
        let items: Vec<String> = timers.iter().map(item).collect();
        t.list(timers.len(), joined(&items, &t.and()))
    })
}

/// A timer was cancelled.
pub(crate) fn cancelled(timer: &Timer) -> LocalizedText {
    TimerTexts::say(|t| t.cancelled(title(t, timer)))
}

/// The question which of several timers is meant.
pub(crate) fn which(timers: &[Timer]) -> LocalizedText {
    TimerTexts::say(|t| {
        let titles: Vec<String> = timers.iter().map(|timer| title(t, timer)).collect();
        t.which(joined(&titles, &t.or()))
    })
}

/// A timer has expired; if it is late because the skill was not running, with an apology.
pub(crate) fn up(timer: &Timer, late: Option<Duration>) -> LocalizedText {
    TimerTexts::say(|t| match late {
        None => t.up(title(t, timer)),
        Some(late) => t.up_late(title(t, timer), ago(t, late)),
    })
}

/// The title of a timer: `pasta timer`, `10 minute timer`.
pub(crate) fn title(t: &TimerTexts, timer: &Timer) -> String {
    if let Some(name) = name(t, timer) {
        return t.named(name);
    }
    let units =
        units(timer.length, [TimerTexts::hour_unit, TimerTexts::minute_unit, TimerTexts::second_unit], t);
    t.unnamed(length(t, timer.length), units.join(" "))
}

fn name(t: &TimerTexts, timer: &Timer) -> Option<String> {
    timer.name.as_ref().map(|name| name.spoken(t.lang()))
}

/// Hours, minutes and seconds in these texts, without those that are 0.
fn units(length: Duration, texts: [fn(&TimerTexts, u64) -> String; 3], t: &TimerTexts) -> Vec<String> {
    let seconds = length.as_secs();
    let counts = [seconds / 3600, seconds / 60 % 60, seconds % 60];
    counts
        .into_iter()
        .zip(texts)
        .filter(|(count, _)| *count > 0)
        .map(|(count, text)| text(t, count))
        .collect()
}

/// `1 hour, 2 minutes and 5 seconds`.
fn length(t: &TimerTexts, length: Duration) -> String {
    let units = units(length, [TimerTexts::hours, TimerTexts::minutes, TimerTexts::seconds], t);
    if units.is_empty() { t.seconds(0_u64) } else { joined(&units, &t.and()) }
}

/// A duration rounded for speech: without seconds from 10 minutes on, and never 0.
fn rounded(t: &TimerTexts, exact: Duration) -> String {
    let seconds = exact.as_secs_f64().ceil().max(1.0);
    let step = if seconds >= 600.0 { 60.0 } else { 1.0 };
    length(t, Duration::from_secs_f64((seconds / step).round() * step))
}

/// The time since an event, rounded for speech: without seconds from one minute on.
fn ago(t: &TimerTexts, exact: Duration) -> String {
    let seconds = exact.as_secs().max(1);
    let minutes = (seconds + 30) / 60;
    length(t, Duration::from_secs(if seconds < 60 { seconds } else { minutes * 60 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timer_name::TimerName;
    use petasos_skill::SiteId;
    use petasos_skill::config::Checked;

    fn timer(name: Option<TimerName>, seconds: u64) -> Timer {
        let length = Duration::from_secs(seconds);
        Timer {
            id: 0,
            name,
            site: Checked(SiteId::new("kitchen").unwrap()),
            room: "kitchen".to_owned(),
            length,
            ends: Timestamp::UNIX_EPOCH + length,
        }
    }

    #[test]
    fn every_language_has_every_text() {
        TimerTexts::check().unwrap();
    }

    #[test]
    fn everything_is_said_in_both_languages() {
        let now = Timestamp::UNIX_EPOCH;
        let (pasta, plain) = (timer(Some(TimerName::Pasta), 600), timer(None, 5430));
        let both = [pasta.clone(), plain.clone()];
        let said = [
            set(&pasta),
            set(&plain),
            extended(&pasta, now),
            left(&plain, now),
            list(&both, now),
            list(&both[..1], now),
            cancelled(&pasta),
            cancelled(&plain),
            TimerTexts::say(|t| t.cancel_all(2)),
            which(&both),
            up(&pasta, None),
            up(&plain, None),
            up(&pasta, Some(Duration::from_secs(61))),
            not_set(NotSet::Full(50)),
            not_set(NotSet::Length(Duration::from_secs(86_400))),
            up(&timer(Some(TimerName::Other("sourdough".to_owned())), 60), None),
        ];
        let table = said.map(|words| format!("{}\n{}\n", words.in_lang(None), words.in_lang(Some("de-AT"))));
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn what_is_left_is_rounded_as_people_do() {
        for (millis, said) in [
            (0, "1 second"),
            (59_200, "1 minute"),
            (61_000, "1 minute and 1 second"),
            (599_000, "9 minutes and 59 seconds"),
            (605_000, "10 minutes"),
            (3_659_000, "1 hour and 1 minute"),
        ] {
            assert_eq!(rounded(TimerTexts::in_lang(Some("en")), Duration::from_millis(millis)), said);
        }
    }
}
