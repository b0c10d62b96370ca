//! WAV headers, parsed chunk by chunk.
//!
//! The audio data does not always start at byte 44: Snips' frames have the chunks `time`, `rpid` and `rprf` before it, other
//! programs write `LIST` or a longer `fmt `. Chunks of odd length are followed by a padding byte. Programs that stream do not
//! know the length when they write the header and put 0 or 0xFFFFFFFF there; truncated files have less data than the header
//! states. In both cases the bytes present count.

use std::ops::Range;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};

/// The parsed header of a WAV file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WavInfo {
    /// 1 for mono, 2 for stereo.
    pub channels: u16,
    /// Sample rate per channel, in Hz.
    pub sample_rate_hz: u32,
    /// Bits per sample.
    pub bits_per_sample: u16,
    /// The byte range of the samples in the file.
    pub data: Range<usize>,
    /// The duration of the audio.
    pub duration: Duration,
    /// When a Snips frame was recorded, in ms since 1970 (chunk `time`).
    pub time_ms: Option<u64>,
    /// How many frames of a Snips replay remain, including this one (chunk `rprf`).
    pub frames_left: Option<u32>,
}

/// Why bytes are not a valid WAV file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WavError {
    /// The RIFF header is missing.
    #[error("not a WAV file: it must begin with RIFF, a length and WAVE")]
    NotWav,
    /// There is no usable `fmt ` chunk before the data.
    #[error(
        "the WAV file does not say its format: a chunk \"fmt \" of at least 16 bytes must stand before the sound"
    )]
    NoFormat,
    /// There is no `data` chunk.
    #[error("the WAV file has no sound: the chunk \"data\" is missing")]
    NoData,
    /// The channels, sample rate or bytes per second are 0.
    #[error("the WAV file's format makes no sense: channels, rate and bytes per second must not be 0")]
    Senseless,
}

/// The fixed part of the `fmt ` chunk.
struct Format {
    channels: u16,
    sample_rate_hz: u32,
    bytes_per_second: u32,
    bits_per_sample: u16,
}

/// Parses the header of a WAV file. The samples are not read.
pub fn inspect(wav: &[u8]) -> Result<WavInfo, WavError> {
    if wav.get(0..4) != Some(b"RIFF") || wav.get(8..12) != Some(b"WAVE") {
        return Err(WavError::NotWav);
    }
    let (mut format, mut time_ms, mut frames_left) = (None, None, None);
    for chunk in Chunks::after_riff(wav) {
        match chunk.id {
            b"fmt " => format = Format::read(chunk.body(wav)),
            b"time" => time_ms = little_endian(chunk.body(wav)).map(u64::from_le_bytes),
            b"rprf" => frames_left = little_endian(chunk.body(wav)).map(u32::from_le_bytes),
            b"data" => {
                let format = format.ok_or(WavError::NoFormat)?;
                return format.describe(chunk.range, time_ms, frames_left);
            }
            _ => {}
        }
    }
    Err(WavError::NoData)
}

impl Format {
    fn read(body: &[u8]) -> Option<Self> {
        Some(Self {
            channels: u16::from_le_bytes(little_endian(body.get(2..)?)?),
            sample_rate_hz: u32::from_le_bytes(little_endian(body.get(4..)?)?),
            bytes_per_second: u32::from_le_bytes(little_endian(body.get(8..)?)?),
            bits_per_sample: u16::from_le_bytes(little_endian(body.get(14..)?)?),
        })
    }

    fn describe(
        self,
        data: Range<usize>,
        time_ms: Option<u64>,
        frames_left: Option<u32>,
    ) -> Result<WavInfo, WavError> {
        const NANOS: u64 = 1_000_000_000;
        let rate = u64::from(self.true_bytes_per_second());
        if rate == 0 || self.channels == 0 || self.sample_rate_hz == 0 {
            return Err(WavError::Senseless);
        }
        let bytes = u64::try_from(data.len()).unwrap_or(u64::MAX);
        let nanos = (bytes % rate).saturating_mul(NANOS) / rate;
        Ok(WavInfo {
            channels: self.channels,
            sample_rate_hz: self.sample_rate_hz,
            bits_per_sample: self.bits_per_sample,
            data,
            duration: Duration::from_secs(bytes / rate) + Duration::from_nanos(nanos),
            time_ms,
            frames_left,
        })
    }

    /// Computed from the sample format. The value in the header is often wrong, and only used where samples are not a whole
    /// number of bytes.
    fn true_bytes_per_second(&self) -> u32 {
        if self.bits_per_sample == 0 || !self.bits_per_sample.is_multiple_of(8) {
            return self.bytes_per_second;
        }
        self.sample_rate_hz
            .saturating_mul(u32::from(self.channels))
            .saturating_mul(u32::from(self.bits_per_sample / 8))
    }
}

/// A chunk: its name and the byte range of its body.
struct Chunk<'a> {
    id: &'a [u8; 4],
    range: Range<usize>,
}

impl Chunk<'_> {
    fn body<'a>(&self, wav: &'a [u8]) -> &'a [u8] {
        wav.get(self.range.clone()).unwrap_or_default()
    }
}

/// All chunks of a file, each limited to the end of the file.
struct Chunks<'a> {
    wav: &'a [u8],
    next: usize,
}

impl<'a> Chunks<'a> {
    fn after_riff(wav: &'a [u8]) -> Self {
        Self { wav, next: 12 }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let (id, rest) = self.wav.get(self.next..)?.split_first_chunk::<4>()?;
        let stated = u32::from_le_bytes(little_endian(rest)?);
        let start = self.next + 8;
        let there = self.wav.len() - start;
        let unknown = id == b"data" && (stated == 0 || stated == u32::MAX);
        let length = match usize::try_from(stated) {
            Ok(stated) if !unknown => stated.min(there),
            _ => there,
        };
        self.next = start + length + length % 2;
        Some(Chunk { id, range: start..start + length })
    }
}

