//! A WAV payload, split into its header, its samples, and what follows them.

use std::ops::Range;

use petasos_messages::wav;

/// The highest sample rate that is joined, in Hz.
const MAX_RATE_HZ: u32 = 192_000;
/// The most channels that are joined.
const MAX_CHANNELS: u16 = 8;
/// The length of a minimal header.
const PLAIN_HEAD_BYTES: usize = 44;
/// The bytes of a sample.
const SAMPLE_BYTES: usize = 2;

/// The format of joined frames: signed, 16 bits, little-endian, as all Hermes satellites send them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    /// 1 for mono, 2 for stereo.
    pub(super) channels: u16,
    /// The samples per second of each channel.
    pub(super) rate_hz: u32,
}

impl Format {
    /// The bytes of the simultaneous samples of all channels.
    fn block(self) -> usize {
        SAMPLE_BYTES * usize::from(self.channels)
    }

    /// A minimal WAV header for this many bytes of samples.
    fn plain_head(self, data_bytes: usize) -> Option<[u8; PLAIN_HEAD_BYTES]> {
        let data_bytes = u32::try_from(data_bytes).ok()?;
        let block = u16::try_from(self.block()).ok()?;
        let mut head = *b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0data\0\0\0\0";
        let mut put = |at: usize, bytes: &[u8]| {
            head.iter_mut().skip(at).zip(bytes).for_each(|(place, byte)| *place = *byte);
        };
        put(4, &data_bytes.checked_add(36)?.to_le_bytes());
        put(22, &self.channels.to_le_bytes());
        put(24, &self.rate_hz.to_le_bytes());
        put(28, &self.rate_hz.checked_mul(u32::from(block))?.to_le_bytes());
        put(32, &block.to_le_bytes());
        put(40, &data_bytes.to_le_bytes());
        Some(head)
    }
}

/// A payload, split into its pieces.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) format: Format,
    /// The number of samples; the simultaneous samples of all channels count as one.
    pub(super) samples: u32,
    /// The bytes of the samples.
    pub(super) data: &'a [u8],
    /// The bytes before the samples, unless they are a minimal header.
    pub(super) head: Option<&'a [u8]>,
    /// The bytes after the last complete sample.
    pub(super) tail: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Splits a payload; `None` if it is not a WAV file with samples of 16 bits.
    pub(super) fn read(payload: &'a [u8]) -> Option<Self> {
        let info = wav::inspect(payload).ok()?;
        let format = Format { channels: info.channels, rate_hz: info.sample_rate_hz };
        let usual = info.bits_per_sample == 16
            && (1..=MAX_CHANNELS).contains(&format.channels)
            && (1..=MAX_RATE_HZ).contains(&format.rate_hz);
        if !usual {
            return None;
        }
        let Range { start, end } = info.data;
        let end = end - (end - start) % format.block();
        let (head, data, tail) = (payload.get(..start)?, payload.get(start..end)?, payload.get(end..)?);
        let plain = format.plain_head(data.len())?.as_slice() == head;
        let samples = u32::try_from(data.len() / format.block()).ok()?;
        Some(Self { format, samples, data, head: (!plain).then_some(head), tail })
    }

    /// The samples, as numbers.
    pub(super) fn values(&self) -> impl Iterator<Item = i16> + 'a {
        self.data.chunks_exact(SAMPLE_BYTES).map(|bytes| match bytes {
            [low, high] => i16::from_le_bytes([*low, *high]),
            _ => 0,
        })
    }
}

/// Joins the pieces of a payload again.
pub(super) fn join(format: Format, head: Option<&[u8]>, values: &[i16], tail: &[u8]) -> Option<Vec<u8>> {
    let data_bytes = values.len() * SAMPLE_BYTES;
    let plain = format.plain_head(data_bytes)?;
    let head = head.unwrap_or(&plain);
    let mut payload = Vec::with_capacity(head.len() + data_bytes + tail.len());
    payload.extend_from_slice(head);
    payload.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    payload.extend_from_slice(tail);
    Some(payload)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::audio::test_sounds::{chunk, wav};

    fn there_and_back(payload: &[u8]) -> Vec<u8> {
        let frame = Frame::read(payload).unwrap();
        let values: Vec<i16> = frame.values().collect();
        join(frame.format, frame.head, &values, frame.tail).unwrap()
    }

    #[test]
    fn a_plain_frame_needs_no_head() {
        let payload = wav(16_000, 1, &[], &[1, 2, 3]);
        let frame = Frame::read(&payload).unwrap();
        assert_eq!((frame.samples, frame.head, frame.tail), (3, None, [].as_slice()));
        assert_eq!(there_and_back(&payload), payload);
    }

    #[test]
    fn the_chunks_of_snips_stay() {
        let chunks =
            [chunk(b"time", &[7; 8]), chunk(b"rpid", b"kitchen-154"), chunk(b"rprf", &[1; 4])].concat();
        let payload = wav(16_000, 1, &chunks, &[1, 2, 3]);
        assert!(Frame::read(&payload).unwrap().head.is_some());
        assert_eq!(there_and_back(&payload), payload);
    }

    #[test]
    fn half_a_sample_and_what_follows_the_sound_stay() {
        let mut payload = wav(48_000, 2, &[], &[1, 2, 3, 4, 5]);
        payload.extend(chunk(b"LIST", b"made by"));
        let frame = Frame::read(&payload).unwrap();
        assert_eq!((frame.samples, frame.tail.len()), (2, 2 + 16));
        assert_eq!(there_and_back(&payload), payload);
    }

    #[test]
    fn other_sound_is_not_joined() {
        assert!(Frame::read(b"ID3").is_none());
        assert!(Frame::read(&wav(4_000_000, 1, &[], &[1])).is_none());
        assert!(Frame::read(&wav(16_000, 9, &[], &[1; 9])).is_none());
    }

    proptest! {
        #[test]
        fn damaged_frames_come_back_as_they_were(values: Vec<i16>, at in 0_usize..60, byte: u8, cut in 0_usize..80) {
            let mut payload = wav(16_000, 1, &chunk(b"time", &[7; 8]), &values);
            if let Some(place) = payload.get_mut(at) {
                *place = byte;
            }
            payload.truncate(payload.len().saturating_sub(cut));
            if Frame::read(&payload).is_some() {
                prop_assert_eq!(there_and_back(&payload), payload);
            }
        }
    }
}
