//! `projectalice/...`: messages of Project Alice outside of Hermes.

use crate::SiteId;
use crate::json::{fields, written};

fields! {
    /// `projectalice/devices/...`: messages that contain only a device: `coreHeartbeat`, `greeting`, `connectionAccepted`,
    /// `connectionRefused`, `heartbeat`, `disconnection`, `startListen`, `stopListen`, `toggleListen`, `restart`.
    #[derive(Eq, Default)]
    pub struct Device {
        /// The device's UUID, which is also its site id. Alice ignores messages without it.
        pub uid: Option<SiteId> = "uid" | "siteId" | "deviceUid",
    }
}

written! { Device {
    _ => { "uid": uid }
} }

impl Device {
    /// A message about this device.
    pub fn new(uid: SiteId) -> Self {
        Self { uid: Some(uid) }
    }
}
