//! Random bits from the system.

use std::fmt;

use petasos_dialogue::RandomSource;
use petasos_messages::SiteId;

/// So many bytes are asked for at a time.
const STOCK: usize = 512;

/// The system's random source.
#[derive(Clone)]
pub struct SystemRandom {
    stock: [u8; STOCK],
    used: usize,
}

impl Default for SystemRandom {
    fn default() -> Self {
        Self { stock: [0; STOCK], used: STOCK }
    }
}

impl fmt::Debug for SystemRandom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SystemRandom")
    }
}

impl RandomSource for SystemRandom {
    fn random(&mut self) -> u128 {
        if self.used == STOCK {
            #[expect(clippy::expect_used, reason = "without random ids no session can be told from another")]
            getrandom::fill(&mut self.stock).expect("the system gives random bits");
            self.used = 0;
        }
        let mut bits = [0; 16];
        if let Some(fresh) = self.stock.get_mut(self.used..self.used + bits.len()) {
            bits.copy_from_slice(fresh);
            fresh.fill(0);
        }
        self.used += bits.len();
        u128::from_ne_bytes(bits)
    }
}

/// A fresh id as text.
pub(crate) fn id() -> String {
    format!("{:032x}", SystemRandom::default().random())
}

/// A fresh id for a device that has none of its own.
pub(crate) fn site() -> SiteId {
    #[expect(clippy::expect_used, reason = "hexadecimal digits are an id")]
    SiteId::new(id()).expect("an id")
}
