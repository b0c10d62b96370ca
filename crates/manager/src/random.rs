//! Random bits from the system.

use petasos_dialogue::RandomSource;
use petasos_messages::SiteId;

/// The system's random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl RandomSource for SystemRandom {
    fn random(&mut self) -> u128 {
        let mut bits = [0; 16];
        #[expect(clippy::expect_used, reason = "without random ids no session can be told from another")]
        getrandom::fill(&mut bits).expect("the system gives random bits");
        u128::from_ne_bytes(bits)
    }
}

/// A fresh id as text.
pub(crate) fn id() -> String {
    format!("{:032x}", SystemRandom.random())
}

/// A fresh id for a device that has none of its own.
pub(crate) fn site() -> SiteId {
    #[expect(clippy::expect_used, reason = "hexadecimal digits are an id")]
    SiteId::new(id()).expect("an id")
}
