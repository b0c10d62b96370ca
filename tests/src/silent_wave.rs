//! Silence as WAV, in memory.

use std::io::Cursor;
use std::time::Duration;

const SAMPLE_RATE: u32 = 8_000;

pub fn silence(length: Duration) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE,
        bits_per_sample: 8,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = Vec::new();
    let mut wav = hound::WavWriter::new(Cursor::new(&mut bytes), spec).expect("a WAV in memory");
    let samples = length.as_millis() * u128::from(SAMPLE_RATE) / 1_000;
    for _ in 0..samples {
        wav.write_sample(0_i8).expect("a sample in memory");
    }
    wav.finalize().expect("a WAV in memory");
    bytes
}
