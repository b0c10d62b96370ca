//! `hermes/dialogueManager/...`: conversations.

use super::asr::SpeakerHypothesis;
use super::component::Component;
use super::nlu::IntentAlternative;
use crate::{IntentName, SessionId, SiteId};

/// `hermes/dialogueManager/startSession`: a skill wants to talk.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StartSession {
    /// What kind of conversation.
    pub init: SessionInit,
    /// Where. `None`: the sender did not say, which means the default site.
    pub site_id: Option<SiteId>,
    /// Opaque to everybody but the sender, who gets it back with every message of the session.
    pub custom_data: Option<String>,
    /// Language of the session, such as `en` (Rhasspy).
    pub lang: Option<String>,
}

impl StartSession {
    /// Without site, data or language.
    pub fn new(init: SessionInit) -> Self {
        Self {
            init,
            site_id: None,
            custom_data: None,
            lang: None,
        }
    }
}

/// What kind of session is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionInit {
    /// A conversation: something may be said, then the user is listened to.
    Action(Action),
    /// Something is said, and that was all.
    Notification {
        /// The words.
        text: String,
    },
}

/// The conversation a skill wants to start.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Action {
    /// Said before listening. `None`: listen at once.
    pub text: Option<String>,
    /// The only intents to understand. `None`: all that are enabled. An empty list is read by dialect.
    pub intent_filter: Option<Vec<IntentName>>,
    /// Whether the session may wait while the site is busy. Default true (Snips).
    pub can_be_enqueued: bool,
    /// Whether the skill wants to be told about words nobody understood. Default false.
    pub send_intent_not_recognized: bool,
}

impl Action {
    /// Says nothing, understands everything, may wait.
    pub fn new() -> Self {
        Self {
            can_be_enqueued: true,
            ..Self::default()
        }
    }
}

/// `hermes/dialogueManager/continueSession`: the skill asks back.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContinueSession {
    /// Which session.
    pub session_id: SessionId,
    /// The question. `None` or empty: listen at once.
    pub text: Option<String>,
    /// The only intents to understand in the next turn.
    pub intent_filter: Option<Vec<IntentName>>,
    /// Replaces the session's data; `None` keeps it.
    pub custom_data: Option<String>,
    /// Whether the skill wants to be told about words nobody understood. Default false.
    pub send_intent_not_recognized: bool,
    /// The slot the answer is for (Snips: the manager then asks the NLU for this slot alone).
    pub slot: Option<String>,
    /// Language from now on (Rhasspy).
    pub lang: Option<String>,
}

impl ContinueSession {
    /// Listen again, all else as it was.
    pub fn new(session_id: SessionId) -> Self {
        Self {
            session_id,
            text: None,
            intent_filter: None,
            custom_data: None,
            send_intent_not_recognized: false,
            slot: None,
            lang: None,
        }
    }
}

/// `hermes/dialogueManager/endSession`: the skill is done.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EndSession {
    /// Which session.
    pub session_id: SessionId,
    /// The last words. `None` or empty: end in silence.
    pub text: Option<String>,
    /// Replaces the session's data before it is echoed in `sessionEnded`; `None` keeps it (Rhasspy).
    pub custom_data: Option<String>,
    /// Listen once more without wake word after the last words (Project Alice's `requestContinue`). Default false.
    pub request_continue: bool,
}

impl EndSession {
    /// End in silence.
    pub fn new(session_id: SessionId) -> Self {
        Self {
            session_id,
            text: None,
            custom_data: None,
            request_continue: false,
        }
    }
}

/// `hermes/dialogueManager/sessionQueued`: the site is busy, the session waits.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SessionQueued {
    /// The id it will have.
    pub session_id: SessionId,
    /// Where.
    pub site_id: SiteId,
    /// The data given at the start.
    pub custom_data: Option<String>,
}

impl SessionQueued {
    /// Without data.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self {
            session_id,
            site_id,
            custom_data: None,
        }
    }
}

/// `hermes/dialogueManager/sessionStarted`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SessionStarted {
    /// Which session.
    pub session_id: SessionId,
    /// Where.
    pub site_id: SiteId,
    /// The data given at the start; in Rhasspy the wake word of a session the user woke.
    pub custom_data: Option<String>,
    /// Language of the session (Rhasspy).
    pub lang: Option<String>,
    /// The session this one goes on from (Snips).
    pub reactivated_from_session_id: Option<SessionId>,
}

impl SessionStarted {
    /// Without data or language.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self {
            session_id,
            site_id,
            custom_data: None,
            lang: None,
            reactivated_from_session_id: None,
        }
    }
}

/// `hermes/dialogueManager/sessionEnded`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SessionEnded {
    /// Which session.
    pub session_id: SessionId,
    /// Where.
    pub site_id: SiteId,
    /// The session's data.
    pub custom_data: Option<String>,
    /// Why.
    pub termination: Termination,
}

impl SessionEnded {
    /// Without data.
    pub fn new(session_id: SessionId, site_id: SiteId, termination: Termination) -> Self {
        Self {
            session_id,
            site_id,
            custom_data: None,
            termination,
        }
    }
}

/// Why a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Termination {
    /// A skill ended it.
    Nominal,
    /// The manager is switched off at this site (Snips).
    SiteUnavailable,
    /// The user said a cancel word, or woke the assistant again.
    AbortedByUser,
    /// Nobody understood the user.
    IntentNotRecognized,
    /// An answer did not come in time.
    Timeout {
        /// Who owed the answer (Snips; Rhasspy's written form has no room for it).
        component: Option<Component>,
    },
    /// Something broke.
    Error {
        /// What, in words. Empty where the sender did not say (Rhasspy, Alice).
        error: String,
    },
    /// A reason this crate does not know, kept as it came.
    Other {
        /// The text of `reason`.
        reason: String,
    },
}

/// `hermes/dialogueManager/intentNotRecognized`: for the skill that asked to be told.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DialogueIntentNotRecognized {
    /// Which session.
    pub session_id: SessionId,
    /// Where.
    pub site_id: SiteId,
    /// The words. `None`: nothing was captured.
    pub input: Option<String>,
    /// The session's data.
    pub custom_data: Option<String>,
    /// How sure the NLU is that nothing fits, 0 to 1 (Snips).
    pub confidence_score: Option<f64>,
    /// What came near (Snips).
    pub alternatives: Option<Vec<IntentAlternative>>,
    /// Who may have spoken (Snips).
    pub speaker_hypotheses: Option<Vec<SpeakerHypothesis>>,
}

impl DialogueIntentNotRecognized {
    /// Without words or data.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self {
            session_id,
            site_id,
            input: None,
            custom_data: None,
            confidence_score: None,
            alternatives: None,
            speaker_hypotheses: None,
        }
    }
}

/// `hermes/dialogueManager/configure`: switches intents on and off.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Configure {
    /// Where. `None`: everywhere (Snips).
    pub site_id: Option<SiteId>,
    /// What. Intents that are not named stay as they are.
    pub intents: Vec<ConfigureIntent>,
}

impl Configure {
    /// Everywhere.
    pub fn new(intents: Vec<ConfigureIntent>) -> Self {
        Self {
            site_id: None,
            intents,
        }
    }
}

/// One intent to switch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigureIntent {
    /// Which.
    pub intent_id: IntentName,
    /// On or off. `None` changes nothing.
    pub enable: Option<bool>,
}

impl ConfigureIntent {
    /// Switches one intent.
    pub fn new(intent_id: IntentName, enable: bool) -> Self {
        Self {
            intent_id,
            enable: Some(enable),
        }
    }
}
