//! A conversation, and where it stands.

use petasos_messages::payload::{AsrToken, Termination, TextCaptured};
use petasos_messages::{IntentName, SessionId};

use crate::Time;
use crate::phase_table::Phase;
use crate::plan::Step;

/// One session, queued or active.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) phase: Phase,
    /// The steps still to take.
    pub(crate) plan: &'static [Step],
    /// When the phase is given up. Steps that wait for speech or sound are bounded by those.
    pub(crate) until: Option<Time>,
    /// Said by the next `Say` step.
    pub(crate) speech: Option<String>,
    /// Why the next `Close` step ends the session.
    pub(crate) termination: Termination,
    /// Others know that it waits, or waited.
    pub(crate) queued: bool,
    /// Others know that it started.
    pub(crate) announced: bool,
    pub(crate) notification: bool,

    pub(crate) custom_data: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) reactivated_from: Option<SessionId>,
    /// The wake word, for the NLU; empty where a skill started the session (Rhasspy).
    pub(crate) wakeword_id: Option<String>,
    /// The ASR was told the wake word; it is told once only (Rhasspy).
    pub(crate) wakeword_told: bool,
    pub(crate) send_audio_captured: Option<bool>,
    pub(crate) custom_entities: Option<Box<serde_json::Value>>,
    /// Where the command starts in the sound, in ms since 1970 (Snips).
    pub(crate) start_signal_ms: Option<i64>,

    pub(crate) turn: Turn,
    /// How often the user may still be asked again.
    pub(crate) retries_left: u32,
    /// Nobody asked for this one: silence ends it without a sound.
    pub(crate) follow_up: bool,
    /// Whether to listen once more after the end.
    pub(crate) reopen: bool,
    /// What a skill was asked for last.
    pub(crate) owed: Option<Owed>,
    /// When it was asked.
    pub(crate) asked_at: Time,
    /// A skill answered through the TTS itself; its silence afterwards is an end, not a failure.
    pub(crate) answered_by_say: bool,
}

/// What a skill owes an answer to.
#[derive(Debug)]
pub(crate) enum Owed {
    /// An intent.
    Intent(IntentName),
    /// Text that the NLU did not recognise, and that a skill handles.
    NotRecognized,
}

/// What holds from one question to the next.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    pub(crate) intent_filter: Option<Vec<IntentName>>,
    pub(crate) send_intent_not_recognized: bool,
    pub(crate) slot: Option<String>,
    /// A skill has asked something: what is said is an answer to this skill.
    pub(crate) asked: bool,
    /// A skill opened it by `continueSession`: a second one is a second answer.
    pub(crate) continued: bool,
    /// It is not the first turn.
    pub(crate) later: bool,
    pub(crate) captured: Option<Box<Captured>>,
    /// The id of the query whose answer is awaited.
    pub(crate) query_id: Option<String>,
    /// Our own `nlu/intentNotRecognized` will come back to us.
    pub(crate) own_denial: bool,
    /// We stopped the ASR in mid-turn: what it captures until then is not an answer.
    pub(crate) provoked_until: Option<Time>,
}

/// What the user said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Captured {
    pub(crate) text: String,
    pub(crate) likelihood: Option<f64>,
    pub(crate) tokens: Option<Vec<Vec<AsrToken>>>,
}

impl From<&TextCaptured> for Captured {
    fn from(text: &TextCaptured) -> Self {
        Self { text: text.text.clone(), likelihood: text.likelihood, tokens: text.tokens.clone() }
    }
}

impl Session {
    pub(crate) fn new(id: SessionId, plan: &'static [Step]) -> Self {
        Self {
            id,
            phase: Phase::Starting,
            plan,
            until: None,
            speech: None,
            termination: Termination::Nominal,
            queued: false,
            announced: false,
            notification: false,
            custom_data: None,
            lang: None,
            reactivated_from: None,
            wakeword_id: None,
            wakeword_told: false,
            send_audio_captured: None,
            custom_entities: None,
            start_signal_ms: None,
            turn: Turn::default(),
            retries_left: 0,
            follow_up: false,
            reopen: false,
            owed: None,
            asked_at: Time::START,
            answered_by_say: false,
        }
    }

    /// Goes on with other steps.
    pub(crate) fn follow(&mut self, phase: Phase, plan: &'static [Step]) {
        self.phase = phase;
        self.plan = plan;
        self.until = None;
    }

    /// Goes on with the steps that lead to the end.
    pub(crate) fn end_with(&mut self, termination: Termination, plan: &'static [Step]) {
        self.termination = termination;
        self.follow(Phase::Ending, plan);
    }

    /// Whether what was said last asks something: the microphone opens after it.
    pub(crate) fn has_asked(&self) -> bool {
        self.plan.first() == Some(&Step::Listen)
    }

    /// What the user said, if anything.
    pub(crate) fn words(&self) -> Option<String> {
        self.turn.captured.as_ref().map(|captured| captured.text.clone()).filter(|text| !text.is_empty())
    }
}
