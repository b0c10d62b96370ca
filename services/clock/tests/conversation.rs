//! Asking for time and date, on virtual time.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use petasos_clock::{ClockConfig, skill};
use petasos_skill::WallClock;
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

fn config(time_zone: &str) -> ClockConfig {
    let mut config = ClockConfig::default();
    config.time_zone = Some(time_zone.to_owned());
    config
}

/// A home in Berlin, a few hours before New Year.
fn home() -> SkillTest {
    let clock = WallClock::showing("2024-12-31T20:30:00Z".parse().unwrap());
    SkillTest::new(skill(&config("Europe/Berlin"), clock).unwrap()).sentences(SENTENCES)
}

#[tokio::test]
async fn the_time_here_and_elsewhere() {
    let mut t = home();
    t.hear("what time is it").await.said("It is 9:30 PM.").ended();
    t.hear("what time is it in tokyo").await.said("It is 5:30 AM there.").ended();
    t.hear("what time is it in new york").await.said("It is 3:30 PM there.").ended();
}

#[tokio::test]
async fn the_date_of_a_day() {
    let mut t = home();
    t.hear("what day is it").await.said("Today is Tuesday, December 31st, 2024.").ended();
    t.hear("what day is it tomorrow").await.said("Tomorrow is Wednesday, January 1st, 2025.").ended();
    t.hear("what day is it yesterday").await.said("Yesterday was Monday, December 30th, 2024.").ended();
}

#[tokio::test]
async fn a_german_home() {
    let mut t = home().lang("de");
    t.hear("wie spät ist es").await.said("Es ist 21 Uhr 30.").ended();
    t.hear("wie spät ist es in tokio").await.said("Es ist dort 5 Uhr 30.").ended();
}

/// A home in Madrid, where Spanish is spoken.
fn spanish(time: &str) -> SkillTest {
    let clock = WallClock::showing(time.parse().unwrap());
    SkillTest::new(skill(&config("Europe/Madrid"), clock).unwrap()).lang("es")
}

#[tokio::test]
async fn the_time_in_spanish() {
    for (time, said) in [
        ("2026-11-30T14:15:00Z", "Son las tres y cuarto."),
        ("2026-11-30T12:00:00Z", "Es la una."),
        ("2026-11-30T11:30:00Z", "Son las doce y media."),
        ("2026-11-30T00:21:00Z", "Es la una y veintiuno."),
    ] {
        spanish(time).hear("qué hora es").await.said(said).ended();
    }
}

#[tokio::test]
async fn the_time_elsewhere_in_spanish() {
    let mut t = spanish("2026-11-30T21:30:00Z");
    t.hear("qué hora es en tokio").await.said("Allí son las seis y media de la mañana.").ended();
    t.hear("dime la hora en nueva york").await.said("Allí son las cuatro y media de la tarde.").ended();
    t.hear("qué hora es en londres").await.said("Allí son las nueve y media de la noche.").ended();
}

#[tokio::test]
async fn the_date_in_spanish() {
    let mut t = spanish("2026-11-30T08:00:00Z");
    t.hear("qué día es hoy").await.said("Hoy es lunes, 30 de noviembre de 2026.").ended();
    t.hear("qué día es mañana").await.said("Mañana es martes, 1 de diciembre de 2026.").ended();
    t.hear("qué día fue ayer").await.said("Ayer fue domingo, 29 de noviembre de 2026.").ended();
    t.hear("a qué día estamos").await.said("Hoy es lunes, 30 de noviembre de 2026.").ended();
}

#[tokio::test]
async fn a_zone_that_is_none_is_named() {
    let error = skill(&config("Europe/Nowhere"), WallClock::start()).unwrap_err().to_string();
    assert!(error.contains("Europe/Nowhere"), "{error}");
}
