//! The Hermes dialogue manager as a pure state machine.
