//! One site: its state ([`Site`]) and everything that changes it ([`SiteContext`]), in files named after the component they deal
//! with.
//!
//! `state` has the data, `context` what all files need, `steps` executes a session's plan, `start` and `end` begin and end
//! sessions, and `playback` keeps the microphone closed while something plays.

mod asr;
mod context;
mod end;
mod nlu;
mod playback;
mod skill;
mod start;
mod state;
mod steps;
mod toggle_state;
mod toggles;
mod tts;

pub(crate) use context::SiteContext;
pub(crate) use end::Next;
pub(crate) use state::Site;
pub(crate) use toggle_state::Reasons;
