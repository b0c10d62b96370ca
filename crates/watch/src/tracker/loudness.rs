//! The loudness of audio.

use std::fmt;

use petasos_messages::wav;

/// The loudness of audio in dBFS, that is relative to a full-scale sine, rounded to whole dB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loudness(i16);

/// The mean square of a full-scale sine of 16 bits.
const FULL: f64 = 32_768.0 * 32_768.0 / 2.0;

impl Loudness {
    /// Below the range of 16 bits.
    pub(super) const SILENCE: Self = Self(-100);

    /// The loudness of a WAV file of 16 bits; `None` for anything else.
    pub(super) fn of_wav(wav: &[u8]) -> Option<Self> {
        let info = wav::inspect(wav).ok()?;
        (info.bits_per_sample == 16).then(|| Self::of_samples(wav.get(info.data).unwrap_or_default()))
    }

    /// The loudness of samples of 16 bits, little endian.
    #[expect(clippy::cast_precision_loss, reason = "no audio has 2^52 samples")]
    fn of_samples(samples: &[u8]) -> Self {
        let (samples, _) = samples.as_chunks::<2>();
        let squares =
            samples.iter().map(|sample| f64::from(i16::from_le_bytes(*sample)).powi(2)).sum::<f64>();
        let mean = squares / samples.len().max(1) as f64;
        Self::of_ratio(mean / FULL)
    }

    #[expect(clippy::cast_possible_truncation, reason = "it was clamped to what fits")]
    fn of_ratio(power: f64) -> Self {
        if power <= 0.0 {
            return Self::SILENCE;
        }
        Self((10.0 * power.log10()).round().clamp(f64::from(Self::SILENCE.0), 10.0) as i16)
    }

    #[cfg(test)]
    pub(super) fn from_decibels(decibels: i16) -> Self {
        Self(decibels)
    }

    /// In dBFS; silence is -100.
    pub fn decibels(self) -> i16 {
        self.0
    }
}

impl fmt::Display for Loudness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::SILENCE {
            formatter.write_str("silence")
        } else {
            write!(formatter, "{} dBFS", self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(amplitude: i16) -> Vec<u8> {
        (0..100)
            .flat_map(|number| if number % 2 == 0 { amplitude } else { -amplitude }.to_le_bytes())
            .collect()
    }

    #[test]
    fn a_tenth_of_the_amplitude_is_20_db_less() {
        let loud = Loudness::of_samples(&square(32_767)).decibels();
        assert_eq!(loud, 3, "a square wave is 3 dB above the sine of its height");
        assert_eq!(Loudness::of_samples(&square(3_277)).decibels(), loud - 20);
        assert_eq!(Loudness::of_samples(&square(328)).decibels(), loud - 40);
    }

    #[test]
    fn nothing_and_zeros_are_silence() {
        assert_eq!(Loudness::of_samples(&[]), Loudness::SILENCE);
        assert_eq!(Loudness::of_samples(&[0; 64]).to_string(), "silence");
        assert_eq!(Loudness::of_wav(b"RIFF"), None);
    }
}
