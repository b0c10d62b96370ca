//! Live and recorded messages of an installation: watch them, find what is wrong, record them, replay them.
//!
//! * [`entry_source`]: where entries come from, a broker or a session file. [`LiveSource`](entry_source::LiveSource) is the place to start for a
//!   program that shows what happens.
//! * [`watch`]: sessions as lines, waterfalls and JSON; [`tui`]: an installation on the whole terminal.
//! * [`doctor`]: findings as text and JSON.
//! * [`record`]: session files; [`broker_replay`]: a session file played through a broker.
//! * [`client`]: the MQTT client of programs that ask and wait; [`managers`]: requests to dialogue managers.
//! * [`terminal_text`] and [`payload_view`]: text from outside, made safe for a terminal.
//!
//! What sessions and findings are is defined in `petasos-watch`, the session file in `petasos-recording`.

pub mod broker_replay;
pub mod client;
pub mod doctor;
pub mod entry_source;
mod error;
pub mod managers;
pub mod payload_view;
pub mod record;
pub mod terminal_text;
pub mod tui;
pub mod watch;

pub use error::Error;
