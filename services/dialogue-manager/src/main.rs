//! The Petasos dialogue manager daemon.

fn main() {}
