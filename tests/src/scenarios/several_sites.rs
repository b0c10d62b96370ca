//! Several sites, and sites with special settings.

use serde_json::json;

use crate::topic_names::START;

use super::Scenario;
use super::dialect::Dialect::Rhasspy;
use super::recorded_installation::RecordedInstallation;
use super::stepped_session::SteppedSession;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("two-sites", "Two sites talk at once, and each gets its own answer", two_sites),
    Scenario::new("group", "Two microphones hear one wake word, and one of them answers", group)
        .settings("groups = [[\"kitchen left\", \"kitchen right\"]]"),
    Scenario::new("group-by-name", "Two microphones whose names say that they stand in one room", by_name)
        .dialects(&[Rhasspy])
        .settings("group_separator = \".\""),
    Scenario::new("text-site", "A session without microphone and loudspeaker, by text alone", text_site)
        .settings("[site.text-anna]\nmicrophone = false\nspeaker = false"),
    Scenario::new("only-sites", "A manager that serves one site lets the others be", only_sites)
        .settings("only_sites = [\"kitchen\", \"barrier-0\"]"),
    Scenario::new("unnamed-site", "Somebody names no site, and means the default one", unnamed_site),
];

fn two_sites(installation: &mut RecordedInstallation) {
    let mut kitchen = installation.wake("kitchen");
    let mut bedroom = installation.wake("bedroom");
    let query = bedroom.transcribe("what time is it");
    kitchen.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    bedroom.recognize(&query, "GetTime", &[]);
    kitchen.answer("The light is on.");
    bedroom.answer("It is noon.");
}

fn group(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen left");
    installation.detect("kitchen right");
    session.tell_time();
}

fn by_name(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen.left");
    installation.detect("kitchen.right");
    let mut bath = installation.wake("bath.left");
    session.tell_time();
    bath.end_silently();
}

fn text_site(installation: &mut RecordedInstallation) {
    let mut session =
        installation.start_session("text-anna", &json!({"type": "action", "canBeEnqueued": true}), None);
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.continue_session(Some("Really?"), &json!({"intentFilter": ["Yes", "No"]}));
    session.expect_say("Really?");
    session.turn("yes", "Yes", &[]).end(Some("Good night."));
    session.expect_ended("nominal");
}

fn only_sites(installation: &mut RecordedInstallation) {
    installation.detect("neighbour");
    let init = json!({"type": "notification", "text": "This is not for us."});
    installation.request_session("neighbour", &init, None);
    installation.wake("kitchen").tell_time();
}

fn unnamed_site(installation: &mut RecordedInstallation) {
    let init = json!({"type": "notification", "text": "The mail is here."});
    let messages = installation.messages();
    let message = json!({"init": init, "siteId": null, "customData": null});
    installation.publish(START, &message);
    let mut session = SteppedSession::started(installation, "default", messages);
    session.notify("The mail is here.");
}
