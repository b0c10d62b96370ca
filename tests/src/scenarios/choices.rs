//! What an owner may choose: intents, languages, sounds, cancel words, how sure the recogniser must be.

use serde_json::json;

use super::Scene;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::stage::Stage;
use super::talk::Talk;

const SOUNDS: &str = "[soundSeconds]\nwake = [0.3]\nrecorded = [0.3]\nerror = [0.3]";

pub(super) const SCENES: &[Scene] = &[
    Scene::new("configure", "A skill switches intents off and on, everywhere and at one site", configure),
    Scene::new("languages", "German in one room, French in the other", languages)
        .of(&[Rhasspy])
        .with("[everywhere]\nlang = \"de\"\n[site.bureau]\nlang = \"fr\""),
    Scene::new(
        "language-of-a-turn",
        "The wake word tells the language, and a skill changes it",
        language_of_a_turn,
    )
    .of(&[Rhasspy]),
    Scene::new("cancel-words", "Somebody has thought better of it", cancel_words)
        .of(&[Snips, Alice])
        .with("[everywhere]\nlang = \"en\""),
    Scene::new("sounds", "Sounds tell that the wake word and the words were heard", sounds).with(SOUNDS),
    Scene::new("sound-of-an-error", "A sound tells that nothing was understood", sound_of_an_error)
        .of(&[Rhasspy])
        .with(SOUNDS),
    Scene::new(
        "sounds-switched-off",
        "A skill switches the sounds of a site off and on",
        sounds_switched_off,
    )
    .with(SOUNDS),
    Scene::new("low-confidence", "The recogniser is not sure enough", low_confidence)
        .of(&[Rhasspy])
        .with("[everywhere]\nmin_asr_confidence = 0.5"),
    Scene::new("always-open", "The microphone opens again after each answer", always_open)
        .with("[site.kitchen]\nfollow_up = true\n[site.kitchen.timeouts]\nfollow_up_seconds = 0.5"),
    Scene::new("greeting", "The manager greets, and listens then", greeting)
        .with("[site.kitchen]\nlang = \"en\"\n[site.kitchen.phrases.en]\ngreeting = \"Yes?\""),
];

fn configure(stage: &mut Stage) {
    let topic = "hermes/dialogueManager/configure";
    let both = json!([{"intentId": "GetTime", "enable": true}, {"intentId": "SwitchLight", "enable": true}]);
    stage.publish(topic, &json!({"siteId": null, "intents": both}));
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.ends(None);
    talk.is_over("nominal");

    let without = json!([{"intentId": "SwitchLight", "enable": false}]);
    stage.publish(topic, &json!({"siteId": "kitchen", "intents": without}));
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.ends(None);
    talk.is_over("nominal");

    let mut talk = stage.wake("bedroom");
    talk.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    talk.ends(None);
    talk.is_over("nominal");
}

fn languages(stage: &mut Stage) {
    let mut talk = stage.wake("küche");
    talk.turn("wie spät ist es", "GetTime", &[]);
    talk.answers("Es ist zwölf Uhr.");
    let mut talk = stage.wake("bureau");
    talk.turn("quelle heure est-il", "GetTime", &[]);
    talk.answers("Il est midi.");
}

fn language_of_a_turn(stage: &mut Stage) {
    let mut talk = stage.called_with("kitchen", &json!({"lang": "de"}));
    talk.listens();
    talk.turn("wie heißt das auf englisch", "Translate", &[]);
    talk.asks("Was denn?", &json!({"lang": "en"}));
    talk.turn("the light", "Words", &[]);
    talk.answers("Das Licht.");
}

fn cancel_words(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.captured("cancel", 0.9);
    talk.is_over("abortedByUser");
}

fn sounds(stage: &mut Stage) {
    let mut talk = stage.called_with_sound("kitchen");
    talk.listens();
    let query = talk.hears_with_sound("what time is it");
    talk.understands(&query, "GetTime", &[]);
    talk.answers("It is noon.");
}

fn sound_of_an_error(stage: &mut Stage) {
    let mut talk = stage.called_with_sound("kitchen");
    talk.listens();
    let query = talk.hears_with_sound("open the pod bay doors");
    talk.misunderstands(&query);
    talk.sounds();
    talk.is_over("intentNotRecognized");
}

fn sounds_switched_off(stage: &mut Stage) {
    stage.publish("hermes/feedback/sound/toggleOff", &json!({"siteId": "kitchen"}));
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
    stage.publish("hermes/feedback/sound/toggleOn", &json!({"siteId": "kitchen"}));
    let mut talk = stage.called_with_sound("kitchen");
    talk.listens();
    talk.ends(None);
    talk.is_over("nominal");
}

fn low_confidence(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.captured("what lime is it", 0.2);
    talk.is_over("intentNotRecognized");
}

fn always_open(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    let ear = stage.ear();
    talk.answers("The light is on.");
    let mut next = Talk::started(stage, "kitchen", ear);
    next.listens();
    next.is_over_somehow();
}

fn greeting(stage: &mut Stage) {
    let mut talk = stage.called("kitchen");
    talk.speaks("Yes?");
    talk.listens();
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
}
