//! Timers on virtual time.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::time::Duration;

use petasos_skill::WallClock;
use petasos_testkit::SkillTest;
use petasos_timers::{Timers, TimersConfig, skill};

const MINUTE: Duration = Duration::from_secs(60);

/// When a day begins that nobody cares about.
const MORNING: &str = "2024-06-01T08:00:00Z";

fn clock(time: &str) -> WallClock {
    WallClock::showing(time.parse().unwrap())
}

fn timers(config: TimersConfig) -> Timers {
    Timers::in_memory(config, clock(MORNING))
}

/// A home with a kitchen and a hall.
fn home() -> SkillTest {
    SkillTest::new(skill(timers(TimersConfig::default()))).sites(["kitchen", "hall"])
}

/// The timers of this folder, at this time.
fn kept(folder: &Path, time: &str) -> Timers {
    Timers::stored(folder, false, TimersConfig::default(), clock(time)).unwrap()
}

#[tokio::test]
async fn a_timer_rings_where_it_was_set_when_its_time_is_over() {
    let mut t = home();
    t.at("hall").hear("set a timer for 10 minutes").await.said("The timer is set for 10 minutes.").ended();
    t.after(9 * MINUTE).await.heard_nothing();
    t.after(MINUTE).await.said_at("hall", "The 10 minute timer is up.");
    t.after(30 * MINUTE).await.heard_nothing();
}

#[tokio::test]
async fn timers_have_names() {
    let mut t = home();
    t.hear("set a pasta timer for 9 minutes").await.said("The pasta timer is set for 9 minutes.");
    t.hear("set an egg timer for 5 minutes").await.said("The egg timer is set for 5 minutes.");
    t.after(5 * MINUTE).await.said("The egg timer is up.");
    t.after(4 * MINUTE).await.said("The pasta timer is up.");
}

#[tokio::test]
async fn lengths_are_said_in_many_ways() {
    let mut t = home();
    for (said, length) in [
        ("90 minutes", "1 hour and 30 minutes"),
        ("one minute and thirty seconds", "1 minute and 30 seconds"),
        ("ninety seconds", "1 minute and 30 seconds"),
        ("two hours and five minutes", "2 hours and 5 minutes"),
        ("half an hour", "30 minutes"),
    ] {
        let said = format!("set a timer for {said}");
        t.hear(&said).await.said(&format!("The timer is set for {length}.")).ended();
        t.hear("cancel timer").await.said_matching(|words| words.ends_with("is cancelled.")).ended();
    }
}

#[tokio::test]
async fn who_does_not_say_how_long_is_asked() {
    let mut t = home();
    t.hear("set a tea timer").await.asked("For how long?");
    t.hear("three minutes").await.said("The tea timer is set for 3 minutes.").ended();
}

#[tokio::test]
async fn which_of_several_is_asked_back() {
    let mut t = home();
    t.hear("set a pasta timer for 9 minutes").await;
    t.hear("set a tea timer for 5 minutes").await;
    t.hear("cancel the timer").await.asked("Which one: tea timer or pasta timer?");
    t.hear("the pasta timer").await.said("The pasta timer is cancelled.").ended();
    t.hear("cancel the timer").await.said("The tea timer is cancelled.");
    t.hear("cancel the timer").await.said("There is no timer.");
    t.after(30 * MINUTE).await.heard_nothing();
}

#[tokio::test]
async fn the_timer_of_the_room_is_meant() {
    let mut t = home();
    t.at("hall").hear("set a tea timer for 5 minutes").await;
    t.at("kitchen").hear("set a pasta timer for 9 minutes").await;
    t.at("hall").hear("how long does the timer run").await.said_matching(|words| words.contains("tea"));
    t.at("hall").hear("cancel the pasta timer").await.said("The pasta timer is cancelled.");
    t.at("kitchen").hear("cancel the timer").await.said("The tea timer is cancelled.");
}

