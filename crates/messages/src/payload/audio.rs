//! `hermes/audioServer/...`: microphones, speakers, and payloads of raw audio.

use bytes::Bytes;

use crate::json::{fields, or_empty, written};
use crate::{IsLast, Level, RequestId, SessionId, SiteId};

fields! {
    /// `hermes/audioServer/{siteId}/playFinished`: playback has ended.
    #[derive(Eq)]
    pub struct PlayFinished {
        /// The site; from the topic.
        pub site_id: SiteId = "siteId" else SiteId::default_site(),
        /// The request id of `playBytes`.
        pub id: Option<RequestId> = "id",
        /// The session. Rhasspy's players put the request id here.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { PlayFinished {
    Rhasspy => { "id": id, "sessionId": session_id }
    Snips => { "id": id | or_empty, "siteId": site_id }
    Alice => { "id": id | or_empty, "sessionId": session_id, "siteId": site_id }
} }

impl PlayFinished {
    /// Without a request id.
    pub fn new(site_id: SiteId) -> Self {
        Self { site_id, id: None, session_id: None }
    }
}

fields! {
    /// `hermes/audioServer/{siteId}/streamFinished`: playback of a stream has ended (Snips).
    #[derive(Eq, Default)]
    pub struct StreamFinished {
        /// The stream id of `playBytesStreaming`.
        pub id: String = "id",
        /// The site; from the topic.
        pub site_id: SiteId = "siteId" else SiteId::default_site(),
    }
}

written! { StreamFinished {
    _ => { "id": id, "siteId": site_id }
} }

fields! {
    /// `hermes/voiceActivity/{siteId}/vadUp` and `vadDown`: speech started or ended (Snips, Alice).
    #[derive(Eq, Default)]
    pub struct VoiceActivity {
        /// The site; from the topic.
        pub site_id: SiteId = "siteId" else SiteId::default_site(),
        /// The time, in ms since 1970.
        pub signal_ms: Option<i64> = "signalMs",
    }
}

written! { VoiceActivity {
    _ => { "siteId": site_id, "signalMs": signal_ms }
} }

/// A payload of raw bytes with the parameters of its topic. Its `Debug` shows only the number of bytes.
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
            /// From the parameters of the topic and the bytes.
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
    /// `hermes/audioServer/{siteId}/playBytes/{requestId}`: plays a WAV file.
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
    /// `hermes/audioServer/{siteId}/playBytesStreaming/{streamId}/{chunk}/{isLast}`: plays one chunk of a stream (Snips).
    pub struct PlayBytesStreaming {
        /// The site.
        pub site_id: SiteId,
        /// Echoed in `streamFinished`.
        pub stream_id: Level,
        /// The index of the chunk, from 0.
        pub chunk_number: u64,
        /// Whether this is the last chunk.
        pub is_last_chunk: IsLast,
    }
    /// A complete WAV file.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/audioFrame`: 16 to 64 ms of microphone audio.
    pub struct AudioFrame {
        /// The site.
        pub site_id: SiteId,
    }
    /// A WAV file, 16 kHz, 16 bit, mono. Snips' frames have additional chunks before the data.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/{sessionId}/audioSessionFrame`: audio for one session (Rhasspy).
    pub struct AudioSessionFrame {
        /// The site.
        pub site_id: SiteId,
        /// The session.
        pub session_id: SessionId,
    }
    /// A WAV file.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/replayResponse`: a past frame, requested with `replayRequest` (Snips).
    pub struct ReplayResponse {
        /// The site.
        pub site_id: SiteId,
    }
    /// A WAV file; its chunks `rpid` and `rprf` contain the request id and the number of remaining frames.
    wav
}

binary! {
    /// `rhasspy/asr/{siteId}/{sessionId}/audioCaptured`: the ASR's recording (Rhasspy).
    pub struct AudioCaptured {
        /// The site.
        pub site_id: SiteId,
        /// The session.
        pub session_id: SessionId,
    }
    /// The WAV file.
    wav
}
