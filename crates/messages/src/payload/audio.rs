//! `hermes/audioServer/...`: microphones and loudspeakers.

use crate::fields::{fields, written};
use crate::write::{or_empty};
use bytes::Bytes;

use crate::{RequestId, SessionId, SiteId};

/// `hermes/audioServer/{siteId}/playBytes/{requestId}`: play this WAV.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlayBytes {
    /// Where.
    pub site_id: SiteId,
    /// Echoed in `playFinished`.
    pub request_id: RequestId,
    /// The WAV file.
    pub wav: Bytes,
}

impl PlayBytes {
    /// A WAV for a site.
    pub fn new(site_id: SiteId, request_id: RequestId, wav: Bytes) -> Self {
        Self {
            site_id,
            request_id,
            wav,
        }
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.wav
    }
}

impl std::fmt::Debug for PlayBytes {
    /// Without the sound.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PlayBytes")
            .field("site_id", &self.site_id)
            .field("request_id", &self.request_id)
            .field("wav", &format_args!("{} bytes", self.wav.len()))
            .finish()
    }
}

fields! {
    /// `hermes/audioServer/{siteId}/playFinished`: it was heard.
    #[derive(Eq)]
    pub struct PlayFinished {
        /// Where; from the topic.
        pub site_id: SiteId = "siteId" else SiteId::default_site(),
        /// Which: the request id of `playBytes`.
        pub id: Option<RequestId> = "id",
        /// In which session. Rhasspy's speakers put the request id here.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { PlayFinished {
    Rhasspy => { "id": id, "sessionId": session_id }
    Snips => { "id": id | or_empty, "siteId": site_id }
    Alice => { "id": id | or_empty, "sessionId": session_id, "siteId": site_id }
} }

impl PlayFinished {
    /// Something was heard at a site.
    pub fn new(site_id: SiteId) -> Self {
        Self {
            site_id,
            id: None,
            session_id: None,
        }
    }
}
