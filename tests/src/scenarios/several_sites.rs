//! Several sites, and sites that are not like others.

use serde_json::json;

use super::Scene;
use super::dialect::Dialect::Rhasspy;
use super::stage::Stage;
use super::talk::Talk;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("two-sites", "Two sites talk at once, and each gets its own answer", two_sites),
    Scene::new("group", "Two microphones hear one wake word, and one of them answers", group)
        .with("groups = [[\"kitchen left\", \"kitchen right\"]]"),
    Scene::new("group-by-name", "Two microphones whose names say that they stand in one room", group_by_name)
        .of(&[Rhasspy])
        .with("group_separator = \".\""),
    Scene::new("text-site", "A session without microphone and loudspeaker, by text alone", text_site)
        .with("[site.text-anna]\nmicrophone = false\nspeaker = false"),
    Scene::new("only-sites", "A manager that serves one site lets the others be", only_sites)
        .with("only_sites = [\"kitchen\", \"barrier-0\"]"),
    Scene::new("unnamed-site", "Somebody names no site, and means the default one", unnamed_site),
];

fn two_sites(stage: &mut Stage) {
    let mut kitchen = stage.wake("kitchen");
    let mut bedroom = stage.wake("bedroom");
    let query = bedroom.hears("what time is it");
    kitchen.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    bedroom.understands(&query, "GetTime", &[]);
    kitchen.answers("The light is on.");
    bedroom.answers("It is noon.");
}

fn group(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen left");
    stage.detect("kitchen right");
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
}

fn group_by_name(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen.left");
    stage.detect("kitchen.right");
    let mut bath = stage.wake("bath.left");
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
    bath.ends(None);
    bath.is_over("nominal");
}

fn text_site(stage: &mut Stage) {
    let mut talk = stage.start("text-anna", &json!({"type": "action", "canBeEnqueued": true}), None);
    talk.turn("turn off everything", "SwitchEverything", &[]);
    talk.goes_on(Some("Really?"), &json!({"intentFilter": ["Yes", "No"]}));
    talk.says("Really?");
    talk.turn("yes", "Yes", &[]);
    talk.ends(Some("Good night."));
    talk.is_over("nominal");
}

fn only_sites(stage: &mut Stage) {
    stage.detect("neighbour");
    let init = json!({"type": "notification", "text": "This is not for us."});
    stage.request("neighbour", &init, None);
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
}

fn unnamed_site(stage: &mut Stage) {
    let init = json!({"type": "notification", "text": "The mail is here."});
    let ear = stage.ear();
    let message = json!({"init": init, "siteId": null, "customData": null});
    stage.publish("hermes/dialogueManager/startSession", &message);
    let mut talk = Talk::started(stage, "default", ear);
    talk.speaks("The mail is here.");
    talk.is_over("nominal");
}
