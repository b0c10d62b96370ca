//! A loudspeaker that plays one WAV after another.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::RequestId;

/// The loudspeaker of a site. The caller attaches a note to each WAV.
#[derive(Debug)]
pub(crate) struct Loudspeaker<Note> {
    queue: VecDeque<Playing<Note>>,
}

/// A WAV that is playing or queued.
#[derive(Debug)]
pub(crate) struct Playing<Note> {
    pub(crate) request: RequestId,
    pub(crate) start: Time,
    pub(crate) end: Time,
    pub(crate) note: Note,
}

impl<Note> Default for Loudspeaker<Note> {
    fn default() -> Self {
        Self { queue: VecDeque::new() }
    }
}

impl<Note> Loudspeaker<Note> {
    /// Queues a WAV: it starts when those before it have ended. Returns when it will end.
    pub(crate) fn play(&mut self, now: Time, request: RequestId, length: Duration, note: Note) -> Time {
        let start = self.queue.back().map_or(now, |last| last.end.max(now));
        let end = start + length;
        self.queue.push_back(Playing { request, start, end, note });
        end
    }

    /// Removes the first WAV, if it has ended by now.
    pub(crate) fn take_finished(&mut self, now: Time) -> Option<Playing<Note>> {
        self.queue.front().filter(|first| first.end <= now)?;
        self.queue.pop_front()
    }

    /// All WAVs, in the order of playing.
    pub(crate) fn queue(&self) -> impl Iterator<Item = &Playing<Note>> {
        self.queue.iter()
    }

    /// The first WAV, which is playing or about to start.
    pub(crate) fn first_mut(&mut self) -> Option<&mut Playing<Note>> {
        self.queue.front_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wav_is_played_after_another() {
        let at = |seconds| Time::START + Duration::from_secs(seconds);
        let request = RequestId::new("beep").unwrap();
        let mut speaker = Loudspeaker::default();
        assert_eq!(speaker.play(at(1), request.clone(), Duration::from_secs(2), "first"), at(3));
        assert_eq!(speaker.play(at(2), request.clone(), Duration::from_secs(2), "second"), at(5));
        assert!(speaker.take_finished(at(2)).is_none());
        assert_eq!(speaker.take_finished(at(4)).unwrap().note, "first");
        assert!(speaker.take_finished(at(4)).is_none());
        assert_eq!(speaker.play(at(9), request, Duration::from_secs(1), "third"), at(10));
    }
}
