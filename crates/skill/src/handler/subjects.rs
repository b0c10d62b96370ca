//! What handlers can be called for, besides intents.

use std::ops::Deref;
use std::sync::Arc;

use petasos_messages::SessionId;

use crate::{RecognizedIntent, Site};

/// Any intent that no handler of the skill has taken: the first argument of a [fallback](crate::Skill::fallback).
#[derive(Debug, Clone, PartialEq)]
pub struct AnyIntent(pub Arc<RecognizedIntent>);

impl Deref for AnyIntent {
    type Target = RecognizedIntent;

    fn deref(&self) -> &RecognizedIntent {
        &self.0
    }
}

/// Words that nobody understood: the first argument of [`Skill::not_recognized`](crate::Skill::not_recognized).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotRecognized {
    /// The words. Empty: nothing was captured.
    pub input: String,
    /// In which session; `None`: it is over, and what is said goes out as a notification.
    pub session_id: Option<SessionId>,
    /// Where.
    pub site: Site,
    /// The session's data.
    pub custom_data: Option<String>,
}
