//! What the skill answers.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use petasos_program::WallClock;
use petasos_skill::{Intent, LocalizedText, OrSay, Result, Skill, SlotValue, State};

use crate::cities::City;
use crate::clock_texts;
use crate::config::{ClockConfig, Hours};

/// What time is it?
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "GetTime",
    samples(
        en = ["what time is it [in {city}]", "what's the time [in {city}]", "tell me the time [in {city}]"],
        de = ["wie spät ist es [in {city}]", "wie viel uhr ist es [in {city}]", "sag mir die uhrzeit [in {city}]"],
    )
)]
pub struct GetTime {
    /// Where; here, if nobody says.
    pub city: Option<City>,
}

/// What day is it?
#[derive(Debug, Clone, Intent)]
#[intent(
    name = "GetDate",
    samples(
        en = ["what (day | date) is [it] [{day}]", "what's the date [{day}]", "which day (is | was) {day}"],
        de = ["welcher tag (ist | war) [{day}]", "welches datum (ist | war) [{day}]", "den wievielten haben wir [{day}]"],
    )
)]
pub struct GetDate {
    /// Which day; today, if nobody says.
    pub day: Option<Day>,
}

/// A day, as seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, SlotValue)]
#[slot_value(name = "day")]
pub enum Day {
    /// This day.
    #[say(en("today"), de("heute"))]
    Today,
    /// The next day.
    #[say(en("tomorrow"), de("morgen"))]
    Tomorrow,
    /// The day before.
    #[say(en("yesterday"), de("gestern"))]
    Yesterday,
}

/// The time zone of the settings is none.
#[derive(Debug, thiserror::Error)]
#[error("there is no time zone {name:?} here; see clock.time_zone and /usr/share/zoneinfo")]
pub struct UnknownZone {
    name: String,
}

/// The clock of the house.
#[derive(Debug, Clone)]
struct House {
    clock: WallClock,
    zone: TimeZone,
    hours: Option<Hours>,
}

/// The skill that tells the time of this clock.
pub fn skill(config: &ClockConfig, clock: WallClock) -> std::result::Result<Skill, UnknownZone> {
    let zone = match &config.time_zone {
        Some(name) => TimeZone::get(name).map_err(|_| UnknownZone { name: name.clone() })?,
        None => TimeZone::system(),
    };
    let house = House { clock, zone, hours: config.hours };
    Ok(Skill::new("clock").state(house).on(get_time).on(get_date))
}

async fn get_time(GetTime { city }: GetTime, State(house): State<House>) -> Result<LocalizedText> {
    let now: Timestamp = house.clock.now();
    let zone = match city {
        None => house.zone,
        Some(city) => TimeZone::get(city.zone()).or_say(
            LocalizedText::new("I do not know what time it is there.")
                .or_in("de", "Ich weiß nicht, wie spät es dort ist."),
        )?,
    };
    Ok(clock_texts::time(now.to_zoned(zone).time(), house.hours, city.is_some()))
}

async fn get_date(GetDate { day }: GetDate, State(house): State<House>) -> Result<LocalizedText> {
    let day = day.unwrap_or(Day::Today);
    let away: Span = match day {
        Day::Today => Span::new(),
        Day::Tomorrow => 1.day(),
        Day::Yesterday => -1.day(),
    };
    let today = house.clock.now().to_zoned(house.zone).date();
    Ok(clock_texts::date(day, today.checked_add(away)?))
}
