//! Whole houses: the real parts of Rhasspy; the rooms, the NLU and the skills of `petasos demo`.

use serde_json::json;

use super::Scene;
use super::dialect::Dialect;
use super::stage::Stage;

const LIGHT_IS_ON: &str = "< kitchen: The light in the kitchen is on.\n";
const LISTEN: &str = "hermes/asr/startListening";

pub(super) const SCENES: &[Scene] = &[
    Scene::new("house-question", "Rhasspy's own NLU, TTS and skill: a question is answered", question)
        .played_by_rhasspy(),
    Scene::new(
        "house-follow-up",
        "Rhasspy's own NLU, TTS and skill: the skill asks back, and hears yes",
        follow_up,
    )
    .played_by_rhasspy(),
    Scene::new(
        "house-misunderstood",
        "Rhasspy's own NLU, TTS and skill: an answer that is not allowed",
        misunderstood,
    )
    .played_by_rhasspy(),
    Scene::new("house-two-sites", "Rhasspy's own NLU, TTS and skill: two sites at once", two_sites)
        .played_by_rhasspy(),
    Scene::new(
        "house-notification",
        "Rhasspy's own TTS: a notification waits for a conversation",
        notification,
    )
    .played_by_rhasspy(),
    Scene::new("house-not-understood", "Rhasspy's own NLU: words that mean nothing", not_understood)
        .played_by_rhasspy(),
    Scene::new(
        "house-lights",
        "The rooms and skills of petasos demo: light, a question back, a reply",
        lights,
    )
    .played_by_demo(),
    Scene::new("house-nonsense", "The rooms of petasos demo: words that mean nothing", nonsense)
        .played_by_demo(),
    Scene::new("house-goodnight", "The rooms of petasos demo: a command that is confirmed", good_night)
        .played_by_demo(),
];

fn question(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.say("kitchen", "what time is it");
    talk.is_over("nominal");
}

fn follow_up(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.say("kitchen", "turn off the light");
    talk.says("Really?");
    talk.listens();
    stage.say("kitchen", "yes please");
    talk.is_over("nominal");
}

fn misunderstood(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.say("kitchen", "turn off the lamp");
    talk.says("Really?");
    talk.listens();
    stage.say("kitchen", "what time is it");
    talk.skill_hears_of_it();
    talk.says("Yes or no?");
    talk.listens();
    stage.say("kitchen", "no thanks");
    talk.is_over("nominal");
}

fn two_sites(stage: &mut Stage) {
    let mut kitchen = stage.wake("kitchen");
    let mut bath = stage.wake("bath");
    stage.say("kitchen", "turn off the light");
    stage.say("bath", "turn off the lamp");
    let mut ear = stage.ear();
    ear.clone().expect(LISTEN, &json!({"siteId": "kitchen"}));
    ear.expect(LISTEN, &json!({"siteId": "bath"}));
    stage.say("bath", "yes");
    stage.say("kitchen", "yes");
    kitchen.is_over("nominal");
    bath.is_over("nominal");
}

fn notification(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let ear = stage.ear();
    let session =
        stage.queue("kitchen", &json!({"type": "notification", "text": "The cake is done."}), "oven");
    stage.say("kitchen", "what time is it");
    talk.is_over("nominal");
    let ended = json!({"sessionId": session});
    ear.clone().expect("hermes/dialogueManager/sessionEnded", &ended);
}

fn not_understood(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.say("kitchen", "open the pod bay doors");
    talk.is_over("intentNotRecognized");
}

fn lights(stage: &mut Stage) {
    stage.play_demo(
        "turn on the light\n< kitchen: The light in the kitchen is on.\n\
         change the colour\n< kitchen: Which colour?\nblue\n< kitchen: The light in the kitchen is blue now.\n",
    );
}

fn nonsense(stage: &mut Stage) {
    // Alice asks again, Snips's manager lets it be.
    let asked_again = if stage.dialect == Dialect::Alice { "< kitchen: ...\n" } else { "" };
    let script = ["open the pod bay doors\n", asked_again, "turn on the light\n", LIGHT_IS_ON];
    stage.play_demo(&script.concat());
}

fn good_night(stage: &mut Stage) {
    stage.play_demo(
        "good night\n< kitchen: Really turn off everything?\nyes please\n< kitchen: Everything is off.\n",
    );
}
