//! Toggling components.

use crate::json::{fields, open_enum, or_default_site, written};
use crate::{SessionId, SiteId};

fields! {
    /// `.../toggleOn` and `.../toggleOff` of hotword, ASR, audio output, feedback sounds and intent handling.
    #[derive(Eq, Default)]
    pub struct Toggle {
        /// The site. `None`: all sites, or missing (Alice sends empty payloads).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The session (Snips, Alice).
        pub session_id: Option<SessionId> = "sessionId",
        /// The reason (Rhasspy). Services keep a set of reasons and are on while it is empty.
        pub reason: Option<ToggleReason> = "reason",
    }
}

written! { Toggle {
    Rhasspy => { "siteId": site_id, "reason": reason | or_unknown }
    Snips | Alice => { "siteId": site_id | or_default_site, "sessionId": session_id }
} }

impl Toggle {
    /// Without session or reason.
    pub fn at(site_id: SiteId) -> Self {
        Self { site_id: Some(site_id), session_id: None, reason: None }
    }
}

fields! {
    /// `.../toggleOn` and `.../toggleOff` without a reason: audio output, its summaries, intent handling.
    #[derive(Eq, Default)]
    pub struct AtSite {
        /// The site. `None`: all sites.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The session (Snips, Alice).
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { AtSite {
    Rhasspy => { "siteId": site_id }
    Snips | Alice => { "siteId": site_id | or_default_site, "sessionId": session_id }
} }

/// Why a component is off (Rhasspy).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ToggleReason {
    /// A session is active.
    DialogueSession,
    /// A sound is playing.
    PlayAudio,
    /// Speech is playing.
    TtsSay,
    /// The empty string. In `toggleOn` it overrides every reason.
    Unknown,
    /// An unknown reason.
    Other(String),
}

open_enum! {
    ToggleReason {
        DialogueSession = "dialogueSession", PlayAudio = "playAudio", TtsSay = "ttsSay", Unknown = ""
    }
}

/// Rhasspy requires a reason; a missing one is written as the empty string.
fn or_unknown(reason: &Option<ToggleReason>) -> &str {
    reason.as_ref().map_or("", ToggleReason::as_str)
}
