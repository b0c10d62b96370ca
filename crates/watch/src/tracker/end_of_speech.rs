//! Finds out when the user stopped speaking.

use std::collections::VecDeque;
use std::time::Duration;

use super::{EndOfSpeech, Evidence, Loudness};

/// The most frames that are remembered: 32 s of Snips' frames, which last 16 ms.
const MOST_FRAMES: usize = 2_000;
/// Fewer frames are not enough to tell speech from noise.
const FEWEST_FRAMES: usize = 10;
/// How much louder than the background noise speech must be to be recognized as such, in dB.
const CONTRAST: i16 = 15;

/// What was observed while the microphone is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Listening {
    voice_down: Option<Duration>,
    recorded: Option<Duration>,
    frames: VecDeque<(Duration, Loudness)>,
}

impl Listening {
    pub(super) fn voice_up(&mut self) {
        self.voice_down = None;
    }

    pub(super) fn voice_down(&mut self, at: Duration) {
        self.voice_down = Some(at);
    }

    pub(super) fn recorded(&mut self, at: Duration) {
        self.recorded = Some(at);
    }

    pub(super) fn frame(&mut self, at: Duration, level: Loudness) {
        if self.frames.len() == MOST_FRAMES {
            self.frames.pop_front();
        }
        self.frames.push_back((at, level));
    }

    /// When speech ended, by the best evidence. `text` is the time of `textCaptured`.
    pub(super) fn end_of_speech(&self, text: Duration) -> EndOfSpeech {
        let ends = [
            (self.voice_down, Evidence::VoiceActivity),
            (self.last_loud_frame(), Evidence::Frames),
            (self.recorded, Evidence::Recording),
        ];
        let known = ends.into_iter().find_map(|(at, by)| Some(EndOfSpeech { at: at?, by }));
        known.unwrap_or(EndOfSpeech { at: text, by: Evidence::Text })
    }

    /// The last frame that is closer to the loudest one than to the background noise, in dB.
    fn last_loud_frame(&self) -> Option<Duration> {
        let mut levels: Vec<Loudness> = self.frames.iter().map(|(_, level)| *level).collect();
        if levels.len() < FEWEST_FRAMES {
            return None;
        }
        levels.sort_unstable();
        let loudest = levels.last()?.decibels();
        let noise = levels.get(levels.len() / 10)?.decibels();
        if loudest - noise < CONTRAST {
            return None;
        }
        let between = i16::midpoint(loudest, noise);
        let is_loud = |(_, level): &&(Duration, Loudness)| level.decibels() > between;
        self.frames.iter().rev().find(is_loud).map(|(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Frames of 16 ms: noise, speech from 320 ms to 800 ms, noise until 1,120 ms.
    fn speech(noise: i16) -> Listening {
        let mut listening = Listening::default();
        for number in 0..70_u64 {
            let level = if (20..50).contains(&number) { -20 } else { noise };
            listening.frame(ms(number * 16), Loudness::from_decibels(level));
        }
        listening
    }

    #[test]
    fn the_last_loud_frame_ends_speech() {
        let end = speech(-60).end_of_speech(ms(1_500));
        assert_eq!(end, EndOfSpeech { at: ms(49 * 16), by: Evidence::Frames });
    }

    #[test]
    fn speech_that_is_lost_in_noise_has_no_end() {
        assert_eq!(speech(-30).end_of_speech(ms(1_500)).by, Evidence::Text);
    }

    #[test]
    fn voice_activity_counts_more_than_frames_and_frames_more_than_the_recording() {
        let mut listening = speech(-60);
        listening.recorded(ms(1_200));
        assert_eq!(listening.end_of_speech(ms(1_500)).by, Evidence::Frames);
        listening.voice_down(ms(400));
        listening.voice_up();
        listening.voice_down(ms(790));
        let end = listening.end_of_speech(ms(1_500));
        assert_eq!(end, EndOfSpeech { at: ms(790), by: Evidence::VoiceActivity });
        listening.voice_up();
        assert_eq!(listening.end_of_speech(ms(1_500)).by, Evidence::Frames, "somebody speaks again");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut listening = Listening::default();
        for number in 0..10_000 {
            listening.frame(ms(number), Loudness::SILENCE);
        }
        assert_eq!(listening.frames.len(), MOST_FRAMES);
    }
}
