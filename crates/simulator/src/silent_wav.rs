//! WAV files of silence, of which only the length matters.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use petasos_messages::wav::silence;

/// Lengths are multiples of this, so that few WAVs have to be made.
const STEP: Duration = Duration::from_millis(100);
/// The longest WAV, in steps.
const LONGEST: usize = 600;

/// The length that a WAV will have: rounded up to 0.1 s, at most 60 s.
pub(crate) fn rounded(length: Duration) -> Duration {
    STEP * count(steps(length))
}

/// Silence of a length. Each WAV is made once and shared.
pub(crate) fn wav(length: Duration) -> Bytes {
    static MADE: [OnceLock<Bytes>; LONGEST + 1] = [const { OnceLock::new() }; LONGEST + 1];
    let steps = steps(length);
    MADE.get(steps).map(|made| made.get_or_init(|| silence(STEP * count(steps))).clone()).unwrap_or_default()
}

fn count(steps: usize) -> u32 {
    u32::try_from(steps).unwrap_or_default()
}

fn steps(length: Duration) -> usize {
    let steps = length.as_nanos().div_ceil(STEP.as_nanos());
    usize::try_from(steps).unwrap_or(LONGEST).min(LONGEST)
}

/// How long a WAV plays; zero for anything that is not one.
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