/// The leading bytes of a number.
fn little_endian<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.first_chunk().copied()
}

/// Samples per second, of one byte each.
const RATE: u32 = 8_000;
/// The midpoint of unsigned samples.
const SILENT: u8 = 0x80;
/// The maximum length of generated silence.
const LONGEST: Duration = Duration::from_secs(600);
/// The length of the header, in bytes.
const HEADER: u32 = 44;

/// A WAV file of silence of this length, at most ten minutes.
pub fn silence(length: Duration) -> Bytes {
    let samples = length.min(LONGEST).as_micros() * u128::from(RATE) / 1_000_000;
    let samples = u32::try_from(samples).unwrap_or_default();
    let bytes = usize::try_from(HEADER + samples).unwrap_or_default();
    let mut wav = BytesMut::with_capacity(bytes);
    wav.put_slice(b"RIFF");
    wav.put_u32_le(HEADER - 8 + samples);
    wav.put_slice(b"WAVEfmt ");
    wav.put_u32_le(16);
    wav.put_u16_le(1); // PCM
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
    use proptest::prelude::*;

    use super::*;

    fn chunk(id: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        let padding = vec![0; body.len() % 2];
        [id.as_slice(), &length, body, &padding].concat()
    }

    fn format(channels: u16, rate: u32, bits: u16) -> Vec<u8> {
        let frame = channels * bits / 8;
        let body = [
            &1_u16.to_le_bytes()[..],
            &channels.to_le_bytes(),
            &rate.to_le_bytes(),
            &(rate * u32::from(frame)).to_le_bytes(),
            &frame.to_le_bytes(),
            &bits.to_le_bytes(),
        ]
        .concat();
        chunk(b"fmt ", &body)
    }

    fn wav(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        let length = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
        [b"RIFF".as_slice(), &length, b"WAVE", &body].concat()
    }

    #[test]
    fn a_common_file_has_its_data_at_byte_44() {
        let info = inspect(&wav(&[format(1, 16_000, 16), chunk(b"data", &vec![0; 32_000])])).unwrap();
        assert_eq!((info.channels, info.sample_rate_hz, info.bits_per_sample), (1, 16_000, 16));
        assert_eq!((info.data, info.duration), (44..32_044, Duration::from_secs(1)));
    }

    #[test]
    fn a_snips_frame_has_its_data_after_time_and_replay_chunks() {
        let frame = wav(&[
            format(1, 16_000, 16),
            chunk(b"time", &1_545_696_000_000_u64.to_le_bytes()),
            chunk(b"rpid", b"kitchen-154"),
            chunk(b"rprf", &7_u32.to_le_bytes()),
            chunk(b"data", &[0; 512]),
        ]);
        let info = inspect(&frame).unwrap();
        assert_eq!(info.data, frame.len() - 512..frame.len());
        assert_eq!(info.duration, Duration::from_millis(16));
        assert_eq!((info.time_ms, info.frames_left), (Some(1_545_696_000_000), Some(7)));
    }

    #[test]
    fn a_plain_snips_frame_states_a_riff_length_of_564() {
        let frame = wav(&[format(1, 16_000, 16), chunk(b"time", &[0; 8]), chunk(b"data", &[0; 512])]);
        assert_eq!(frame.get(4..8), Some(564_u32.to_le_bytes().as_slice()));
    }

    #[test]
    fn a_stream_without_length_lasts_as_long_as_its_bytes() {
        for unknown in [0, u32::MAX] {
            let mut file = wav(&[format(2, 22_050, 16), chunk(b"data", &vec![0; 88_200])]);
            file.splice(40..44, unknown.to_le_bytes());
            assert_eq!(inspect(&file).unwrap().duration, Duration::from_secs(1), "length {unknown}");
        }
    }

    #[test]
    fn a_truncated_file_is_as_long_as_the_rest_of_it() {
        let mut file = wav(&[format(1, 8_000, 8), chunk(b"data", &[0; 8_000])]);
        file.truncate(44 + 4_000);
        assert_eq!(inspect(&file).unwrap().duration, Duration::from_millis(500));
    }

    #[test]
    fn invalid_wav_files_are_errors() {
        assert_eq!(inspect(b"OggS"), Err(WavError::NotWav));
        assert_eq!(inspect(&wav(&[chunk(b"data", &[0; 4])])), Err(WavError::NoFormat));
        assert_eq!(inspect(&wav(&[format(1, 16_000, 16)])), Err(WavError::NoData));
        assert_eq!(inspect(&wav(&[format(0, 0, 16), chunk(b"data", &[0; 4])])), Err(WavError::Senseless));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = inspect(&bytes);
        }

        #[test]
        fn no_damage_to_a_file_panics_or_points_outside(at in 0_usize..100, byte: u8, length in 0_usize..120) {
            let mut file = wav(&[format(1, 16_000, 16), chunk(b"LIST", b"odd"), chunk(b"data", &[1; 41])]);
            if let Some(place) = file.get_mut(at) {
                *place = byte;
            }
            file.truncate(length);
            if let Ok(info) = inspect(&file) {
                prop_assert!(info.data.end <= file.len());
            }
        }
    }

    #[test]
    fn silence_is_a_wav_file_of_its_length() {
        for length in [0, 1, 16, 1234, 61_234, 600_000].map(Duration::from_millis) {
            assert_eq!(inspect(&silence(length)).unwrap().duration, length);
        }
        assert_eq!(inspect(&silence(Duration::MAX)).unwrap().duration, LONGEST);
    }
}
