//! A TTS that really speaks: it takes texts, has them synthesised by espeak-ng, and hands the sound to the loudspeakers.
//!
//! It has neither clock nor processes: that a text is to be synthesised is [told](Told), and the sound is brought back.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use petasos_messages::payload::{ComponentError, PlayBytes, Say, SayFinished};
use petasos_messages::{Dialect, Message, RequestId, SiteId, SpeechRequestId, filter, wav};
use petasos_sans_io::Time;

use super::client::{Core, Output};

/// What it has to be told of.
pub(crate) const SUBSCRIPTIONS: [&str; 2] = [filter::SAY, filter::PLAY_FINISHED];

/// So many texts may be in work at the same time; more are not spoken.
const MOST: usize = 16;

/// So much later than its length says a sound may be over.
const MARGIN: Duration = Duration::from_millis(250);

/// A TTS for these rooms.
#[derive(Debug)]
pub(crate) struct Voice {
    sites: BTreeSet<SiteId>,
    dialect: Dialect,
    broken: bool,
    /// What is being spoken.
    playing: Vec<Playing>,
    in_work: usize,
    outputs: VecDeque<Output<Told>>,
}

#[derive(Debug)]
struct Playing {
    say: Box<Say>,
    request: RequestId,
    /// When it is over, should nobody say so.
    until: Time,
}

/// What the voice tells.
#[derive(Debug)]
pub(crate) enum Told {
    /// This is to be synthesised.
    Synthesise(Box<Say>),
    /// It was asked to speak here, and is broken.
    Broken(SiteId),
}

impl Voice {
    pub(crate) fn new(sites: &[SiteId], dialect: Dialect) -> Self {
        Self {
            sites: sites.iter().cloned().collect(),
            dialect,
            broken: false,
            playing: Vec::new(),
            in_work: 0,
            outputs: VecDeque::new(),
        }
    }

    /// Breaks the voice (it takes texts, and does nothing), or mends it.
    pub(crate) fn set_broken(&mut self, broken: bool) {
        self.broken = broken;
    }

    /// A text was synthesised, or could not be.
    pub(crate) fn synthesised(&mut self, now: Time, say: Box<Say>, sound: Result<Bytes, String>) {
        self.in_work = self.in_work.saturating_sub(1);
        let site = say.site_id.clone().unwrap_or_default();
        match sound {
            Ok(sound) => {
                let length = wav::inspect(&sound).map(|info| info.duration).unwrap_or_default();
                let request = self.request(&say);
                let play = PlayBytes::new(site, request.clone(), sound);
                self.publish(Message::PlayBytes(play));
                self.playing.push(Playing { say, request, until: now + length + MARGIN });
            }
            Err(error) => {
                let mut error = ComponentError::new(error);
                (error.site_id, error.session_id) = (Some(site), say.session_id.clone());
                self.publish(Message::TtsError(error));
            }
        }
    }

    /// Under which id the sound is played: as the dialect has it.
    fn request(&self, say: &Say) -> RequestId {
        let text = say.id.clone();
        let session = || RequestId::new(say.session_id.as_ref()?.as_str()).ok();
        let request = match self.dialect.speech_request_id {
            SpeechRequestId::Session => session().or(text),
            SpeechRequestId::Say | SpeechRequestId::Own => text.or_else(session),
        };
        #[expect(clippy::expect_used, reason = "a constant that is an id")]
        request.unwrap_or_else(|| RequestId::new("speech").expect("an id"))
    }

    /// Reports what is over.
    fn finish(&mut self, is_over: impl Fn(&Playing) -> bool) {
        let (over, playing): (Vec<_>, _) = std::mem::take(&mut self.playing).into_iter().partition(is_over);
        self.playing = playing;
        for Playing { say, .. } in over {
            let mut finished = SayFinished::default();
            (finished.id, finished.site_id, finished.session_id) = (say.id, say.site_id, say.session_id);
            self.publish(Message::SayFinished(finished));
        }
    }

    fn publish(&mut self, message: Message) {
        self.outputs.push_back(Output::Publish(message));
    }
}

impl Core for Voice {
    type Told = Told;

