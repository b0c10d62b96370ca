//! Sound whose only property is how long it plays.

use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};

/// Samples a second, one byte each.
const RATE: u32 = 8_000;
/// The middle of unsigned samples.
const SILENT: u8 = 0x80;
/// Longer silence is not made.
const LONGEST: Duration = Duration::from_secs(600);
/// What stands before the samples, in bytes.
const HEADER: u32 = 44;

/// A WAV file of silence, so long; at most ten minutes.
pub fn silence(length: Duration) -> Bytes {
    let samples = length.min(LONGEST).as_micros() * u128::from(RATE) / 1_000_000;
    let samples = u32::try_from(samples).unwrap_or_default();
    let bytes = usize::try_from(HEADER + samples).unwrap_or_default();
    let mut wav = BytesMut::with_capacity(bytes);
    wav.put_slice(b"RIFF");
    wav.put_u32_le(HEADER - 8 + samples);
    wav.put_slice(b"WAVEfmt ");
    wav.put_u32_le(16);
    wav.put_u16_le(1); // plain samples
    wav.put_u16_le(1); // mono
    wav.put_u32_le(RATE);
    wav.put_u32_le(RATE);
    wav.put_u16_le(1);
    wav.put_u16_le(8);
    wav.put_slice(b"data");
    wav.put_u32_le(samples);
    wav.put_bytes(SILENT, usize::try_from(samples).unwrap_or_default());
    wav.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wav;

    #[test]
    fn silence_is_a_wav_file_of_its_length() {
        for length in [0, 1, 16, 1234, 61_234, 600_000].map(Duration::from_millis) {
            assert_eq!(wav::inspect(&silence(length)).unwrap().duration, length);
        }
        assert_eq!(wav::inspect(&silence(Duration::MAX)).unwrap().duration, LONGEST);
    }
}
