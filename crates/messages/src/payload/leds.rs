//! `hermes/leds/...`: lights around the microphone (HermesLedControl, Alice).

use serde_json::Value;

use crate::fields::{fields, written};
use crate::{Level, SiteId};

fields! {
    /// `hermes/leds/{pattern}`: `toggle`, `toggleOn`, `toggleOff`, `clear`, `idle`, `systemUpdate`, `onCall`,
    /// `setupMode`, `connectionError`, `onMessage`, `doNotDisturb`, `onStart`, `onStop`, `vadLed`.
    #[derive(Default)]
    pub struct Leds {
        /// Which; from the topic.
        pub pattern: Option<Level>,
        /// Where; `all` is everywhere. The lights ignore a message without.
        pub site_id: Option<SiteId> = "siteId" | "uid",
        /// Keep the pattern until `clear`.
        pub sticky: Option<bool> = "sticky",
        /// For `vadLed`: on or off.
        pub state: Option<Value> = "state",
    }
}

written! { Leds {
    _ => { "siteId": site_id, skip "sticky": sticky, skip "state": state }
} }
