//! Ids that look random and are always the same.

use petasos_dialogue::RandomSource;

/// Bits that look random and are always the same.
#[derive(Debug, Default)]
pub struct SeededRandom(u128);

impl SeededRandom {
    /// Others for each seed.
    pub fn new(seed: u128) -> Self {
        Self(seed)
    }
}

impl RandomSource for SeededRandom {
    fn random(&mut self) -> u128 {
        // Knuth's constants for 64 bits, twice.
        self.0 = self
            .0
            .wrapping_mul(0x5851_f42d_4c95_7f2d_5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f_1405_7b7e_f767_814f);
        self.0
    }
}
