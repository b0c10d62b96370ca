//! The TTS and the loudspeaker of a room.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{PlayBytes, PlayFinished, Say, SayFinished};
use petasos_messages::{Message, RequestId, wav};

use super::stage::Stage;
use super::{Part, Scene};
use crate::devices::{Speaker, Speech, Tongue};
use crate::wav as silence;

/// So much may be waiting to be heard in a room; what comes then is refused.
const MOST: usize = 32;
/// The longest sound that is played to its end.
const LONGEST: Duration = Duration::from_secs(600);

/// The TTS and the loudspeaker of a room.
#[derive(Debug, Default)]
pub(super) struct Voice {
    tongue: Tongue,
    /// When the speech before is over, as the TTS reckons.
    spoken: Time,
    /// What the WAVs to come say.
    texts: VecDeque<(RequestId, String)>,
    speaker: Speaker<Sound>,
    /// Somebody switched the loudspeaker off.
    off: bool,
}

/// What is known about a WAV.
#[derive(Debug)]
struct Sound {
    /// What it says, if it is speech.
    text: Option<String>,
    begun: bool,
}

impl Voice {
    /// `tts/say` arrives.
    pub(super) fn say(&mut self, stage: &mut Stage<'_>, say: &Say) {
        let request = Tongue::request(stage.props.dialect, say);
        if !stage.props.has(Part::Tts) {
            if let Some(request) = request {
                self.expect(request, &say.text);
            }
            return;
        }
        if !stage.works(Part::Tts) {
            return;
        }
        if self.tongue.waiting() >= MOST {
            let mut error = stage.error("too much to say at once; wait for sayFinished");
            error.session_id.clone_from(&say.session_id);
            stage.publish(Message::TtsError(error));
            return;
        }
        let request = request.unwrap_or_else(|| stage.fresh_request());
        self.expect(request.clone(), &say.text);
        let pace = stage.props.pace;
        let speech = Speech { pause: pace.before_speech, character: pace.speech_character };
        let length = speech.length(&say.text);
        let sound = PlayBytes::new(stage.site.clone(), request.clone(), silence::wav(length));
        stage.publish(Message::PlayBytes(sound));
        let said = Tongue::said(stage.props.dialect, stage.site, say);
        let start = self.spoken.max(stage.now);
        self.spoken = start + length;
        self.tongue.wait(start, length, request, said);
    }

    /// A WAV of this speech is going to come.
    fn expect(&mut self, request: RequestId, text: &str) {
        if self.texts.len() >= MOST {
            self.texts.pop_front();
        }
        self.texts.push_back((request, text.to_owned()));
    }

    /// `playBytes` arrives.
    pub(super) fn play(&mut self, stage: &mut Stage<'_>, sound: &PlayBytes) {
        let spoken = self.texts.iter().position(|(request, _)| *request == sound.request_id);
        let text = spoken.and_then(|position| self.texts.remove(position)).map(|(_, text)| text);
        if !stage.works(Part::Speaker) {
            return;
        }
        if self.off {
            // As Rhasspy's: nothing is heard, and reported nevertheless.
            report_played(stage, sound.request_id.clone());
            return;
        }
        if self.speaker.queue().count() >= MOST {
            refuse(stage, "too much to play at once; wait for playFinished");
            return;
        }
        match wav::inspect(&sound.wav) {
            Ok(info) => {
                let (request, length) = (sound.request_id.clone(), info.duration.min(LONGEST));
                self.speaker.play(stage.now, request, length, Sound { text, begun: false });
                self.expire(stage);
            }
            Err(error) => refuse(stage, &error.to_string()),
        }
    }

    /// `audioServer/toggleOn` or `toggleOff` arrives.
    pub(super) fn toggle(&mut self, off: bool) {
        self.off = off;
    }

    /// `playFinished` arrives at the TTS.
    pub(super) fn played(&mut self, stage: &mut Stage<'_>, request: Option<&RequestId>) {
        let said = self.tongue.played(request);
        self.report(stage, said);
    }

    /// When a WAV begins or ends, or the TTS has waited long enough for one.
    pub(super) fn deadline(&self) -> Option<Time> {
        let first = self.speaker.queue().next();
        let sound = first.map(|first| if first.note.begun { first.end } else { first.start });
        [sound, self.tongue.deadline()].into_iter().flatten().min()
    }

    /// What has begun or ended by now.
    pub(super) fn expire(&mut self, stage: &mut Stage<'_>) {
        while let Some(first) = self.speaker.first_mut().filter(|first| first.start <= stage.now) {
            if !first.note.begun {
                first.note.begun = true;
                first.note.text.iter().for_each(|text| stage.scene(Scene::Says(text.clone())));
            }
            let Some(over) = self.speaker.finish(stage.now) else {
                break;
            };
            if stage.works(Part::Speaker) {
                over.note.text.iter().for_each(|_| stage.scene(Scene::Said));
                report_played(stage, over.request);
            }
        }
        while let Some(said) = self.tongue.give_up(stage.now) {
            self.report(stage, Some(said));
        }
    }

    /// The TTS reports the end of a speech.
    fn report(&mut self, stage: &mut Stage<'_>, said: Option<SayFinished>) {
        if let Some(said) = said
            && stage.works(Part::Tts)
        {
            stage.publish(Message::SayFinished(said));
        }
        if self.tongue.waiting() == 0 {
            self.spoken = Time::START;
        }
    }
}

/// The loudspeaker says that it played something. Somebody else's says so itself.
fn report_played(stage: &mut Stage<'_>, request: RequestId) {
    if stage.props.has(Part::Speaker) {
        let mut played = PlayFinished::new(stage.site.clone());
        played.id = Some(request);
        stage.publish(Message::PlayFinished(played));
    }
}

/// The loudspeaker says that it does not play something.
fn refuse(stage: &mut Stage<'_>, reason: &str) {
    if stage.props.has(Part::Speaker) {
        let error = stage.error(reason);
        stage.publish(Message::AudioPlayError(error));
    }
}
