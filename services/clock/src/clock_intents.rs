//! The intents.

use petasos_skill::{Intent, SlotValue};

use crate::cities::City;

/// What time is it?
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "GetTime",
    samples(
        en = ["what time is it [in {city}]", "what's the time [in {city}]", "tell me the time [in {city}]"],
        de = ["wie spät ist es [in {city}]", "wie viel uhr ist es [in {city}]", "sag mir die uhrzeit [in {city}]"],
        es = ["qué hora es [en {city}]", "dime (la hora | qué hora es) [en {city}]"],
    )
)]
pub(crate) struct GetTime {
    /// The city; by default the local time zone.
    pub(crate) city: Option<City>,
}

/// What day is it?
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "GetDate",
    samples(
        en = ["what (day | date) is [it] [{day}]", "what's the date [{day}]", "which day (is | was) {day}"],
        de = ["welcher tag (ist | war) [{day}]", "welches datum (ist | war) [{day}]", "den wievielten haben wir [{day}]"],
        es = ["qué (día | fecha) (es | fue) [{day}]", "a (qué día | cuántos) estamos"],
    )
)]
pub(crate) struct GetDate {
    /// The day; by default today.
    pub(crate) day: Option<Day>,
}

/// A day, as seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, SlotValue)]
#[slot_value(name = "day")]
pub(crate) enum Day {
    /// This day.
    #[say(en("today"), de("heute"), es("hoy"))]
    Today,
    /// The next day.
    #[say(en("tomorrow"), de("morgen"), es("mañana"))]
    Tomorrow,
    /// The day before.
    #[say(en("yesterday"), de("gestern"), es("ayer"))]
    Yesterday,
}
