//! `projectalice/...`: what Project Alice says beside Hermes.

use crate::SiteId;
use crate::json::{fields, written};

fields! {
    /// `projectalice/devices/...`: names a device and says nothing else: `coreHeartbeat`, `greeting`,
    /// `connectionAccepted`, `connectionRefused`, `heartbeat`, `disconnection`, `startListen`, `stopListen`,
    /// `toggleListen`, `restart`.
    #[derive(Eq, Default)]
    pub struct Device {
        /// Its UUID, which is also its site. Alice ignores a message without.
        pub uid: Option<SiteId> = "uid" | "siteId" | "deviceUid",
    }
}

written! { Device {
    _ => { "uid": uid }
} }

impl Device {
    /// A device.
    pub fn new(uid: SiteId) -> Self {
        Self { uid: Some(uid) }
    }
}
