//! The ASR of a site: what is said into its microphone becomes text.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{StartListening, TextCaptured};
use petasos_messages::{Component, Message};

use super::component_context::Context;
use super::user::Utterance;
use super::{Pace, SiteEvent};
use crate::components::Microphone;

/// The likelihood of words, and of noise or silence.
const LIKELIHOOD_OF_WORDS: f64 = 1.0;
const LIKELIHOOD_OF_NOISE: f64 = 0.1;

/// The microphone of a site, and what is being said into it.
#[derive(Debug, Default)]
pub(super) struct Asr {
    microphone: Microphone,
    speaking: Option<Speaking>,
}

/// An utterance that has begun.
#[derive(Debug)]
struct Speaking {
    utterance: Utterance,
    since: Time,
    /// When the ASR will have captured it; `None`: never.
    until: Option<Time>,
}

impl Asr {
    /// `startListening` arrives. Returns whether the microphone is open now.
    pub(super) fn start(&mut self, context: &mut Context<'_>, start: &StartListening) -> bool {
        if !context.works(Component::Asr) {
            return false;
        }
        let is_new = self.microphone.close().is_none_or(|before| before.session_id != start.session_id);
        self.microphone.open(start);
        if is_new {
            context.event(SiteEvent::Listening);
        }
        true
    }

    /// `stopListening` arrives. Returns the utterance that it interrupts.
    ///
    /// Kaldi would publish what it has understood so far; this ASR publishes nothing.
    pub(super) fn stop(&mut self, context: &mut Context<'_>) -> Option<Utterance> {
        if self.microphone.close().is_some() {
            context.event(SiteEvent::StoppedListening);
        }
        self.speaking.take().map(|speaking| speaking.utterance)
    }

    /// Whether the microphone is open.
    pub(super) fn is_listening(&self) -> bool {
        self.microphone.opened_by().is_some()
    }

    /// Whether a user may speak: the microphone is open and nobody else is speaking.
    pub(super) fn is_free(&self) -> bool {
        let utterance = self.speaking.as_ref().map(|speaking| &speaking.utterance);
        self.is_listening() && matches!(utterance, None | Some(Utterance::Silence))
    }

    /// A user begins to speak.
    pub(super) fn listen_to(&mut self, context: &Context<'_>, utterance: Utterance) {
        let until = duration(&context.settings.pace, &utterance).map(|after| context.now + after);
        self.speaking = Some(Speaking { utterance, since: context.now, until });
    }

    /// When the utterance will have been captured.
    pub(super) fn deadline(&self) -> Option<Time> {
        self.speaking.as_ref().and_then(|speaking| speaking.until)
    }

    /// Publishes the text of an utterance that has ended by now. Returns whether it did.
    pub(super) fn expire(&mut self, context: &mut Context<'_>) -> bool {
        let over = |speaking: &mut Speaking| speaking.until.is_some_and(|until| until <= context.now);
        let Some(speaking) = self.speaking.take_if(over) else {
            return false;
        };
        if !context.works(Component::Asr) {
            return false;
        }
        let Some(start) = self.microphone.close() else {
            return false;
        };
        let captured = captured(start, &speaking.utterance, context.now.since(speaking.since));
        context.event(SiteEvent::Heard(captured.text.clone()));
        context.publish(Message::TextCaptured(Box::new(captured)));
        true
    }
}

/// How long an utterance takes until it is captured.
fn duration(pace: &Pace, utterance: &Utterance) -> Option<Duration> {
    match utterance {
        Utterance::Words(words) => Some(pace.saying(words)),
        Utterance::Noise => Some(pace.before_words),
        Utterance::Silence => pace.silence,
    }
}

fn captured(start: StartListening, utterance: &Utterance, length: Duration) -> TextCaptured {
    let mut captured = match utterance {
        Utterance::Words(words) => TextCaptured::new(words.clone(), LIKELIHOOD_OF_WORDS),
        Utterance::Noise | Utterance::Silence => TextCaptured::new("", LIKELIHOOD_OF_NOISE),
    };
    captured.seconds = Some(length.as_secs_f64());
    captured.site_id = Some(start.site_id);
    captured.session_id = start.session_id;
    captured.wakeword_id = start.wakeword_id;
    captured.lang = start.lang;
    captured
}
