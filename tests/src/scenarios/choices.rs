//! What can be configured: intents, languages, sounds, cancel words, the ASR's minimum confidence.

use serde_json::json;

use crate::topic_names::CONFIGURE;

use super::Scenario;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::recorded_installation::RecordedInstallation;

const SOUNDS: &str = "[soundSeconds]\nwake = [0.3]\nrecorded = [0.3]\nerror = [0.3]";

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("configure", "A skill switches intents off and on, everywhere and at one site", configure),
    Scenario::new("languages", "German in one room, French in the other", languages)
        .dialects(&[Rhasspy])
        .settings("[everywhere]\nlang = \"de\"\n[site.bureau]\nlang = \"fr\""),
    Scenario::new(
        "language-of-a-turn",
        "The wake word tells the language, and a skill changes it",
        language_of_a_turn,
    )
    .dialects(&[Rhasspy]),
    Scenario::new("cancel-words", "Somebody has thought better of it", cancel_words)
        .dialects(&[Snips, Alice])
        .settings("[everywhere]\nlang = \"en\""),
    Scenario::new("sounds", "Sounds tell that the wake word and the words were heard", sounds)
        .settings(SOUNDS),
    Scenario::new("sound-of-an-error", "A sound tells that nothing was understood", sound_of_an_error)
        .dialects(&[Rhasspy])
        .settings(SOUNDS),
    Scenario::new("sounds-switched-off", "A skill switches the sounds of a site off and on", sounds_off)
        .settings(SOUNDS),
    Scenario::new("low-confidence", "The recogniser is not sure enough", low_confidence)
        .dialects(&[Rhasspy])
        .settings("[everywhere]\nmin_asr_confidence = 0.5"),
    Scenario::new("always-open", "The microphone opens again after each answer", follow_up)
        .settings("[site.kitchen]\nfollow_up = true\n[site.kitchen.timeouts]\nfollow_up_seconds = 0.5"),
    Scenario::new("greeting", "The manager greets, and listens then", greeting)
        .settings("[site.kitchen]\nlang = \"en\"\n[site.kitchen.phrases.en]\ngreeting = \"Yes?\""),
];

fn configure(installation: &mut RecordedInstallation) {
    let topic = CONFIGURE;
    let both = json!([{"intentId": "GetTime", "enable": true}, {"intentId": "SwitchLight", "enable": true}]);
    installation.publish(topic, &json!({"siteId": null, "intents": both}));
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]).end_silently();

    let without = json!([{"intentId": "SwitchLight", "enable": false}]);
    installation.publish(topic, &json!({"siteId": "kitchen", "intents": without}));
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]).end_silently();

    let mut session = installation.wake("bedroom");
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]).end_silently();
}

fn languages(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("küche");
    session.turn("wie spät ist es", "GetTime", &[]).answer("Es ist zwölf Uhr.");
    installation.wake("bureau").turn("quelle heure est-il", "GetTime", &[]).answer("Il est midi.");
}

fn language_of_a_turn(installation: &mut RecordedInstallation) {
    let mut session = installation.start_by_wake_word_with("kitchen", &json!({"lang": "de"}));
    session.expect_listening().turn("wie heißt das auf englisch", "Translate", &[]);
    session.ask("Was denn?", &json!({"lang": "en"})).turn("the light", "Words", &[]);
    session.answer("Das Licht.");
}

fn cancel_words(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.capture("cancel", 0.9);
    session.expect_ended("abortedByUser");
}

fn sounds(installation: &mut RecordedInstallation) {
    let mut session = installation.start_by_wake_word_with_sound("kitchen");
    session.expect_listening();
    let query = session.transcribe_with_sound("what time is it");
    session.recognize(&query, "GetTime", &[]);
    session.answer("It is noon.");
}

fn sound_of_an_error(installation: &mut RecordedInstallation) {
    let mut session = installation.start_by_wake_word_with_sound("kitchen");
    session.expect_listening();
    let query = session.transcribe_with_sound("open the pod bay doors");
    session.reject(&query);
    session.play_sound();
    session.expect_ended("intentNotRecognized");
}

fn sounds_off(installation: &mut RecordedInstallation) {
    installation.publish("hermes/feedback/sound/toggleOff", &json!({"siteId": "kitchen"}));
    let mut session = installation.wake("kitchen");
    session.tell_time();
    installation.publish("hermes/feedback/sound/toggleOn", &json!({"siteId": "kitchen"}));
    installation.start_by_wake_word_with_sound("kitchen").expect_listening().end_silently();
}

fn low_confidence(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.capture("what lime is it", 0.2);
    session.expect_ended("intentNotRecognized");
}

fn follow_up(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]).answer("The light is on.");
    session.expect_next().expect_listening().expect_ended_for_any_reason();
}

fn greeting(installation: &mut RecordedInstallation) {
    installation.start_by_wake_word("kitchen").speak("Yes?").expect_listening().tell_time();
}
