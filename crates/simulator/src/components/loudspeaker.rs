//! A loudspeaker that plays one WAV after the other.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::RequestId;

/// The loudspeaker of a site, with a note about each WAV by whoever owns it.
#[derive(Debug)]
pub(crate) struct Speaker<Note> {
    queue: VecDeque<Playing<Note>>,
}

/// A WAV that is being played, or waits for those before it.
#[derive(Debug)]
pub(crate) struct Playing<Note> {
    pub(crate) request: RequestId,
    pub(crate) start: Time,
    pub(crate) end: Time,
    pub(crate) note: Note,
}

impl<Note> Default for Speaker<Note> {
    fn default() -> Self {
        Self { queue: VecDeque::new() }
    }
}

impl<Note> Speaker<Note> {
    /// Takes a WAV. It starts when those before it have been played; returns when it will have been.
    pub(crate) fn play(&mut self, now: Time, request: RequestId, length: Duration, note: Note) -> Time {
        let start = self.queue.back().map_or(now, |last| last.end.max(now));
        let end = start + length;
        self.queue.push_back(Playing { request, start, end, note });
        end
    }

    /// The first WAV, if it has been played to its end by now. It is forgotten.
    pub(crate) fn finish(&mut self, now: Time) -> Option<Playing<Note>> {
        self.queue.front().filter(|first| first.end <= now)?;
        self.queue.pop_front()
    }

    /// What it plays, or waits for the time to play.
    pub(crate) fn queue(&self) -> impl Iterator<Item = &Playing<Note>> {
        self.queue.iter()
    }

    /// What it plays at present.
    pub(crate) fn first_mut(&mut self) -> Option<&mut Playing<Note>> {
        self.queue.front_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wav_is_played_after_the_other() {
        let at = |seconds| Time::START + Duration::from_secs(seconds);
        let request = RequestId::new("beep").unwrap();
        let mut speaker = Speaker::default();
        assert_eq!(speaker.play(at(1), request.clone(), Duration::from_secs(2), "first"), at(3));
        assert_eq!(speaker.play(at(2), request.clone(), Duration::from_secs(2), "second"), at(5));
        assert!(speaker.finish(at(2)).is_none());
        assert_eq!(speaker.finish(at(4)).unwrap().note, "first");
        assert!(speaker.finish(at(4)).is_none());
        assert_eq!(speaker.play(at(9), request, Duration::from_secs(1), "third"), at(10));
    }
}
