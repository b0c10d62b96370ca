//! Random bits from the system.

use petasos_dialogue::RandomSource;

/// The system's random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl RandomSource for SystemRandom {
    fn random(&mut self) -> u128 {
        let mut bits = [0; 16];
        #[expect(
            clippy::expect_used,
            reason = "without random ids no session can be told from another"
        )]
        getrandom::fill(&mut bits).expect("the system gives random bits");
        u128::from_ne_bytes(bits)
    }
}

/// A fresh id as text.
pub(crate) fn id() -> String {
    format!("{:032x}", SystemRandom.random())
}
