//! Turns, silence, noise, time, several sites.

use std::time::Duration;

use petasos_messages::Dialect;
use petasos_messages::payload::Termination;
use petasos_skill::{AnyIntent, NotRecognized};
use petasos_testkit::{SkillTest, Spoken};

use crate::skills::{butler, home};

const TIMEOUT: Termination = Termination::Timeout { component: None };

#[tokio::test]
async fn a_conversation_of_two_turns() {
    let mut t = home();
    t.hear("set the kitchen light").await.asked("Which colour?");
    t.hear("cyan").await.said("Okay").ended();
    t.mqtt("lamp/set").await.json_eq(r#"{"state": "ON", "color": "cyan"}"#);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_stands_still_already_does_no_harm() {
    home().hear("where am I").await.said("In the default").ended();
}

#[tokio::test]
async fn yes_and_no_are_understood_without_samples() {
    let mut t = home();
    for (answer, words) in [("yes", "Good night."), ("no", "Then not.")] {
        t.hear("everything off").await.asked("Really everything?").filter(["PetasosYes", "PetasosNo"]);
        t.hear(answer).await.said(words).ended();
    }
}

#[tokio::test]
async fn nobody_answers() {
    let mut t = home();
    t.hear("everything off").await.asked("Really everything?");
    t.silence().await.said("I did not hear anything.").ended_with(&TIMEOUT);
}

#[tokio::test]
async fn nobody_says_anything_after_the_wake_word() {
    let mut t = home();
    t.wake().await.listens().heard_nothing();
    t.silence().await.heard_nothing().ended_with(&TIMEOUT);
}

#[tokio::test]
async fn silence_where_nobody_listens_is_nothing() {
    home().silence().await.heard_nothing();
}

#[tokio::test]
async fn a_noise_is_no_answer() {
    let mut t = home();
    t.hear("everything off").await.asked("Really everything?");
    t.noise().await.said("I did not hear anything.").ended();
}

#[tokio::test]
async fn what_is_no_answer_is_asked_for_again() {
    let mut t = home();
    t.hear("everything off").await.asked("Really everything?");
    t.hear("perhaps").await.asked("Sorry? Really everything?");
    t.hear("no").await.said("Then not.").ended();
}

#[tokio::test]
async fn words_that_nobody_understands_end_the_conversation() {
    home().hear("supercalifragilistic").await.ended_with(&Termination::IntentNotRecognized);
}

#[tokio::test]
async fn slow_handlers_are_waited_for() {
    let mut t = home();
    t.hear("think for 3 seconds").await.said_all(["One moment.", "I have thought."]).ended();
    t.hear("think for 20 seconds").await.said("Sorry, that takes too long.").ended();
}

#[tokio::test]
async fn a_panic_is_an_apology() {
    home().hear("fall over").await.said("Sorry, that did not work.").ended();
}

#[tokio::test]
async fn the_wake_word_interrupts_a_skill_that_thinks() {
    let mut t = home();
    t.hear("think for 3 seconds").until_it_thinks().await.heard_nothing();
    t.wake().await.listens();
    t.hear("where am I").await.said_all(["In the default"]).ended();
}

#[tokio::test]
async fn a_wake_word_is_ignored_while_the_manager_speaks() {
    let mut t = home();
    t.hear("everything off").until_it_speaks().await.said("Really everything?");
    t.wake().await.listens();
    t.hear("yes").await.said("Good night.").ended();
    assert!(t.story().contains("(wake word, which is not listened for)"), "{}", t.story());
}

#[tokio::test]
async fn a_satellite_that_detects_it_all_the_same_interrupts_the_manager() {
    let mut t = home();
    t.hear("everything off").until_it_speaks().await.said("Really everything?");
    t.publish("hermes/hotword/porcupine/detected", r#"{"siteId": "default", "modelId": "porcupine"}"#);
    t.after(Duration::ZERO).await.ended_with(&Termination::AbortedByUser).listens();
    t.hear("where am I").await.said("In the default").ended();
    insta::assert_snapshot!(t.story());
}

#[tokio::test]
async fn words_said_during_speech_wait_for_its_end() {
    let mut t = home();
    t.hear("everything off").until_it_speaks().await.said("Really everything?");
    t.hear("yes").await.said("Good night.").ended();
}

#[tokio::test]
async fn rooms_are_apart() {
    let mut t = home().sites(["kitchen", "bedroom"]);
    t.at("bedroom").hear("everything off").await.asked("Really everything?");
    t.hear("where am I").await.said("In the kitchen").ended();
    t.at("bedroom").hear("yes").await.said("Good night.").ended();
}

#[tokio::test]
async fn a_notification_is_heard_in_another_room() {
    let mut t = home().sites(["kitchen", "hall"]);
    t.publish("doorbell/back", "pressed");
    t.after(Duration::ZERO).await.said_at("hall", "Somebody is at the back door.");
    t.hear("where am I").await.said("In the kitchen").ended();
}

#[tokio::test]
async fn time_passes() {
    let mut t = home().sites(["kitchen", "hall"]);
    t.after(Duration::from_secs(86_400)).await.heard_nothing();
    t.at("hall").hear("where am I").await.said("In the hall").ended();
}

#[tokio::test]
async fn the_test_says_what_words_mean() {
    let mut t = home();
    let spoken = Spoken::intent("SetLight").slot("color", "red").in_words("as it was at the fire");
    t.intent(spoken).await.said("Okay").ended();
    t.mqtt("lamp/set").await.json_eq(r#"{"state": "ON", "color": "red"}"#);
    let json = r#"{"input": "all", "intent": {"intentName": "AllOff", "confidenceScore": 1}, "slots": []}"#;
    t.at("default").intent(json).await.asked("Really everything?");
}

#[tokio::test]
async fn a_test_has_sentences_of_its_own() {
    let mut t = home().sentences("[WhereAmI]\nin which room do I stand");
    t.hear("in which room do I stand").await.said("In the default").ended();
}

#[tokio::test]
async fn the_manager_is_set_up_as_the_test_wants() {
    let mut t = home().manager("everywhere.timeouts.listening_seconds = 3");
    t.wake().await.listens();
    t.silence().await.ended_with(&TIMEOUT);
    insta::assert_snapshot!(t.story());
}

#[tokio::test]
async fn two_skills_share_an_installation() {
    let clock = petasos_skill::Skill::new("clock").on(|_: GetTime| async { "It is noon." });
    let mut t = SkillTest::new(butler()).beside(clock);
    t.hear("what time is it").await.said("It is noon.").ended();
    t.hear("everything off").await.asked("Really everything?");
    t.hear("no").await.said("Then not.").ended();
}

#[tokio::test]
async fn first_words_that_the_nlu_takes_for_an_answer_are_not_understood() {
    for dialect in [Dialect::RHASSPY, Dialect::SNIPS] {
        let clock = petasos_skill::Skill::new("clock").on(|_: GetTime| async { "It is noon." });
        let mut t = SkillTest::new(butler()).beside(clock).dialect(dialect);
        for answer in ["PetasosYes", "color"] {
            let spoken = Spoken::intent(answer).in_words("switch on the light");
            t.intent(spoken).await.ended_with(&Termination::IntentNotRecognized);
        }
        t.hear("what time is it").await.said("It is noon.").ended();
    }
}

#[tokio::test]
async fn first_words_that_the_nlu_takes_for_an_answer_go_to_a_skill_that_takes_what_nobody_understood() {
    for dialect in [Dialect::RHASSPY, Dialect::SNIPS, Dialect::ALICE] {
        let helper = petasos_skill::Skill::new("helper")
            .fallback(|turn: AnyIntent| async move { format!("You said {}.", turn.0.input) })
            .not_recognized(|words: NotRecognized| async move { format!("You said {}.", words.input) });
        let mut t = SkillTest::new(butler()).beside(helper).dialect(dialect);
        let spoken = Spoken::intent("PetasosYes").in_words("switch on the light");
        t.intent(spoken).await.said_all(["You said switch on the light."]).ended();
    }
}

/// Tells the time.
#[derive(Debug, petasos_skill::Intent)]
#[intent(samples(en = ["what time is it"]))]
struct GetTime;

#[tokio::test]
#[should_panic(expected = "there is no site \"attic\" in this test")]
async fn an_unknown_site_is_a_mistake() {
    let _never = home().at("attic").hear("where am I").await;
}

#[tokio::test]
#[should_panic(expected = "the test has begun already")]
async fn a_test_that_has_begun_cannot_be_configured() {
    let mut t = home();
    t.hear("where am I").await.said("In the default");
    let _never = t.lang("de");
}
