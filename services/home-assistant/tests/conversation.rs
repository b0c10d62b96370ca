//! Conversations with Home Assistant, on virtual time.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod stand_in;

use std::time::Duration;

use petasos_home_assistant::{HomeAssistantConfig, skill};
use petasos_skill::config::{Seconds, Secret};
use petasos_testkit::{SkillTest, Spoken};

use self::stand_in::{StandIn, TOKEN};

fn config(home: &StandIn) -> HomeAssistantConfig {
    let mut config = HomeAssistantConfig::default();
    (config.url, config.token) = (home.url(), Some(Secret::from(TOKEN)));
    config
}

fn test(home: &StandIn) -> SkillTest {
    test_with(&config(home))
}

fn test_with(config: &HomeAssistantConfig) -> SkillTest {
    SkillTest::new(skill(config).unwrap()).sentences("[AskHomeAssistant]\nask home assistant")
}

#[tokio::test]
async fn what_nobody_understands_is_asked_there() {
    let home = StandIn::start();
    test(&home).hear("turn on the light").await.said("Turned on the light").ended();
    assert_eq!(home.asked()[0]["text"], "turn on the light");
}

#[tokio::test]
async fn a_conversation_goes_on_as_long_as_home_assistant_asks() {
    let home = StandIn::start();
    let mut t = test(&home);
    t.hear("add to my list").await.asked("What shall I add?");
    t.hear("milk").await.said("Added milk").ended();
    let asked = home.asked();
    assert_eq!(asked[0].get("conversation_id"), None);
    assert_eq!(asked[1]["conversation_id"], "01JKW0W5ZZZZZZZZZZZZZZZZZZ");
}

#[tokio::test]
async fn home_assistant_can_be_asked_for() {
    let home = StandIn::start();
    let mut t = test(&home);
    t.hear("ask home assistant").await.asked("What shall I ask?");
    t.hear("turn on the light").await.said("Turned on the light").ended();
}

#[tokio::test]
async fn the_language_of_the_session_is_spoken() {
    let home = StandIn::start();
    let mut t = test(&home).lang("de");
    t.hear("ask home assistant").await.asked("Was soll ich fragen?");
    t.hear("turn on the light").await.said("Turned on the light");
    assert_eq!(home.asked()[0]["language"], "de");
    t.hear("dimme die wohnzimmerlampe").await;
    assert_eq!(home.asked()[1]["language"], "de");
}

#[tokio::test]
async fn what_home_assistant_does_not_understand_it_says_itself() {
    let home = StandIn::start();
    test(&home).hear("open the pod bay doors").await.said("Sorry, I couldn't understand that").ended();
}

#[tokio::test]
async fn what_is_done_without_a_word_is_confirmed() {
    let home = StandIn::start();
    test(&home).hear("dim the corridor").await.said_matching(|words| !words.is_empty()).ended();
}

#[tokio::test]
async fn a_refused_token_is_told() {
    let home = StandIn::start();
    let mut wrong = config(&home);
    wrong.token = Some(Secret::from("old"));
    let words = "Home Assistant does not let me in. My access token has to be renewed.";
    test_with(&wrong).hear("turn on the light").await.said(words).ended();
}

#[tokio::test]
async fn what_goes_wrong_there_is_told() {
    let home = StandIn::start();
    test(&home).hear("break down").await.said("Home Assistant did not answer as it should.").ended();
    let mut hasty = config(&home);
    hasty.answer_seconds = Seconds::from(Duration::from_millis(100));
    let words = "Home Assistant takes too long to answer.";
    test_with(&hasty).hear("take your time").await.said(words).ended();
}

#[tokio::test]
async fn intents_are_left_to_other_skills_unless_it_gets_all() {
    let home = StandIn::start();
    let mut greedy = config(&home);
    greedy.all_intents = true;
    let light_on = Spoken::intent("LightOn").in_words("turn on the light");
    test_with(&greedy).intent(light_on).await.said("Turned on the light").ended();
}

#[tokio::test]
async fn the_token_is_read_from_its_file() {
    let home = StandIn::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    let mut config = config(&home);
    (config.token, config.token_file) = (None, Some(file));
    test_with(&config).hear("turn on the light").await.said("Turned on the light");
    config.token_file = Some("/no/such/token".into());
    let error = skill(&config).unwrap_err().to_string();
    assert!(error.contains("/no/such/token"), "{error}");
}
