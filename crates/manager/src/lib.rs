//! The running dialogue manager: configuration, sounds, journal, loop.
