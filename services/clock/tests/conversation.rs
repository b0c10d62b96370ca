//! Asking for time and date, in a house on virtual time.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use petasos_clock::{ClockConfig, skill};
use petasos_program::WallClock;
use petasos_testkit::SkillTest;

const SENTENCES: &str = "
[GetTime]
what time is it
what time is it in (tokyo | (New York):NewYork){city}
wie spät ist es [in (tokio:Tokyo){city}]

[GetDate]
what day is it [(tomorrow | yesterday){day}]
welcher tag ist [morgen:tomorrow]{day}
";

/// A house in Berlin, a few hours before New Year.
fn house() -> SkillTest {
    let clock = WallClock::showing("2024-12-31T20:30:00Z".parse().unwrap());
    let config = ClockConfig { time_zone: Some("Europe/Berlin".to_owned()), ..ClockConfig::default() };
    SkillTest::new(skill(&config, clock).unwrap()).sentences(SENTENCES)
}

#[tokio::test]
async fn the_time_here_and_elsewhere() {
    let mut t = house();
    t.hear("what time is it").await.said("It is 9:30 PM.").ended();
    t.hear("what time is it in tokyo").await.said("It is 5:30 AM there.").ended();
    t.hear("what time is it in new york").await.said("It is 3:30 PM there.").ended();
}

#[tokio::test]
async fn the_date_of_a_day() {
    let mut t = house();
    t.hear("what day is it").await.said("Today is Tuesday, December 31st, 2024.").ended();
    t.hear("what day is it tomorrow").await.said("Tomorrow is Wednesday, January 1st, 2025.").ended();
    t.hear("what day is it yesterday").await.said("Yesterday was Monday, December 30th, 2024.").ended();
}

#[tokio::test]
async fn a_german_house() {
    let mut t = house().lang("de");
    t.hear("wie spät ist es").await.said("Es ist 21 Uhr 30.").ended();
    t.hear("wie spät ist es in tokio").await.said("Es ist dort 5 Uhr 30.").ended();
}

#[tokio::test]
async fn a_zone_that_is_none_is_named() {
    let config = ClockConfig { time_zone: Some("Europe/Nowhere".to_owned()), ..ClockConfig::default() };
    let error = skill(&config, WallClock::start()).unwrap_err().to_string();
    assert!(error.contains("Europe/Nowhere"), "{error}");
}
