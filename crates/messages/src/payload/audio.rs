//! `hermes/audioServer/...`: microphones and loudspeakers.

use crate::fields::{fields, written};
use crate::write::{or_default_site, or_empty};
use crate::{RequestId, SessionId, SiteId};

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
    /// `.../toggleOn` and `.../toggleOff` that know no reason: audio output, its summaries, intent handling.
    #[derive(Eq, Default)]
    pub struct AtSite {
        /// Where. `None`: everywhere.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// For which session (Snips, Alice).
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { AtSite {
    Rhasspy => { "siteId": site_id }
    Snips | Alice => { "siteId": site_id | or_default_site, "sessionId": session_id }
} }

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
    /// `hermes/audioServer/{siteId}/replayRequest`: send frames of the past (Snips: the ASR wants what was said right
    /// after the wake word).
    #[derive(Eq, Default)]
    pub struct ReplayRequest {
        /// Stands in the `rpid` chunk of the frames that answer.
        pub request_id: String = "requestId",
        /// From when on, in ms since 1970.
        pub start_at_ms: i64 = "startAtMs",
        /// Where; from the topic.
        pub site_id: SiteId = "siteId" else SiteId::default_site(),
    }
}

written! { ReplayRequest {
    _ => { "requestId": request_id, "startAtMs": start_at_ms, "siteId": site_id }
} }

fields! {
    /// `hermes/voiceActivity/{siteId}/vadUp` and `vadDown`: somebody began or ceased to speak (Snips, Alice).
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

fields! {
    /// `hermes/audioServer/{siteId}/audioSummary`: how loud it is, without the sound (Rhasspy).
    #[derive(Default)]
    pub struct AudioSummary {
        /// Where; from the topic.
        pub site_id: Option<SiteId>,
        /// The energy of the frame, in the detector's own unit.
        pub debiased_energy: f64 = "debiasedEnergy",
        /// Whether it is speech.
        pub is_speech: Option<bool> = "isSpeech",
    }
}

written! { AudioSummary {
    _ => { "debiasedEnergy": debiased_energy, "isSpeech": is_speech }
} }

fields! {
    /// `rhasspy/audioServer/setVolume` (Rhasspy) and `hermes/volume/set` (HermesLedControl).
    #[derive(Default)]
    pub struct SetVolume {
        /// 0 to 1.
        pub volume: f64 = "volume",
        /// Where.
        pub site_id: Option<SiteId> = "siteId",
    }
}

written! { SetVolume {
    _ => { "volume": volume, "siteId": site_id }
} }

fields! {
    /// `rhasspy/audioServer/getDevices`: which microphones and loudspeakers are there? (Rhasspy)
    #[derive(Eq, Default)]
    pub struct GetDevices {
        /// `input`, `output` or both.
        pub modes: Vec<String> = "modes",
        /// Where.
        pub site_id: Option<SiteId> = "siteId",
        /// Echoed in the answer.
        pub id: Option<String> = "id",
        /// Whether to try each of them.
        pub test: bool = "test" else false,
    }
}

written! { GetDevices {
    _ => { "modes": modes, "siteId": site_id, "id": id, "test": test }
} }

fields! {
    /// `rhasspy/audioServer/devices`: the answer to `getDevices` (Rhasspy).
    #[derive(Eq, Default)]
    pub struct Devices {
        /// What is there.
        pub devices: Vec<AudioDevice> = "devices",
        /// Where.
        pub site_id: Option<SiteId> = "siteId",
        /// Echoed from the question.
        pub id: Option<String> = "id",
    }
}

written! { Devices {
    _ => { "devices": devices, "siteId": site_id, "id": id }
} }

fields! {
    /// A microphone or loudspeaker.
    #[derive(Eq, Default)]
    pub struct AudioDevice {
        /// `input` or `output`.
        pub mode: String = "mode",
        /// As the sound system names it.
        pub id: String = "id",
        /// For people.
        pub name: Option<String> = "name",
        /// More for people.
        pub description: Option<String> = "description",
        /// Whether it worked when it was tried.
        pub working: Option<bool> = "working",
    }
}

written! { AudioDevice {
    _ => { "mode": mode, "id": id, "name": name, "description": description, "working": working }
} }
