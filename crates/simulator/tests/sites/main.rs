//! Simulated sites by themselves, and with a real manager on virtual time under the oracle.

#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]

mod broken_components;
mod components;
mod conversations;
mod installation;
mod nlu_and_skills;
mod random_inputs;
mod silence_and_noise;
mod wake_word;
