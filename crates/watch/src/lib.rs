//! Interprets the messages of an installation: its sessions, how long their steps took, and what is wrong.
//!
//! Everything here takes [`DecodedEntry`](petasos_recording::DecodedEntry)s, live from a broker or from a session file, and uses
//! neither clock nor network. Each entry is decoded once.
//!
//! Where to look: [`tracker`] turns messages into sessions, [`doctor`] finds what is wrong, and [`overview`] combines them with the
//! condition of each component for live views.

pub mod doctor;
pub mod overview;
pub mod tracker;

pub use overview::Overview;
pub use tracker::{Change, Session, Tracker};
