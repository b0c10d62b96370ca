//! Where new ids come from.

/// Fresh random bits for ids and for choices: from the system in a house, from a seed in tests.
pub trait RandomSource: std::fmt::Debug + Send {
    /// 128 random bits.
    fn random(&mut self) -> u128;
}
