//! What stands in a room, and how it really works: shared by the random [`House`](crate::House) and by
//! [`Rooms`](crate::rooms::Rooms) that somebody lives in.
//!
//! A device has no clock, and publishes nothing itself: whoever owns it brings the time and says what became of it.

mod hotword;
mod microphone;
mod speaker;
mod tongue;

pub(crate) use hotword::Hotword;
pub(crate) use microphone::Microphone;
pub(crate) use speaker::{Playing, Speaker};
pub(crate) use tongue::{Speech, Tongue};
