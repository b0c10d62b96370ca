//! The intents.

use std::time::Duration;

use petasos_skill::Intent;

use crate::timer_list::TimerQuery;
use crate::timer_name::TimerName;

/// Set a timer.
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "SetTimer",
    samples(
        en = [
            "(set | start) [a | an] [{name}] timer (for | to) {duration}",
            "(set | start) [a] {duration} timer [for (the | my) {name}]",
            "(set | start) [a | an] [{name}] timer",
        ],
        de = [
            "(stell | stelle | starte) [einen] [{name}] timer (auf | für | von) {duration}",
            "(stell | stelle | starte) [einen] [{name}] timer",
        ],
    )
)]
pub(crate) struct SetTimer {
    /// How long it is to run.
    #[slot(ask(en = "For how long?", de = "Wie lange?"))]
    pub(crate) duration: Duration,
    /// What it is for.
    pub(crate) name: Option<TimerName>,
}

/// Let a timer run longer.
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "AddToTimer",
    samples(
        en = ["add {more} to [the | my] [{name}] timer", "(give | extend) [the | my] [{name}] timer [by] {more} [more]"],
        de = ["(verlängere | verlänger) (den | meinen) [{name}] timer um {more}", "gib dem [{name}] timer noch {more}"],
    )
)]
pub(crate) struct AddToTimer {
    /// By how much.
    #[slot(ask(en = "How much longer?", de = "Wie viel länger?"))]
    pub(crate) more: Duration,
    /// What it is for.
    pub(crate) name: Option<TimerName>,
}

/// Cancel a timer.
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "CancelTimer",
    samples(
        en = [
            "(cancel | stop | delete) [the | my] [{name}] timer",
            "(cancel | stop | delete) [the | my] {length} timer",
        ],
        de = [
            "(lösche | lösch | stoppe | stopp) (den | meinen) [{name}] timer",
            "(lösche | lösch | stoppe | stopp) (den | meinen) timer (über | von) {length}",
        ],
    )
)]
pub(crate) struct CancelTimer {
    /// What it is for.
    pub(crate) name: Option<TimerName>,
    /// How long it was set for.
    pub(crate) length: Option<Duration>,
}

/// Cancel all timers.
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "CancelAllTimers",
    samples(
        en = ["(cancel | stop | delete) all [[of] the | my] timers"],
        de = ["(lösche | lösch | stoppe | stopp) alle timer"],
    )
)]
pub(crate) struct CancelAllTimers {}

/// How long does a timer still run?
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "TimeLeft",
    samples(
        en = [
            "how (long | much time) is left on [the | my] [{name}] timer",
            "how long does [the | my] [{name}] timer [still] run",
        ],
        de = ["wie lange läuft (der | mein) [{name}] timer noch", "wie lange [noch] (der | mein) [{name}] timer"],
    )
)]
pub(crate) struct TimeLeft {
    /// What it is for.
    pub(crate) name: Option<TimerName>,
}

/// Which timers run?
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "ListTimers",
    samples(
        en = ["(what | which) timers (are there | are running | do I have)", "list [all] [the | my] timers"],
        de = ["welche timer (laufen | gibt es | habe ich)", "(nenne | nenn) [mir] alle timer"],
    )
)]
pub(crate) struct ListTimers {}

impl From<SetTimer> for TimerQuery {
    fn from(SetTimer { duration, name }: SetTimer) -> Self {
        Self { name, length: Some(duration) }
    }
}

impl From<CancelTimer> for TimerQuery {
    fn from(CancelTimer { name, length }: CancelTimer) -> Self {
        Self { name, length }
    }
}
