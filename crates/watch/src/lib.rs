//! What the messages of a voice house mean: sessions, where their time went, and what is wrong.
//!
//! Everything here is fed with [`Entry`](petasos_recording::Entry)s, whether they come live from a broker or out of a session
//! file, and has neither clock nor network.

pub mod doctor;
pub mod overview;
pub mod tracker;

pub use overview::Overview;
pub use tracker::{Change, Session, Tracker};
