//! Chance that can be repeated: everything a house does by chance comes from one seed.

use std::time::Duration;

use petasos_dialogue::RandomSource;

/// A small seeded generator (splitmix64): the same seed, the same numbers, on every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts at a seed.
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

    /// A number from 0 to `bound`, without it. The tiny bias of the remainder does not matter here.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound.max(1)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// A span of `from` to `to` ms.
    pub fn millis(&mut self, from: u64, to: u64) -> Duration {
        let micros = from * 1_000 + self.below((to.saturating_sub(from) * 1_000).max(1));
        Duration::from_micros(micros)
    }

    /// One of several.
    pub fn pick<T: Copy, const N: usize>(&mut self, items: [T; N]) -> T {
        let index = usize::try_from(self.below(N as u64)).unwrap_or_default();
        #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
        items[index]
    }

    /// A generator of its own, so that what it is used for does not disturb this one.
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
