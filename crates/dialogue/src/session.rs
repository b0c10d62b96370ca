//! The state of one session.

use petasos_messages::payload::{AsrToken, Termination, TextCaptured};
use petasos_messages::{IntentName, SessionId};

use crate::Time;
use crate::phase_table::Phase;
use crate::plan::Step;

/// A session, queued or active.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) phase: Phase,
    /// The remaining steps.
    pub(crate) plan: &'static [Step],
    /// Deadline of the current phase. Steps that wait for playback have the playback's deadline instead.
    pub(crate) until: Option<Time>,
    /// The text of the next `Say` step.
    pub(crate) speech: Option<String>,
    /// The termination of the next `Close` step.
    pub(crate) termination: Termination,
    /// `sessionQueued` was published.
    pub(crate) queued: bool,
    /// `sessionStarted` was published.
    pub(crate) announced: bool,
    pub(crate) notification: bool,

    pub(crate) custom_data: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) reactivated_from: Option<SessionId>,
    /// The wake word id for the NLU; empty if a skill started the session (Rhasspy).
    pub(crate) wakeword_id: Option<String>,
    /// The wake word id was sent to the ASR, which gets it only once (Rhasspy).
    pub(crate) wakeword_sent: bool,
    pub(crate) send_audio_captured: Option<bool>,
    pub(crate) custom_entities: Option<Box<serde_json::Value>>,
    /// Where the command starts in the audio, in ms since 1970 (Snips).
    pub(crate) start_signal_ms: Option<i64>,

    pub(crate) turn: Turn,
    /// How often the user may still be asked to repeat.
    pub(crate) retries_left: u32,
    /// The session is a follow-up: if the user stays silent it ends without a sound.
    pub(crate) follow_up: bool,
    /// Whether a follow-up session starts after this one.
    pub(crate) reopen: bool,
    /// What the session waits for a skill to answer.
    pub(crate) awaited: Option<AwaitedAnswer>,
    /// When the skill was asked.
    pub(crate) asked_at: Time,
    /// A skill answered with `tts/say`, so its timeout afterwards is a normal end.
    pub(crate) answered_by_say: bool,
}

/// What a skill has to answer.
#[derive(Debug)]
pub(crate) enum AwaitedAnswer {
    Intent(IntentName),
    /// Text that the NLU did not recognise and that a skill handles.
    NotRecognized,
}

/// The state of one turn, reset by each question.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    pub(crate) intent_filter: Option<Vec<IntentName>>,
    pub(crate) send_intent_not_recognized: bool,
    pub(crate) slot: Option<String>,
    /// A skill asked a question, so the next utterance is the answer to it.
    pub(crate) asked: bool,
    /// A skill opened the turn with `continueSession`; another `continueSession` would be a second answer.
    pub(crate) continued: bool,
    /// Not the first turn of the session.
    pub(crate) later: bool,
    pub(crate) captured: Option<Box<Captured>>,
    /// The id of the pending query.
    pub(crate) query_id: Option<String>,
    /// Our own `nlu/intentNotRecognized` has yet to be received back.
    pub(crate) own_denial: bool,
    /// We stopped the ASR during the turn: until then, a captured text is its reaction to that and not an answer.
    pub(crate) provoked_until: Option<Time>,
}

/// The captured text.
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
            wakeword_sent: false,
            send_audio_captured: None,
            custom_entities: None,
            start_signal_ms: None,
            turn: Turn::default(),
            retries_left: 0,
            follow_up: false,
            reopen: false,
            awaited: None,
            asked_at: Time::START,
            answered_by_say: false,
        }
    }

    /// Switches to another phase and plan.
    pub(crate) fn follow(&mut self, phase: Phase, plan: &'static [Step]) {
        self.phase = phase;
        self.plan = plan;
        self.until = None;
    }

    /// Switches to the plan that ends the session.
    pub(crate) fn end_with(&mut self, termination: Termination, plan: &'static [Step]) {
        self.termination = termination;
        self.follow(Phase::Ending, plan);
    }

    /// Whether the microphone opens after the current speech.
    pub(crate) fn has_asked(&self) -> bool {
        self.plan.first() == Some(&Step::Listen)
    }

    /// The captured text, if any.
    pub(crate) fn captured_text(&self) -> Option<String> {
        self.turn.captured.as_ref().map(|captured| captured.text.clone()).filter(|text| !text.is_empty())
    }
}
