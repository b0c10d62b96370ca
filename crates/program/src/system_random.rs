//! Random bits from the operating system.

use std::fmt;

use petasos_sans_io::RandomSource;

/// How many bytes are fetched from the system at a time.
const STOCK: usize = 512;

/// The operating system's random source.
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
            #[expect(clippy::expect_used, reason = "without random ids sessions cannot be told apart")]
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

/// 128 random bits from the operating system, for callers that need them only once.
pub fn random_bits() -> u128 {
    SystemRandom::default().random()
}

/// A new id of 128 random bits, as 32 hexadecimal digits.
pub fn random_id() -> String {
    format!("{:032x}", random_bits())
}
