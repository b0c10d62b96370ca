//! Components that do not answer: the session ends with a timeout, and the site is as before.

use serde_json::json;

use super::Scenario;
use super::recorded_installation::RecordedInstallation;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("silent-person", "Nobody says anything after the wake word", silent_person)
        .settings("[everywhere.timeouts]\nlistening_seconds = 0.5"),
    Scenario::new("silent-nlu", "The NLU does not answer", silent_nlu)
        .settings("[everywhere.timeouts]\nunderstanding_seconds = 0.5"),
    Scenario::new("silent-skill", "The skill does not answer", silent_skill)
        .settings("[everywhere.timeouts]\nskill_seconds = 0.5"),
    Scenario::new(
        "silent-skill-with-queue",
        "The skill does not answer, and somebody waits",
        silent_skill_with_queue,
    )
    .settings("[everywhere.timeouts]\nskill_seconds = 0.5"),
    Scenario::new("silent-tts", "Nobody speaks the answer", silent_tts)
        .settings("[everywhere.timeouts]\nspeech_start_seconds = 0.3\nspeech_chars_per_second = 100"),
    Scenario::new("silent-tts-question", "Nobody speaks the question", silent_tts_question)
        .settings("[everywhere.timeouts]\nspeech_start_seconds = 0.3\nspeech_chars_per_second = 100"),
    Scenario::new("silent-loudspeaker", "The speech is never reported as played", silent_loudspeaker),
    Scenario::new("early-say-finished", "The TTS says it is done when it has only begun", early_say_finished),
    Scenario::new("late-skill", "The skill answers after its session is over", late_skill)
        .settings("[everywhere.timeouts]\nskill_seconds = 0.5"),
];

fn silent_person(installation: &mut RecordedInstallation) {
    installation.wake("kitchen").expect_ended("timeout");
}

fn silent_nlu(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.transcribe("what time is it");
    session.expect_ended("timeout");
}

fn silent_skill(installation: &mut RecordedInstallation) {
    installation.wake("kitchen").turn("open the garage", "OpenGarage", &[]).expect_ended("timeout");
}

fn silent_skill_with_queue(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.queue_session(
        "kitchen",
        &json!({"type": "notification", "text": "The cake is done."}),
        "oven",
    );
    session.turn("open the garage", "OpenGarage", &[]).expect_ended("timeout");
    session.expect_next().notify("The cake is done.");
}

fn silent_tts(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]).end(Some("It is noon."));
    session.expect_say("It is noon.");
    session.expect_ended_for_any_reason();
}

fn silent_tts_question(installation: &mut RecordedInstallation) {
    let init = json!({"type": "action", "text": "Shall I?", "canBeEnqueued": true});
    let mut session = installation.start_session("kitchen", &init, None);
    session.expect_say("Shall I?");
    session.expect_ended_for_any_reason();
}

fn silent_loudspeaker(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.continue_session(Some("Really?"), &json!({}));
    let say = session.expect_say("Really?");
    installation.play_speech(&say);
    session.expect_listening().end_silently();
}

fn early_say_finished(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.continue_session(Some("Really?"), &json!({}));
    let say = session.expect_say("Really?");
    // The player has the speech and still plays it when its end is reported, too early.
    installation.send_speech(&say);
    installation.finish_saying(&say);
    installation.wait_for_playback(&say);
    installation.finish_playing(&say);
    session.expect_listening().turn("yes", "Yes", &[]).end_silently();
}

fn late_skill(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("open the garage", "OpenGarage", &[]).expect_ended("timeout");
    session.end(Some("The garage is open."));
    installation.wake("kitchen").tell_time();
}
