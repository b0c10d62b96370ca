//! Parts that do not answer: after its time the session ends, and the room is as before.

use serde_json::json;

use super::Scenario;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::recorded_installation::RecordedInstallation;
use super::stepped_session::SteppedSession;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("silent-person", "Nobody says anything after the wake word", silent_person)
        .with("[everywhere.timeouts]\nlistening_seconds = 0.5"),
    Scenario::new("silent-nlu", "The NLU does not answer", silent_nlu)
        .with("[everywhere.timeouts]\nunderstanding_seconds = 0.5"),
    Scenario::new("silent-skill", "The skill does not answer", silent_skill)
        .with("[everywhere.timeouts]\nskill_seconds = 0.5"),
    Scenario::new(
        "silent-skill-with-queue",
        "The skill does not answer, and somebody waits",
        silent_skill_with_queue,
    )
    .with("[everywhere.timeouts]\nskill_seconds = 0.5"),
    Scenario::new("silent-tts", "Nobody speaks the answer", silent_tts)
        .with("[everywhere.timeouts]\nspeech_start_seconds = 0.3\nspeech_chars_per_second = 100"),
    Scenario::new("silent-tts-question", "Nobody speaks the question", silent_tts_question)
        .with("[everywhere.timeouts]\nspeech_start_seconds = 0.3\nspeech_chars_per_second = 100"),
    Scenario::new("silent-loudspeaker", "The speech is never reported as played", silent_loudspeaker),
    Scenario::new("early-say-finished", "The TTS says it is done when it has only begun", early_say_finished),
    Scenario::new("late-skill", "The skill answers after its session is over", late_skill)
        .of(&[Rhasspy, Snips, Alice])
        .with("[everywhere.timeouts]\nskill_seconds = 0.5"),
];

fn silent_person(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.is_over("timeout");
}

fn silent_nlu(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.hears("what time is it");
    session.is_over("timeout");
}

fn silent_skill(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("open the garage", "OpenGarage", &[]);
    session.is_over("timeout");
}

fn silent_skill_with_queue(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let ear = installation.ear();
    installation.queue("kitchen", &json!({"type": "notification", "text": "The cake is done."}), "oven");
    session.turn("open the garage", "OpenGarage", &[]);
    session.is_over("timeout");
    let mut next = SteppedSession::started(installation, "kitchen", ear);
    next.speaks("The cake is done.");
    next.is_over("nominal");
}

fn silent_tts(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]);
    session.ends(Some("It is noon."));
    session.says("It is noon.");
    session.is_over_somehow();
}

fn silent_tts_question(installation: &mut RecordedInstallation) {
    let init = json!({"type": "action", "text": "Shall I?", "canBeEnqueued": true});
    let mut session = installation.start("kitchen", &init, None);
    session.says("Shall I?");
    session.is_over_somehow();
}

fn silent_loudspeaker(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.goes_on(Some("Really?"), &json!({}));
    let say = session.says("Really?");
    installation.play_speech(&say);
    session.listens();
    session.ends(None);
    session.is_over("nominal");
}

fn early_say_finished(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.goes_on(Some("Really?"), &json!({}));
    let say = session.says("Really?");
    // The speech is already in the loudspeaker, and half of it played, when its end is announced too early.
    installation.begin_speech(&say);
    installation.finish_speaking(&say);
    installation.let_speech_pass(&say);
    installation.finish_playing(&say);
    session.listens();
    session.turn("yes", "Yes", &[]);
    session.ends(None);
    session.is_over("nominal");
}

fn late_skill(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("open the garage", "OpenGarage", &[]);
    session.is_over("timeout");
    session.ends(Some("The garage is open."));
    let mut next = installation.wake("kitchen");
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
}
