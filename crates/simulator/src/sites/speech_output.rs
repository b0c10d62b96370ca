//! The TTS and the loudspeaker of a site.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{PlayBytes, PlayFinished, Say, SayFinished};
use petasos_messages::{Component, Message, RequestId, wav};

use super::SiteEvent;
use super::component_context::Context;
use crate::components::{Loudspeaker, SpeechRate, Tts};
use crate::silent_wav;

/// How many speeches and how many sounds may be queued at a site; more are refused.
const MAX_QUEUED: usize = 32;
/// Longer sounds are cut off.
const MAX_LENGTH: Duration = Duration::from_secs(600);

/// The TTS and the loudspeaker of a site.
#[derive(Debug, Default)]
pub(super) struct SpeechOutput {
    tts: Tts,
    /// When the speech so far will be over, by the TTS's estimate.
    speech_end: Time,
    /// The texts of WAVs that have not been published yet.
    expected: VecDeque<(RequestId, String)>,
    speaker: Loudspeaker<Sound>,
    /// The loudspeaker is switched off.
    off: bool,
}

/// A WAV in the loudspeaker's queue.
#[derive(Debug)]
struct Sound {
    /// Its text, if it is speech.
    text: Option<String>,
    started: bool,
}

impl SpeechOutput {
    /// `tts/say` arrives.
    pub(super) fn say(&mut self, context: &mut Context<'_>, say: &Say) {
        let request = Tts::wav_id(context.settings.dialect, say);
        if !context.settings.has(Component::Tts) {
            if let Some(request) = request {
                self.expect(request, &say.text);
            }
            return;
        }
        if !context.works(Component::Tts) {
            return;
        }
        if self.tts.waiting() >= MAX_QUEUED {
            let mut error = context.error("too much to say at once; wait for sayFinished");
            error.session_id.clone_from(&say.session_id);
            context.publish(Message::TtsError(error));
            return;
        }
        let request = request.unwrap_or_else(|| context.unique_request_id());
        self.expect(request.clone(), &say.text);
        let pace = context.settings.pace;
        let rate = SpeechRate { start: pace.before_speech, character: pace.speech_character };
        let length = rate.length(&say.text);
        let sound = PlayBytes::new(context.site.clone(), request.clone(), silent_wav::wav(length));
        context.publish(Message::PlayBytes(sound));
        let finished = Tts::say_finished(context.settings.dialect, context.site, say);
        let start = self.speech_end.max(context.now);
        self.speech_end = start + length;
        self.tts.wait(start, length, request, finished);
    }

    /// Remembers the text of a WAV that will be published.
    fn expect(&mut self, request: RequestId, text: &str) {
        if self.expected.len() >= MAX_QUEUED {
            self.expected.pop_front();
        }
        self.expected.push_back((request, text.to_owned()));
    }

    /// `playBytes` arrives.
    pub(super) fn play(&mut self, context: &mut Context<'_>, sound: &PlayBytes) {
        let position = self.expected.iter().position(|(request, _)| *request == sound.request_id);
        let text = position.and_then(|position| self.expected.remove(position)).map(|(_, text)| text);
        if !context.works(Component::AudioServer) {
            return;
        }
        if self.off {
            // Rhasspy's player plays nothing then, but reports it as played.
            report_played(context, sound.request_id.clone());
            return;
        }
        if self.speaker.queue().count() >= MAX_QUEUED {
            refuse(context, "too much to play at once; wait for playFinished");
            return;
        }
        match wav::inspect(&sound.wav) {
            Ok(info) => {
                let (request, length) = (sound.request_id.clone(), info.duration.min(MAX_LENGTH));
                self.speaker.play(context.now, request, length, Sound { text, started: false });
                self.expire(context);
            }
            Err(error) => refuse(context, &error.to_string()),
        }
    }

    /// `audioServer/toggleOn` or `toggleOff` arrives.
    pub(super) fn toggle(&mut self, off: bool) {
        self.off = off;
    }

    /// `playFinished` arrives at the TTS.
    pub(super) fn play_finished(&mut self, context: &mut Context<'_>, request: Option<&RequestId>) {
        let finished = self.tts.play_finished(request);
        self.report(context, finished);
    }

    /// When a WAV starts or ends, or the TTS stops waiting for one.
    pub(super) fn deadline(&self) -> Option<Time> {
        let first = self.speaker.queue().next();
        let sound = first.map(|first| if first.note.started { first.end } else { first.start });
        [sound, self.tts.deadline()].into_iter().flatten().min()
    }

    /// Starts, ends and reports what is due by now.
    pub(super) fn expire(&mut self, context: &mut Context<'_>) {
        while let Some(first) = self.speaker.first_mut().filter(|first| first.start <= context.now) {
            if !first.note.started {
                first.note.started = true;
                first.note.text.iter().for_each(|text| context.event(SiteEvent::Speaking(text.clone())));
            }
            let Some(over) = self.speaker.take_finished(context.now) else {
                break;
            };
            if context.works(Component::AudioServer) {
                over.note.text.iter().for_each(|_| context.event(SiteEvent::FinishedSpeaking));
                report_played(context, over.request);
            }
        }
        while let Some(finished) = self.tts.stop_waiting(context.now) {
            self.report(context, Some(finished));
        }
    }

    /// The TTS reports the end of a speech, if there is one.
    fn report(&mut self, context: &mut Context<'_>, finished: Option<SayFinished>) {
        if let Some(finished) = finished
            && context.works(Component::Tts)
        {
            context.publish(Message::SayFinished(finished));
        }
        if self.tts.waiting() == 0 {
            self.speech_end = Time::START;
        }
    }
}

/// The loudspeaker reports the end of a WAV, unless it is another client's.
fn report_played(context: &mut Context<'_>, request: RequestId) {
    if context.settings.has(Component::AudioServer) {
        let mut finished = PlayFinished::new(context.site.clone());
        finished.id = Some(request);
        context.publish(Message::PlayFinished(finished));
    }
}

/// The loudspeaker refuses a WAV, unless it is another client's.
fn refuse(context: &mut Context<'_>, reason: &str) {
    if context.settings.has(Component::AudioServer) {
        let error = context.error(reason);
        context.publish(Message::AudioPlayError(error));
    }
}