#[tokio::test]
async fn time_can_be_added_and_asked_for() {
    let mut t = home();
    t.hear("set a timer for 20 minutes").await;
    t.after(10 * MINUTE).await;
    t.hear("add 5 minutes to the timer").await.said("The 25 minute timer now has 15 minutes left.");
    t.hear("how long is left on the timer").await.said("The 25 minute timer has 15 minutes left.");
    t.hear("cancel the 25 minute timer").await.said("The 25 minute timer is cancelled.");
    t.hear("how long is left on the pasta timer").await.said("There is no timer.");
}

#[tokio::test]
async fn all_timers_are_listed() {
    let mut t = home();
    t.hear("which timers are there").await.said("There is no timer.");
    t.hear("set a pasta timer for 30 minutes").await;
    t.at("hall").hear("set a tea timer for 20 minutes").await;
    t.hear("which timers are there").await.said(
        "There are 2 timers: the tea timer with 20 minutes left and the pasta timer with 30 minutes left.",
    );
}

#[tokio::test]
async fn all_timers_go_only_if_somebody_means_it() {
    let mut t = home();
    t.hear("cancel all timers").await.said("There is no timer.");
    t.hear("set a pasta timer for 9 minutes").await;
    t.hear("set a tea timer for 5 minutes").await;
    t.hear("cancel all timers").await.asked("There are 2 timers. Shall I cancel all of them?");
    t.hear("no").await.said("Okay, they keep running.").ended();
    t.after(5 * MINUTE).await.said("The tea timer is up.");
    t.hear("set a tea timer for 5 minutes").await;
    t.hear("cancel all timers").await.asked("There are 2 timers. Shall I cancel all of them?");
    t.hear("yes").await.said("All timers are cancelled.").ended();
    t.after(30 * MINUTE).await.heard_nothing();
}

#[tokio::test]
async fn there_are_bounds() {
    let mut config = TimersConfig::default();
    (config.most, config.longest_hours) = (1, 1);
    let mut t = SkillTest::new(skill(timers(config)));
    t.hear("set a timer for 2 hours").await.said("A timer can run for up to 1 hour.").ended();
    t.hear("set a timer for 1 hour").await.said("The timer is set for 1 hour.");
    t.hear("set a timer for 5 minutes").await.said("No more than 1 can run at once. Cancel a timer first.");
}

#[tokio::test]
async fn a_german_home() {
    let mut t = home().lang("de");
    t.hear("stelle einen nudel timer auf 9 minuten").await.said("Der Nudel-Timer läuft 9 Minuten.");
    t.hear("wie lange läuft der nudel timer noch").await.said_matching(|words| words.contains("Nudel-Timer"));
    t.after(10 * MINUTE).await.said("Der Nudel-Timer ist abgelaufen.");
}

#[tokio::test]
async fn timers_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut t = SkillTest::new(skill(kept(folder.path(), MORNING)));
    t.hear("set a pasta timer for 20 minutes").await.said("The pasta timer is set for 20 minutes.");
    t.restart_skill(skill(kept(folder.path(), "2024-06-01T08:05:00Z")));
    t.after(14 * MINUTE).await.heard_nothing();
    t.after(2 * MINUTE).await.said("The pasta timer is up.");
    assert!(kept(folder.path(), MORNING).is_empty());
}

#[tokio::test]
async fn a_timer_that_was_up_while_nobody_could_say_so_comes_with_an_apology() {
    let folder = tempfile::tempdir().unwrap();
    let mut t = SkillTest::new(skill(kept(folder.path(), MORNING)));
    t.hear("set a pasta timer for 20 minutes").await;
    t.stop_skill();
    t.after(MINUTE).await;
    t.restart_skill(skill(kept(folder.path(), "2024-06-01T08:30:00Z")));
    t.after(MINUTE).await;
    let story = t.story();
    assert!(story.contains("Sorry, I was away. The pasta timer was up 10 minutes ago."), "{story}");
}
