//! Parts that do not answer: after its time the session ends, and the room is as before.

use serde_json::json;

use super::Scene;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::stage::Stage;
use super::talk::Talk;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("silent-person", "Nobody says anything after the wake word", silent_person)
        .with("[everywhere.timeouts]\nlistening_seconds = 0.5"),
    Scene::new("silent-nlu", "The NLU does not answer", silent_nlu)
        .with("[everywhere.timeouts]\nunderstanding_seconds = 0.5"),
    Scene::new("silent-skill", "The skill does not answer", silent_skill)
        .with("[everywhere.timeouts]\nskill_seconds = 0.5"),
    Scene::new(
        "silent-skill-with-queue",
        "The skill does not answer, and somebody waits",
        silent_skill_with_queue,
    )
    .with("[everywhere.timeouts]\nskill_seconds = 0.5"),
    Scene::new("silent-tts", "Nobody speaks the answer", silent_tts)
        .with("[everywhere.timeouts]\nspeech_start_seconds = 0.3\nspeech_chars_per_second = 100"),
    Scene::new("silent-tts-question", "Nobody speaks the question", silent_tts_question)
        .with("[everywhere.timeouts]\nspeech_start_seconds = 0.3\nspeech_chars_per_second = 100"),
    Scene::new("silent-loudspeaker", "The speech is never reported as played", silent_loudspeaker),
    Scene::new("early-say-finished", "The TTS says it is done when it has only begun", early_say_finished),
    Scene::new("late-skill", "The skill answers after its session is over", late_skill)
        .of(&[Rhasspy, Snips, Alice])
        .with("[everywhere.timeouts]\nskill_seconds = 0.5"),
];

fn silent_person(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.is_over("timeout");
}

fn silent_nlu(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.hears("what time is it");
    talk.is_over("timeout");
}

fn silent_skill(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("open the garage", "OpenGarage", &[]);
    talk.is_over("timeout");
}

fn silent_skill_with_queue(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let ear = stage.ear();
    stage.queue("kitchen", &json!({"type": "notification", "text": "The cake is done."}), "oven");
    talk.turn("open the garage", "OpenGarage", &[]);
    talk.is_over("timeout");
    let mut next = Talk::started(stage, "kitchen", ear);
    next.speaks("The cake is done.");
    next.is_over("nominal");
}

fn silent_tts(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.ends(Some("It is noon."));
    talk.says("It is noon.");
    talk.is_over_somehow();
}

fn silent_tts_question(stage: &mut Stage) {
    let init = json!({"type": "action", "text": "Shall I?", "canBeEnqueued": true});
    let mut talk = stage.start("kitchen", &init, None);
    talk.says("Shall I?");
    talk.is_over_somehow();
}

fn silent_loudspeaker(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("turn off everything", "SwitchEverything", &[]);
    talk.goes_on(Some("Really?"), &json!({}));
    let say = talk.says("Really?");
    stage.play_speech(&say);
    talk.listens();
    talk.ends(None);
    talk.is_over("nominal");
}

fn early_say_finished(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("turn off everything", "SwitchEverything", &[]);
    talk.goes_on(Some("Really?"), &json!({}));
    let say = talk.says("Really?");
    // The speech is already in the loudspeaker, and half of it played, when its end is announced too early.
    stage.begin_speech(&say);
    stage.finish_speaking(&say);
    stage.let_speech_pass(&say);
    stage.finish_playing(&say);
    talk.listens();
    talk.turn("yes", "Yes", &[]);
    talk.ends(None);
    talk.is_over("nominal");
}

fn late_skill(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("open the garage", "OpenGarage", &[]);
    talk.is_over("timeout");
    talk.ends(Some("The garage is open."));
    let mut next = stage.wake("kitchen");
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
}
