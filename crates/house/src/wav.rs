//! Sound without sound: WAV files whose only property is how long they play.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};

/// One byte a sample, so many samples a second.
const RATE: u32 = 8_000;
/// WAVs come in steps of 0.1 s.
const STEP: Duration = Duration::from_millis(100);
/// The longest WAV, in steps.
const LONGEST: usize = 600;

/// A length as the WAVs of this house have it: rounded up to a step, at most 60 s.
pub(crate) fn rounded(length: Duration) -> Duration {
    STEP * u32::try_from(steps(length)).unwrap_or_default()
}

/// Silence of a length. WAVs are made once and shared.
pub(crate) fn wav(length: Duration) -> Bytes {
    static MADE: [OnceLock<Bytes>; LONGEST + 1] = [const { OnceLock::new() }; LONGEST + 1];
    let steps = steps(length);
    MADE.get(steps).map(|made| made.get_or_init(|| make(steps)).clone()).unwrap_or_default()
}

fn steps(length: Duration) -> usize {
    let steps = length.as_nanos().div_ceil(STEP.as_nanos());
    usize::try_from(steps).unwrap_or(LONGEST).min(LONGEST)
}

fn make(steps: usize) -> Bytes {
    let samples = u32::try_from(steps).unwrap_or_default() * (RATE / 10);
    let mut wav = BytesMut::with_capacity(44 + steps * 800);
    wav.put_slice(b"RIFF");
    wav.put_u32_le(36 + samples);
    wav.put_slice(b"WAVEfmt ");
    wav.put_u32_le(16);
    wav.put_u16_le(1);
    wav.put_u16_le(1);
    wav.put_u32_le(RATE);
    wav.put_u32_le(RATE);
    wav.put_u16_le(1);
    wav.put_u16_le(8);
    wav.put_slice(b"data");
    wav.put_u32_le(samples);
    wav.put_bytes(128, 800 * steps);
    wav.freeze()
}

/// How long a WAV plays; nothing for what is none.
pub(crate) fn length(wav: &Bytes) -> Duration {
    petasos_messages::wav::inspect(wav).map(|info| info.duration).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wav_plays_as_long_as_it_was_made() {
        assert_eq!(length(&wav(Duration::from_millis(1_250))), Duration::from_millis(1_300));
        assert_eq!(rounded(Duration::from_millis(1_250)), Duration::from_millis(1_300));
        assert_eq!(length(&Bytes::new()), Duration::ZERO);
    }
}
