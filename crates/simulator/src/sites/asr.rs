//! The ASR of a room, and the person who speaks to it.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::Message;
use petasos_messages::payload::{StartListening, TextCaptured};

use super::person::Utterance;
use super::stage::Stage;
use super::{Pace, Part, Scene};
use crate::devices::Microphone;

/// What the ASR is sure of when it heard words, and when it heard something else.
const SURE: f64 = 1.0;
const UNSURE: f64 = 0.1;

/// The microphone of a room, and what is being said to it.
#[derive(Debug, Default)]
pub(super) struct Ears {
    microphone: Microphone,
    spoken: Option<Spoken>,
}

/// What somebody is about to have said.
#[derive(Debug)]
struct Spoken {
    utterance: Utterance,
    since: Time,
    /// `None`: the ASR waits for ever.
    until: Option<Time>,
}

impl Ears {
    /// `startListening` arrives. Returns whether the microphone is open now.
    pub(super) fn start(&mut self, stage: &mut Stage<'_>, start: &StartListening) -> bool {
        if !stage.works(Part::Asr) {
            return false;
        }
        let anew = self.microphone.close().is_none_or(|before| before.session_id != start.session_id);
        self.microphone.open(start);
        if anew {
            stage.scene(Scene::Listening);
        }
        true
    }

    /// `stopListening` arrives. Returns what somebody had begun to say.
    ///
    /// Kaldi would publish what it has so far; this ASR is polite, and publishes nothing it was not asked for.
    pub(super) fn stop(&mut self, stage: &mut Stage<'_>) -> Option<Utterance> {
        if self.microphone.close().is_some() {
            stage.scene(Scene::NotListening);
        }
        self.spoken.take().map(|spoken| spoken.utterance)
    }

    /// Whether the microphone is open.
    pub(super) fn are_open(&self) -> bool {
        self.microphone.listens().is_some()
    }

    /// Whether somebody may speak. A silence can be broken.
    pub(super) fn are_free(&self) -> bool {
        let spoken = self.spoken.as_ref().map(|spoken| &spoken.utterance);
        self.are_open() && matches!(spoken, None | Some(Utterance::Silence))
    }

    /// Somebody begins to speak.
    pub(super) fn hear(&mut self, stage: &Stage<'_>, utterance: Utterance) {
        let until = duration(&stage.props.pace, &utterance).map(|after| stage.now + after);
        self.spoken = Some(Spoken { utterance, since: stage.now, until });
    }

    /// When somebody has said something.
    pub(super) fn deadline(&self) -> Option<Time> {
        self.spoken.as_ref().and_then(|spoken| spoken.until)
    }

    /// If somebody has said something by now, it is words. Returns whether it was heard to its end.
    pub(super) fn expire(&mut self, stage: &mut Stage<'_>) -> bool {
        let over = |spoken: &mut Spoken| spoken.until.is_some_and(|until| until <= stage.now);
        let Some(spoken) = self.spoken.take_if(over) else {
            return false;
        };
        if !stage.works(Part::Asr) {
            return false;
        }
        let Some(start) = self.microphone.close() else {
            return false;
        };
        let captured = captured(start, &spoken.utterance, stage.now.since(spoken.since));
        stage.scene(Scene::Heard(captured.text.clone()));
        stage.publish(Message::TextCaptured(Box::new(captured)));
        true
    }
}

/// How long something takes until the ASR has made words of it.
fn duration(pace: &Pace, utterance: &Utterance) -> Option<Duration> {
    match utterance {
        Utterance::Words(words) => Some(pace.saying(words)),
        Utterance::Noise => Some(pace.before_words),
        Utterance::Silence => pace.silence,
    }
}

fn captured(start: StartListening, utterance: &Utterance, length: Duration) -> TextCaptured {
    let mut captured = match utterance {
        Utterance::Words(words) => TextCaptured::new(words.clone(), SURE),
        Utterance::Noise | Utterance::Silence => TextCaptured::new("", UNSURE),
    };
    captured.seconds = Some(length.as_secs_f64());
    captured.site_id = Some(start.site_id);
    captured.session_id = start.session_id;
    captured.wakeword_id = start.wakeword_id;
    captured.lang = start.lang;
    captured
}
