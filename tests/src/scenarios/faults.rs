//! Parts that break and say so, and a broker that goes away.

use super::Scene;
use super::stage::Stage;
use super::talk::Talk;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("broken-asr", "The recogniser breaks while it listens", broken_asr),
    Scene::new("broken-nlu", "The NLU breaks over a query", broken_nlu),
    Scene::new("broken-tts", "The TTS breaks over an answer", broken_tts),
    Scene::new("broker-restart", "The broker is away for a moment in mid-session", broker_restart),
];

fn broken_asr(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let (topic, error) = stage.dialect.error("asr", &talk.site, &talk.session, "no model");
    stage.publish(&topic, &error);
    talk.ends_in_error();
}

fn broken_nlu(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.hears("what time is it");
    let (topic, error) = stage.dialect.error("nlu", &talk.site, &talk.session, "no graph");
    stage.publish(&topic, &error);
    talk.ends_in_error();
}

fn broken_tts(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.ends(Some("It is noon."));
    talk.says("It is noon.");
    let (topic, error) = stage.dialect.error("tts", &talk.site, &talk.session, "no voice");
    stage.publish(&topic, &error);
    talk.is_over_somehow();
}

fn broker_restart(stage: &mut Stage) {
    let session = stage.wake("kitchen").session;
    stage.restart_broker();
    let mut talk = Talk::resumed(stage, "kitchen", &session, stage.ear());
    talk.turn("what time is it", "GetTime", &[]);
    talk.ends(None);
    talk.is_over("nominal");
}