    fn handle(&mut self, _: Time, message: &Message) {
        match message {
            Message::Say(say) => {
                let site = say.site_id.clone().unwrap_or_default();
                if !self.sites.contains(&site) {
                    // Another room, another voice.
                } else if self.broken {
                    self.outputs.push_back(Output::Tell(Told::Broken(site)));
                } else if self.in_work < MOST {
                    self.in_work += 1;
                    self.outputs.push_back(Output::Tell(Told::Synthesise(say.clone())));
                }
            }
            Message::PlayFinished(finished) => {
                let request = finished.id.clone();
                self.finish(|playing| Some(&playing.request) == request.as_ref());
            }
            _ => {}
        }
    }

    fn handle_timeout(&mut self, now: Time) {
        self.finish(|playing| playing.until <= now);
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.playing.iter().map(|playing| playing.until).min()
    }

    fn poll_output(&mut self) -> Option<Output<Told>> {
        self.outputs.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(site: &str) -> Message {
        let mut say = Say::new("hello");
        say.site_id = Some(SiteId::new(site).unwrap());
        say.id = Some(RequestId::new("one").unwrap());
        Message::Say(Box::new(say))
    }

    fn voice() -> Voice {
        Voice::new(&[SiteId::new("kitchen").unwrap()], Dialect::RHASSPY)
    }

    /// The text that is to be synthesised.
    fn asked(voice: &mut Voice) -> Option<Box<Say>> {
        match voice.poll_output() {
            Some(Output::Tell(Told::Synthesise(say))) => Some(say),
            _ => None,
        }
    }

    fn published(voice: &mut Voice) -> Vec<String> {
        std::iter::from_fn(|| voice.poll_output())
            .map(|output| match output {
                Output::Publish(message) => message.topic(Dialect::RHASSPY).to_string(),
                Output::Tell(told) => format!("{told:?}"),
            })
            .collect()
    }

    #[test]
    fn a_text_becomes_sound_and_is_done_when_that_was_played() {
        let mut voice = voice();
        voice.handle(Time::START, &say("kitchen"));
        let text = asked(&mut voice).unwrap();
        voice.synthesised(Time::START, text, Ok(Bytes::from_static(b"RIFF")));
        assert_eq!(published(&mut voice), ["hermes/audioServer/kitchen/playBytes/one"]);
        let mut played = petasos_messages::payload::PlayFinished::new(SiteId::new("kitchen").unwrap());
        played.id = Some(RequestId::new("one").unwrap());
        voice.handle(Time::START, &Message::PlayFinished(played));
        assert_eq!(published(&mut voice), ["hermes/tts/sayFinished"]);
        assert_eq!(voice.poll_timeout(), None);
    }

    #[test]
    fn a_loudspeaker_that_says_nothing_is_not_waited_for() {
        let mut voice = voice();
        voice.handle(Time::START, &say("kitchen"));
        let text = asked(&mut voice).unwrap();
        voice.synthesised(Time::START, text, Ok(Bytes::from_static(b"RIFF")));
        published(&mut voice);
        voice.handle_timeout(voice.poll_timeout().unwrap());
        assert_eq!(published(&mut voice), ["hermes/tts/sayFinished"]);
    }

    #[test]
    fn what_cannot_be_synthesised_is_an_error_for_the_manager() {
        let mut voice = voice();
        voice.handle(Time::START, &say("kitchen"));
        let text = asked(&mut voice).unwrap();
        voice.synthesised(Time::START, text, Err("no voice".to_owned()));
        assert_eq!(published(&mut voice), ["hermes/error/tts"]);
    }

    #[test]
    fn other_rooms_have_other_voices_and_a_broken_one_does_nothing() {
        let mut voice = voice();
        voice.handle(Time::START, &say("attic"));
        assert!(published(&mut voice).is_empty());
        voice.set_broken(true);
        voice.handle(Time::START, &say("kitchen"));
        assert_eq!(published(&mut voice), ["Broken(\"kitchen\")"]);
    }

    #[test]
    fn work_is_bounded() {
        let mut voice = voice();
        for _ in 0..10 * MOST {
            voice.handle(Time::START, &say("kitchen"));
        }
        assert_eq!(published(&mut voice).len(), MOST);
    }
}
