//! Every bus must pass the same suite: in memory, over the embedded broker, over Mosquitto. There are more tests over MQTT:
//! brokers that are slow, wrong or gone, and clients of others.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a helper of a test fails by panicking")]
#![expect(clippy::panic, clippy::indexing_slicing, reason = "a broken expectation must fail the test")]

#[macro_use]
mod test_broker;

mod client;
mod conformance;
mod encryption;
mod foreign;
mod memory;
mod mosquitto;
mod outages;
mod scripted;
mod scripted_broker;
mod takeover;
