//! A TTS that has texts synthesised by espeak-ng and plays the sound through the audio server.
//!
//! It has neither clock nor processes: it [reports](TtsReport) what is to be synthesised and gets the sound back.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use petasos_bus::Received;
use petasos_messages::payload::{ComponentError, PlayBytes, Say, SayFinished};
use petasos_messages::{Dialect, Message, RequestId, SiteId, SpeechRequestId, filter, wav};
use petasos_program::delivery;
use petasos_sans_io::{SansIo, Time};

use super::component_client::Output;

/// The topics it subscribes to.
pub(crate) const SUBSCRIPTIONS: [&str; 2] = [filter::SAY, filter::PLAY_FINISHED];

/// The most texts that are synthesised at the same time; more are not spoken.
const MOST: usize = 16;

/// A sound counts as over this long after its end, if no player reports it.
const MARGIN: Duration = Duration::from_millis(250);

/// A TTS for these sites.
#[derive(Debug)]
pub(crate) struct EspeakTts {
    sites: BTreeSet<SiteId>,
    dialect: Dialect,
    broken: bool,
    /// What is being played.
    playing: Vec<Playing>,
    /// How many texts are being synthesised.
    in_work: usize,
    outputs: VecDeque<Output<TtsReport>>,
}

#[derive(Debug)]
struct Playing {
    say: Box<Say>,
    request: RequestId,
    /// When it counts as over, if no player reports it.
    until: Time,
}

/// What the TTS reports.
#[derive(Debug)]
pub(crate) enum TtsReport {
    /// This is to be synthesised.
    Synthesise(Box<Say>),
    /// It was asked to speak at this site, and is broken.
    Broken(SiteId),
}

impl EspeakTts {
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

    /// Breaks the TTS, so that it ignores texts, or repairs it.
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
                self.publish(&Message::PlayBytes(play));
                self.playing.push(Playing { say, request, until: now + length + MARGIN });
            }
            Err(error) => {
                let mut error = ComponentError::new(error);
                (error.site_id, error.session_id) = (Some(site), say.session_id.clone());
                self.publish(&Message::TtsError(error));
            }
        }
    }

    /// The request id of the sound, as the dialect has it.
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
            self.publish(&Message::SayFinished(finished));
        }
    }

    fn publish(&mut self, message: &Message) {
        self.outputs.push_back(Output::Publish(delivery::packet(message, self.dialect)));
    }

    fn receive(&mut self, message: Message) {
        match message {
            Message::Say(say) => {
                let site = say.site_id.clone().unwrap_or_default();
                if !self.sites.contains(&site) {
                    // Another TTS serves that site.
                } else if self.broken {
                    self.outputs.push_back(Output::Report(TtsReport::Broken(site)));
                } else if self.in_work < MOST {
                    self.in_work += 1;
                    self.outputs.push_back(Output::Report(TtsReport::Synthesise(say)));
                }
            }
            Message::PlayFinished(finished) => {
                self.finish(|playing| Some(&playing.request) == finished.id.as_ref());
            }
            _ => {}
        }
    }
}

impl SansIo for EspeakTts {
    type Input<'a> = Received;
    type Output = Output<TtsReport>;

    fn handle(&mut self, _: Time, received: Received) {
        if let Ok(message) = Message::decode(&received.topic, received.payload) {
            self.receive(message);
        }
    }

    fn handle_timeout(&mut self, now: Time) {
        self.finish(|playing| playing.until <= now);
    }

    fn poll_output(&mut self) -> Option<Output<TtsReport>> {
        self.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.playing.iter().map(|playing| playing.until).min()
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

    fn tts() -> EspeakTts {
        EspeakTts::new(&[SiteId::new("kitchen").unwrap()], Dialect::RHASSPY)
    }

    /// The text that is to be synthesised.
    fn asked(tts: &mut EspeakTts) -> Option<Box<Say>> {
        match tts.poll_output() {
            Some(Output::Report(TtsReport::Synthesise(say))) => Some(say),
            _ => None,
        }
    }

    fn published(tts: &mut EspeakTts) -> Vec<String> {
        std::iter::from_fn(|| tts.poll_output())
            .map(|output| match output {
                Output::Publish(packet) => packet.topic,
                Output::Report(told) => format!("{told:?}"),
            })
            .collect()
    }

    #[test]
    fn a_text_becomes_sound_and_is_done_when_that_was_played() {
        let mut tts = tts();
        tts.receive(say("kitchen"));
        let text = asked(&mut tts).unwrap();
        tts.synthesised(Time::START, text, Ok(Bytes::from_static(b"RIFF")));
        assert_eq!(published(&mut tts), ["hermes/audioServer/kitchen/playBytes/one"]);
        let mut played = petasos_messages::payload::PlayFinished::new(SiteId::new("kitchen").unwrap());
        played.id = Some(RequestId::new("one").unwrap());
        tts.receive(Message::PlayFinished(played));
        assert_eq!(published(&mut tts), ["hermes/tts/sayFinished"]);
        assert_eq!(tts.poll_timeout(), None);
    }

    #[test]
    fn a_player_that_reports_nothing_is_not_waited_for_forever() {
        let mut tts = tts();
        tts.receive(say("kitchen"));
        let text = asked(&mut tts).unwrap();
        tts.synthesised(Time::START, text, Ok(Bytes::from_static(b"RIFF")));
        published(&mut tts);
        tts.handle_timeout(tts.poll_timeout().unwrap());
        assert_eq!(published(&mut tts), ["hermes/tts/sayFinished"]);
    }

    #[test]
    fn what_cannot_be_synthesised_is_an_error_for_the_manager() {
        let mut tts = tts();
        tts.receive(say("kitchen"));
        let text = asked(&mut tts).unwrap();
        tts.synthesised(Time::START, text, Err("no voice".to_owned()));
        assert_eq!(published(&mut tts), ["hermes/error/tts"]);
    }

    #[test]
    fn other_sites_have_another_tts_and_a_broken_one_does_nothing() {
        let mut tts = tts();
        tts.receive(say("attic"));
        assert!(published(&mut tts).is_empty());
        tts.set_broken(true);
        tts.receive(say("kitchen"));
        assert_eq!(published(&mut tts), ["Broken(\"kitchen\")"]);
    }

    #[test]
    fn work_is_bounded() {
        let mut tts = tts();
        for _ in 0..10 * MOST {
            tts.receive(say("kitchen"));
        }
        assert_eq!(published(&mut tts).len(), MOST);
    }
}
