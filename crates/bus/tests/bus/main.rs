//! Every bus must pass the same suite: in memory, over the embedded broker, over Mosquitto. And over MQTT some more: what
//! happens when the broker is slow, wrong, gone, or not alone.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails by panicking"
)]

mod client;
mod conformance;
mod encryption;
mod foreign;
mod memory;
mod mosquitto;
mod outages;
mod rig;
mod scripted;
mod scripted_broker;
mod takeover;
