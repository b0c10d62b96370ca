//! `hermes/audioServer/...`: microphones and loudspeakers, and payloads that are raw sound.

use bytes::Bytes;

use crate::json::{fields, or_empty, written};
use crate::{IsLast, Level, RequestId, SessionId, SiteId};

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
        Self { site_id, id: None, session_id: None }
    }
}

fields! {
    /// `hermes/audioServer/{siteId}/streamFinished`: a stream was heard (Snips).
    #[derive(Eq, Default)]
    pub struct StreamFinished {
        /// The stream.
        pub id: String = "id",
        /// Where; from the topic.
        pub site_id: SiteId = "siteId" else SiteId::default_site(),
    }
}

written! { StreamFinished {
    _ => { "id": id, "siteId": site_id }
} }

fields! {
    /// `hermes/voiceActivity/{siteId}/vadUp` and `vadDown`: speech began or ended (Snips, Alice).
    #[derive(Eq, Default)]
    pub struct VoiceActivity {
        /// Where; from the topic.
        pub site_id: SiteId = "siteId" else SiteId::default_site(),
        /// When, in ms since 1970.
        pub signal_ms: Option<i64> = "signalMs",
    }
}

written! { VoiceActivity {
    _ => { "siteId": site_id, "signalMs": signal_ms }
} }

/// A payload of raw bytes: what its topic says, then the bytes. Its `Debug` shows how many, never which.
macro_rules! binary {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident {
            $($(#[doc = $doc:literal])* pub $field:ident: $type:ty,)*
        }
        $(#[doc = $bytes_doc:literal])* $bytes:ident
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[doc = $doc])* pub $field: $type,)*
            $(#[doc = $bytes_doc])*
            pub $bytes: Bytes,
        }

        impl $name {
            /// What the topic says, and the bytes.
            pub fn new($($field: $type,)* $bytes: Bytes) -> Self {
                Self { $($field,)* $bytes }
            }

            pub(crate) fn bytes(&self) -> &Bytes {
                &self.$bytes
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter
                    .debug_struct(stringify!($name))
                    $(.field(stringify!($field), &self.$field))*
                    .field(stringify!($bytes), &format_args!("{} bytes", self.$bytes.len()))
                    .finish()
            }
        }
    };
}

binary! {
    /// `hermes/audioServer/{siteId}/playBytes/{requestId}`: play this WAV.
    pub struct PlayBytes {
        /// The site.
        pub site_id: SiteId,
        /// Echoed in `playFinished`.
        pub request_id: RequestId,
    }
    /// The WAV file.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/playBytesStreaming/{streamId}/{chunk}/{isLast}`: play this piece of a stream (Snips).
    pub struct PlayBytesStreaming {
        /// The site.
        pub site_id: SiteId,
        /// Echoed in `streamFinished`.
        pub stream_id: Level,
        /// Which piece, counted from 0.
        pub chunk_number: u64,
        /// Whether no more will come.
        pub is_last_chunk: IsLast,
    }
    /// A WAV file of its own.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/audioFrame`: what a microphone hears, 16 to 64 ms of it.
    pub struct AudioFrame {
        /// The site.
        pub site_id: SiteId,
    }
    /// A WAV file, 16 kHz, 16 bit, mono. Snips' frames have chunks of their own before the sound.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/{sessionId}/audioSessionFrame`: sound for one session (Rhasspy).
    pub struct AudioSessionFrame {
        /// The site.
        pub site_id: SiteId,
        /// In which session.
        pub session_id: SessionId,
    }
    /// A WAV file.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/replayResponse`: a frame from the past, as `replayRequest` asked for (Snips).
    pub struct ReplayResponse {
        /// The site.
        pub site_id: SiteId,
    }
    /// A WAV file; its chunks `rpid` and `rprf` say for which request, and how many frames are to come.
    wav
}

binary! {
    /// `rhasspy/asr/{siteId}/{sessionId}/audioCaptured`: what the ASR recorded (Rhasspy).
    pub struct AudioCaptured {
        /// The site.
        pub site_id: SiteId,
        /// In which session.
        pub session_id: SessionId,
    }
    /// The WAV file.
    wav
}
