//! What the skill says.

use std::time::Duration;

use jiff::Timestamp;
use petasos_skill::LocalizedText;

use crate::timer_list::{NotSet, Timer};
use crate::timer_name::Lang;

/// The same in all languages.
fn words(say: impl Fn(Lang) -> String) -> LocalizedText {
    LocalizedText::new(say(Lang::En)).or_in("de", say(Lang::De))
}

/// A timer was set.
pub(crate) fn set(timer: &Timer) -> LocalizedText {
    words(|lang| {
        let length = length(timer.length, lang);
        match (lang, name(timer, lang)) {
            (Lang::En, Some(name)) => format!("The {name} timer is set for {length}."),
            (Lang::En, None) => format!("The timer is set for {length}."),
            (Lang::De, Some(name)) => format!("Der {name}-Timer läuft {length}."),
            (Lang::De, None) => format!("Der Timer läuft {length}."),
        }
    })
}

/// A timer was not set.
pub(crate) fn not_set(why: NotSet) -> LocalizedText {
    match why {
        NotSet::Full(most) => words(|lang| match lang {
            Lang::En => format!("No more than {most} can run at once. Cancel a timer first."),
            Lang::De => format!("Mehr als {most} können nicht zugleich laufen. Lösche erst einen Timer."),
        }),
        NotSet::Length(longest) => words(|lang| match lang {
            Lang::En => format!("A timer can run for up to {}.", length(longest, lang)),
            Lang::De => format!("Ein Timer kann höchstens {} laufen.", length(longest, lang)),
        }),
    }
}

/// A timer runs longer.
pub(crate) fn added(timer: &Timer, now: Timestamp) -> LocalizedText {
    left_with(timer, now, "now has", "läuft jetzt noch")
}

/// How long a timer still runs.
pub(crate) fn left(timer: &Timer, now: Timestamp) -> LocalizedText {
    left_with(timer, now, "has", "läuft noch")
}

fn left_with(timer: &Timer, now: Timestamp, has: &str, runs: &str) -> LocalizedText {
    words(|lang| {
        let left = about(timer.left(now), lang);
        match lang {
            Lang::En => format!("The {} {has} {left} left.", title(timer, lang)),
            Lang::De => format!("Der {} {runs} {left}.", title(timer, lang)),
        }
    })
}

/// All timers.
pub(crate) fn list(timers: &[Timer], now: Timestamp) -> LocalizedText {
    if let [timer] = timers {
        return left(timer, now);
    }
    words(|lang| {
        let each = timers.iter().map(|timer| {
            let left = about(timer.left(now), lang);
            match lang {
                Lang::En => format!("the {} with {left} left", title(timer, lang)),
                Lang::De => format!("der {} noch {left}", title(timer, lang)),
            }
        });
        let each = joined(&each.collect::<Vec<_>>(), and(lang));
        match lang {
            Lang::En => format!("There are {} timers: {each}.", timers.len()),
            Lang::De => format!("Es laufen {} Timer: {each}.", timers.len()),
        }
    })
}

/// A timer is gone.
pub(crate) fn cancelled(timer: &Timer) -> LocalizedText {
    words(|lang| match lang {
        Lang::En => format!("The {} is cancelled.", title(timer, lang)),
        Lang::De => format!("Der {} ist gelöscht.", title(timer, lang)),
    })
}

/// Whether all timers shall go.
pub(crate) fn cancel_all(count: usize) -> LocalizedText {
    words(|lang| match lang {
        Lang::En => format!("There are {count} timers. Shall I cancel all of them?"),
        Lang::De => format!("Es laufen {count} Timer. Soll ich alle löschen?"),
    })
}

/// All timers are gone.
pub(crate) fn all_cancelled() -> LocalizedText {
    LocalizedText::new("All timers are cancelled.").or_in("de", "Alle Timer sind gelöscht.")
}

/// They stay.
pub(crate) fn kept() -> LocalizedText {
    LocalizedText::new("Okay, they keep running.").or_in("de", "Gut, sie laufen weiter.")
}

/// There is no timer at all.
pub(crate) fn none() -> LocalizedText {
    LocalizedText::new("There is no timer.").or_in("de", "Es läuft kein Timer.")
}

/// There is none that could be meant.
pub(crate) fn no_such() -> LocalizedText {
    LocalizedText::new("There is no such timer.").or_in("de", "So einen Timer gibt es nicht.")
}

/// It was up, or somebody else cancelled it, while we asked.
pub(crate) fn gone() -> LocalizedText {
    LocalizedText::new("That timer is not there any more.").or_in("de", "Den Timer gibt es nicht mehr.")
}

