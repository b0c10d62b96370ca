//! Whole installations: the real components of Rhasspy, or the sites, the NLU and the skills of `petasos demo`.

use serde_json::json;

use crate::topic_names::{ENDED, LISTEN};

use super::Scenario;
use super::dialect::Dialect;
use super::recorded_installation::RecordedInstallation;

const LIGHT_IS_ON: &str = "< kitchen: The light in the kitchen is on.\n";

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("house-question", "Rhasspy's own NLU, TTS and skill: a question is answered", question)
        .played_by_rhasspy(),
    Scenario::new(
        "house-follow-up",
        "Rhasspy's own NLU, TTS and skill: the skill asks back, and hears yes",
        follow_up,
    )
    .played_by_rhasspy(),
    Scenario::new(
        "house-misunderstood",
        "Rhasspy's own NLU, TTS and skill: an answer that is not allowed",
        misunderstood,
    )
    .played_by_rhasspy(),
    Scenario::new("house-two-sites", "Rhasspy's own NLU, TTS and skill: two sites at once", two_sites)
        .played_by_rhasspy(),
    Scenario::new(
        "house-notification",
        "Rhasspy's own TTS: a notification waits for a conversation",
        notification,
    )
    .played_by_rhasspy(),
    Scenario::new("house-not-understood", "Rhasspy's own NLU: words that mean nothing", not_understood)
        .played_by_rhasspy(),
    Scenario::new(
        "house-lights",
        "The rooms and skills of petasos demo: light, a question back, a reply",
        lights,
    )
    .played_by_demo(),
    Scenario::new("house-nonsense", "The rooms of petasos demo: words that mean nothing", nonsense)
        .played_by_demo(),
    Scenario::new("house-goodnight", "The rooms of petasos demo: a command that is confirmed", good_night)
        .played_by_demo(),
];

fn question(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.transcribe("kitchen", "what time is it");
    session.expect_ended("nominal");
}

fn follow_up(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.transcribe("kitchen", "turn off the light");
    session.expect_say("Really?");
    session.expect_listening();
    installation.transcribe("kitchen", "yes please");
    session.expect_ended("nominal");
}

fn misunderstood(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.transcribe("kitchen", "turn off the lamp");
    session.expect_say("Really?");
    session.expect_listening();
    installation.transcribe("kitchen", "what time is it");
    session.expect_intent_not_recognized();
    session.expect_say("Yes or no?");
    session.expect_listening();
    installation.transcribe("kitchen", "no thanks");
    session.expect_ended("nominal");
}

fn two_sites(installation: &mut RecordedInstallation) {
    let mut kitchen = installation.wake("kitchen");
    let mut bath = installation.wake("bath");
    installation.transcribe("kitchen", "turn off the light");
    installation.transcribe("bath", "turn off the lamp");
    let mut messages = installation.messages();
    messages.clone().expect(LISTEN, &json!({"siteId": "kitchen"}));
    messages.expect(LISTEN, &json!({"siteId": "bath"}));
    installation.transcribe("bath", "yes");
    installation.transcribe("kitchen", "yes");
    kitchen.expect_ended("nominal");
    bath.expect_ended("nominal");
}

fn notification(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let mut messages = installation.messages();
    let queued = installation.queue_session(
        "kitchen",
        &json!({"type": "notification", "text": "The cake is done."}),
        "oven",
    );
    installation.transcribe("kitchen", "what time is it");
    session.expect_ended("nominal");
    messages.expect(ENDED, &json!({"sessionId": queued}));
}

fn not_understood(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.transcribe("kitchen", "open the pod bay doors");
    session.expect_ended("intentNotRecognized");
}

fn lights(installation: &mut RecordedInstallation) {
    installation.play_demo(
        "turn on the light\n< kitchen: The light in the kitchen is on.\n\
         change the colour\n< kitchen: Which colour?\nblue\n< kitchen: The light in the kitchen is blue now.\n",
    );
}

fn nonsense(installation: &mut RecordedInstallation) {
    // The manager asks again with Alice, but not with Snips.
    let asked_again = if installation.dialect == Dialect::Alice { "< kitchen: ...\n" } else { "" };
    let script = ["open the pod bay doors\n", asked_again, "turn on the light\n", LIGHT_IS_ON];
    installation.play_demo(&script.concat());
}

fn good_night(installation: &mut RecordedInstallation) {
    installation.play_demo(
        "good night\n< kitchen: Really turn off everything?\nyes please\n< kitchen: Everything is off.\n",
    );
}
