//! Random bits, as the caller passes them in.

use std::fmt;
use std::time::Duration;

/// Fresh random bits for ids and choices: from the operating system in a program, from a seed in tests.
pub trait RandomSource: fmt::Debug + Send {
    /// 128 random bits.
    fn random(&mut self) -> u128;
}

/// A small seeded generator (SplitMix64): the same seed gives the same numbers on every machine. Not for secrets.
#[derive(Debug, Clone, Default)]
pub struct Random(u64);

impl Random {
    /// The generator of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `bound`. The tiny bias of the remainder does not matter here.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound.max(1)
    }

    /// True in `percent` of 100 cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A duration from `from` ms up to, but not including, `to` ms, to the microsecond.
    pub fn millis(&mut self, from: u64, to: u64) -> Duration {
        let micros = from * 1_000 + self.below((to.saturating_sub(from) * 1_000).max(1));
        Duration::from_micros(micros)
    }

    /// One of these items.
    pub fn pick<T: Copy, const N: usize>(&mut self, items: [T; N]) -> T {
        let index = usize::try_from(self.below(N as u64)).unwrap_or_default();
        #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
        items[index]
    }

    /// An independent generator, so that the numbers drawn from it do not change those drawn from this one.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Self(self.bits())
    }
}

impl RandomSource for Random {
    fn random(&mut self) -> u128 {
        (u128::from(self.bits()) << 64) | u128::from(self.bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let (mut one, mut two) = (Random::new(7), Random::new(7));
        assert_eq!((one.bits(), one.millis(1, 9)), (two.bits(), two.millis(1, 9)));
        assert_ne!(Random::new(8).bits(), Random::new(7).bits());
    }

    #[test]
    fn spans_and_choices_stay_within_their_bounds() {
        let mut random = Random::new(1);
        for _ in 0..1_000 {
            let span = random.millis(5, 7);
            assert!(span >= Duration::from_millis(5) && span < Duration::from_millis(7));
            assert!([1, 2, 3].contains(&random.pick([1, 2, 3])));
        }
        assert!(!random.percent(0) && random.percent(100));
    }
}
