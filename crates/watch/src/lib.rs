//! What the messages of an installation mean: its sessions, where their time went, and what is wrong.
//!
//! Everything here is fed with [`DecodedEntry`](petasos_recording::DecodedEntry)s, live from a broker or from a session file,
//! and has neither clock nor network. An entry is decoded once and handed to all that look at it.
//!
//! Where to look: [`tracker`] turns messages into sessions, [`doctor`] finds what is wrong, [`overview`] holds both and adds how
//! each component does: it is what a live view of an installation needs.

pub mod doctor;
pub mod overview;
pub mod tracker;

pub use overview::Overview;
pub use tracker::{Change, Session, Tracker};
