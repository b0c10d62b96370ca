//! The connections of a manager to the bus.

use petasos_bus::{Bus, Events};

/// A connection to a bus.
#[derive(Debug)]
pub struct Connection {
    /// The sending half.
    pub bus: Box<dyn Bus>,
    /// The receiving half: messages and connection events.
    pub events: Events,
}

/// The connections of a manager.
#[derive(Debug)]
pub struct Connections {
    /// For everything except the heartbeat.
    pub main: Connection,
    /// For the heartbeat of Alice's core, if [`Manager::heartbeat_settings`](crate::Manager::heartbeat_settings) asks for it.
    pub heartbeat: Option<Connection>,
}

impl Connection {
    /// A connection from its two halves.
    pub fn new(bus: impl Bus + 'static, events: Events) -> Self {
        Self { bus: Box::new(bus), events }
    }
}
