//! Components that report errors, and a broker that restarts.

use super::Scenario;
use super::recorded_installation::RecordedInstallation;
use super::stepped_session::SteppedSession;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("broken-asr", "The recogniser breaks while it listens", broken_asr),
    Scenario::new("broken-nlu", "The NLU breaks over a query", broken_nlu),
    Scenario::new("broken-tts", "The TTS breaks over an answer", broken_tts),
    Scenario::new("broker-restart", "The broker is away for a moment in mid-session", broker_restart),
];

fn broken_asr(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let (topic, error) = installation.dialect.error("asr", &session.site, &session.id, "no model");
    installation.publish(&topic, &error);
    session.expect_error();
}

fn broken_nlu(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.transcribe("what time is it");
    let (topic, error) = installation.dialect.error("nlu", &session.site, &session.id, "no graph");
    installation.publish(&topic, &error);
    session.expect_error();
}

fn broken_tts(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]).end(Some("It is noon."));
    session.expect_say("It is noon.");
    let (topic, error) = installation.dialect.error("tts", &session.site, &session.id, "no voice");
    installation.publish(&topic, &error);
    session.expect_ended_for_any_reason();
}

fn broker_restart(installation: &mut RecordedInstallation) {
    let id = installation.wake("kitchen").id;
    installation.restart_broker();
    let mut session = SteppedSession::resumed(installation, "kitchen", &id);
    session.turn("what time is it", "GetTime", &[]).end_silently();
}
