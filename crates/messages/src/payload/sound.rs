//! Payloads that are raw bytes: sound, and two archives.

use bytes::Bytes;

use crate::{IsLast, Level, RequestId, SessionId, SiteId};

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
        /// Where.
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
        /// Where.
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
        /// Where.
        pub site_id: SiteId,
    }
    /// A WAV file, 16 kHz, 16 bit, mono. Snips' frames have chunks of their own before the sound.
    wav
}

binary! {
    /// `hermes/audioServer/{siteId}/{sessionId}/audioSessionFrame`: sound for one session (Rhasspy).
    pub struct AudioSessionFrame {
        /// Where.
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
        /// Where.
        pub site_id: SiteId,
    }
    /// A WAV file; its chunks `rpid` and `rprf` say for which request, and how many frames are to come.
    wav
}

binary! {
    /// `rhasspy/asr/{siteId}/{sessionId}/audioCaptured`: what the ASR recorded (Rhasspy).
    pub struct AudioCaptured {
        /// Where.
        pub site_id: SiteId,
        /// In which session.
        pub session_id: SessionId,
    }
    /// The WAV file.
    wav
}

binary! {
    /// `rhasspy/hotword/{siteId}/exampleRecorded/{requestId}`: somebody said the wake word for training (Rhasspy).
    pub struct ExampleRecorded {
        /// Where.
        pub site_id: SiteId,
        /// The id of `recordExample`.
        pub request_id: RequestId,
    }
    /// The WAV file.
    wav
}

binary! {
    /// `hermes/tts/registerSound/{soundId}`: a sound that texts may contain as `[[sound:id]]` (Snips).
    pub struct RegisterSound {
        /// Its name.
        pub sound_id: Level,
    }
    /// The WAV file.
    wav
}

binary! {
    /// `rhasspy/train/intentGraph/{requestId}`: what the sentences were compiled to (Rhasspy).
    pub struct IntentGraph {
        /// The id of `getIntentGraph`.
        pub request_id: RequestId,
    }
    /// A Python pickle, compressed with gzip. Never to be unpickled from the network.
    graph
}

binary! {
    /// `projectalice/nlu/trainingResult/{hash}`: a trained NLU (Alice).
    pub struct TrainingResult {
        /// The `BLAKE2b` digest of the archive, in hexadecimal.
        pub hash: Level,
    }
    /// A zip archive.
    archive
}

binary! {
    /// `projectalice/nlu/trainingFailed`: why not, in words (Alice).
    pub struct TrainingFailed {}
    /// Plain UTF-8 text.
    text
}

binary! {
    /// `projectalice/devices/tasmota/cmd/...`: a command for a Tasmota switch (Alice).
    pub struct TasmotaCommand {
        /// The device, and what of it, with `/` between them.
        pub command: RequestId,
    }
    /// As Tasmota defines it: mostly a word or number.
    argument
}
