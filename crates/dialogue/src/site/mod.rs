//! One site: what is remembered of it ([`Site`]), and everything that changes it ([`SiteContext`]), in files named after the
//! component they deal with.
//!
//! `state` is the data, `context` what all of it needs, `steps` follows a session's plan, `start` and `end` are the two ends of
//! a session, `playback` is the microphone barrier.

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
