//! Timers, which speak up later.

use std::time::Duration;

use petasos_messages::SiteId;
use petasos_sans_io::Time;

use super::Answer;
use super::request::Request;

/// So many timers may run at the same time.
const MOST_TIMERS: usize = 100;

/// The longest timer, in seconds: a day.
const LONGEST: f64 = 86_400.0;

/// The timers that run.
#[derive(Debug, Default)]
pub(super) struct Timers {
    running: Vec<Timer>,
}

#[derive(Debug)]
struct Timer {
    due: Time,
    site: SiteId,
    /// How long it was set for, in words.
    length: String,
}

impl Timers {
    /// Sets a timer.
    pub(super) fn set(&mut self, now: Time, request: &Request<'_>) -> Answer {
        let amount = request.slot("amount").and_then(|amount| amount.parse::<f64>().ok());
        let unit = request.slot("unit").unwrap_or_else(|| "second".to_owned());
        let unit = unit.trim_end_matches('s');
        let seconds_each = match unit {
            "minute" => 60.0,
            "hour" => 3600.0,
            _ => 1.0,
        };
        let Some(amount) = amount.filter(|amount| (1.0..=LONGEST / seconds_each).contains(amount)) else {
            return Answer::say("A timer runs for at least one second, and at most one day.");
        };
        if self.running.len() == MOST_TIMERS {
            return Answer::say("So many timers are running already that I lose count.");
        }
        let length = format!("{amount} {unit}{}", if amount > 1.0 { "s" } else { "" });
        let due = now + Duration::from_secs_f64(amount * seconds_each);
        let answer = format!("I will speak up in {length}.");
        self.running.push(Timer { due, site: request.site.clone(), length });
        Answer::Say(answer)
    }

    /// When the next one is over.
    pub(super) fn next_due(&self) -> Option<Time> {
        self.running.iter().map(|timer| timer.due).min()
    }

    /// Takes one that is over: where to say so, and what.
    pub(super) fn pop_due(&mut self, now: Time) -> Option<(SiteId, String)> {
        let due = self.running.iter().position(|timer| timer.due <= now)?;
        let timer = self.running.remove(due);
        Some((timer.site, format!("The timer for {} is over.", timer.length)))
    }
}