/// Which of several is meant.
pub(crate) fn which(timers: &[Timer]) -> LocalizedText {
    words(|lang| {
        let titles: Vec<String> = timers.iter().map(|timer| title(timer, lang)).collect();
        match lang {
            Lang::En => format!("Which one: {}?", joined(&titles, "or")),
            Lang::De => format!("Welchen: {}?", joined(&titles, "oder")),
        }
    })
}

/// A timer is up. One that was up a while ago, when nobody could say so, comes with an apology.
pub(crate) fn up(timer: &Timer, late: Option<Duration>) -> LocalizedText {
    words(|lang| {
        let title = title(timer, lang);
        match (lang, late.map(|late| ago(late, lang))) {
            (Lang::En, None) => format!("The {title} is up."),
            (Lang::En, Some(late)) => format!("Sorry, I was away. The {title} was up {late} ago."),
            (Lang::De, None) => format!("Der {title} ist abgelaufen."),
            (Lang::De, Some(late)) => {
                format!("Entschuldigung, ich war nicht da. Der {title} ist schon {late} abgelaufen.")
            }
        }
    })
}

/// What a timer is called: `pasta timer`, `10 minute timer`.
pub(crate) fn title(timer: &Timer, lang: Lang) -> String {
    match (lang, name(timer, lang)) {
        (Lang::En, Some(name)) => format!("{name} timer"),
        (Lang::De, Some(name)) => format!("{name}-Timer"),
        (Lang::En, None) => {
            let parts: Vec<String> =
                parts(timer.length).map(|(number, unit)| format!("{number} {}", unit.one(lang))).collect();
            format!("{} timer", parts.join(" "))
        }
        (Lang::De, None) => format!("Timer über {}", length(timer.length, lang)),
    }
}

fn name(timer: &Timer, lang: Lang) -> Option<&str> {
    timer.name.as_ref().map(|name| name.spoken(lang))
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hour,
    Minute,
    Second,
}

impl Unit {
    fn one(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, Self::Hour) => "hour",
            (Lang::En, Self::Minute) => "minute",
            (Lang::En, Self::Second) => "second",
            (Lang::De, Self::Hour) => "Stunde",
            (Lang::De, Self::Minute) => "Minute",
            (Lang::De, Self::Second) => "Sekunde",
        }
    }

    fn many(self, lang: Lang) -> String {
        let ending = match lang {
            Lang::En => "s",
            Lang::De => "n",
        };
        format!("{}{ending}", self.one(lang))
    }
}

/// Its hours, minutes and seconds, without those that are none.
fn parts(length: Duration) -> impl Iterator<Item = (u64, Unit)> {
    let seconds = length.as_secs();
    let all = [(seconds / 3600, Unit::Hour), (seconds / 60 % 60, Unit::Minute), (seconds % 60, Unit::Second)];
    all.into_iter().filter(|(number, _)| *number > 0)
}

/// `1 hour, 2 minutes and 5 seconds`.
pub(crate) fn length(length: Duration, lang: Lang) -> String {
    let parts: Vec<String> = parts(length)
        .map(|(number, unit)| match number {
            1 => format!("{} {}", if lang == Lang::De { "eine" } else { "1" }, unit.one(lang)),
            _ => format!("{number} {}", unit.many(lang)),
        })
        .collect();
    match parts.as_slice() {
        [] => format!("0 {}", Unit::Second.many(lang)),
        parts => joined(parts, and(lang)),
    }
}

/// A length as people want to hear it: without seconds from 10 minutes on, and never nothing at all.
fn about(exact: Duration, lang: Lang) -> String {
    let seconds = exact.as_secs_f64().ceil().max(1.0);
    let step = if seconds >= 600.0 { 60.0 } else { 1.0 };
    length(Duration::from_secs_f64((seconds / step).round() * step), lang)
}

/// How long ago something was, as people want to hear it: without seconds from a minute on.
fn ago(exact: Duration, lang: Lang) -> String {
    let seconds = exact.as_secs().max(1);
    let minutes = (seconds + 30) / 60;
    length(Duration::from_secs(if seconds < 60 { seconds } else { minutes * 60 }), lang)
}

fn and(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "and",
        Lang::De => "und",
    }
}

/// `a, b and c`.
fn joined(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timer_name::TimerName;
    use petasos_messages::SiteId;
    use petasos_program::Checked;

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
    fn everything_is_said_in_both_languages() {
        let now = Timestamp::UNIX_EPOCH;
        let (pasta, plain) = (timer(Some(TimerName::Pasta), 600), timer(None, 5430));
        let both = [pasta.clone(), plain.clone()];
        let said = [
            set(&pasta),
            set(&plain),
            added(&pasta, now),
            left(&plain, now),
            list(&both, now),
            list(&both[..1], now),
            cancelled(&pasta),
            cancelled(&plain),
            cancel_all(2),
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
            assert_eq!(about(Duration::from_millis(millis), Lang::En), said);
        }
    }
}
