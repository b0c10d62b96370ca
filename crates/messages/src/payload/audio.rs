//! `hermes/audioServer/...`: microphones and loudspeakers.

use bytes::Bytes;

use crate::{RequestId, SessionId, SiteId};

/// `hermes/audioServer/{siteId}/playBytes/{requestId}`: play this WAV.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// `hermes/audioServer/{siteId}/playFinished`: it was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlayFinished {
    /// Where; from the topic.
    pub site_id: SiteId,
    /// Which: the request id of `playBytes`.
    pub id: Option<RequestId>,
    /// In which session. Rhasspy's speakers put the request id here.
    pub session_id: Option<SessionId>,
}

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
