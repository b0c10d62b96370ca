//! The handlers.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use petasos_skill::program::{AnyError, Config, SkillProgram};
use petasos_skill::texts::TextTable;
use petasos_skill::{LocalizedText, OrSay, Result, Skill, State, WallClock};

use crate::clock_intents::{Day, GetDate, GetTime};
use crate::clock_texts::{ClockTexts, Hours, date, time};
use crate::config::ClockConfig;

/// The configured time zone is unknown.
#[derive(Debug, thiserror::Error)]
#[error("unknown time zone {name:?}; see clock.time_zone and /usr/share/zoneinfo")]
pub struct UnknownZone {
    name: String,
}

impl SkillProgram for ClockConfig {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str = "The time and the date by voice, here and in other cities.";
    const EXAMPLES: &'static str = "  \
  petasos-clock                                    run on the broker at 127.0.0.1:1883
  petasos-clock --config /etc/petasos/clock.toml
  PETASOS_CLOCK_TIME_ZONE=Europe/Berlin petasos-clock
  petasos-clock check                              print the configuration in effect
  petasos-clock export rhasspy --lang de           export the German sentences for the NLU";
    const TABLE: &'static str = "clock";

    fn skill(config: &Config<Self>) -> Result<Skill, AnyError> {
        Ok(skill(&config.own, WallClock::of_machine())?)
    }

    fn look(config: &Config<Self>) -> Result<(), AnyError> {
        Self::skill(config).map(drop)
    }
}

/// State shared by the handlers.
#[derive(Debug, Clone)]
struct Clock {
    wall_clock: WallClock,
    zone: TimeZone,
    hours: Option<Hours>,
}

/// The skill that tells the time of this clock.
pub fn skill(config: &ClockConfig, wall_clock: WallClock) -> std::result::Result<Skill, UnknownZone> {
    let zone = match &config.time_zone {
        Some(name) => TimeZone::get(name).map_err(|_| UnknownZone { name: name.clone() })?,
        None => TimeZone::system(),
    };
    let clock = Clock { wall_clock, zone, hours: config.hours };
    Ok(Skill::new("clock").state(clock).on(get_time).on(get_date))
}

async fn get_time(GetTime { city }: GetTime, State(clock): State<Clock>) -> Result<LocalizedText> {
    let now: Timestamp = clock.wall_clock.now();
    let zone = match city {
        None => clock.zone,
        Some(city) => TimeZone::get(city.zone()).or_say(ClockTexts::say(ClockTexts::unknown_time))?,
    };
    Ok(time(now.to_zoned(zone).time(), clock.hours, city.is_some()))
}

async fn get_date(GetDate { day }: GetDate, State(clock): State<Clock>) -> Result<LocalizedText> {
    let day = day.unwrap_or(Day::Today);
    let away: Span = match day {
        Day::Today => Span::new(),
        Day::Tomorrow => 1.day(),
        Day::Yesterday => -1.day(),
    };
    let today = clock.wall_clock.now().to_zoned(clock.zone).date();
    Ok(date(day, today.checked_add(away)?))
}
