//! One room: who in it is concerned by what happens.

use petasos_dialogue::Time;
use petasos_messages::payload::{HotwordDetected, ModelType};
use petasos_messages::{Message, SessionId, SiteId};

use super::ears::Ears;
use super::person::{Next, Person, Utterance};
use super::stage::{Props, Stage};
use super::voice::Voice;
use super::{Act, Part, Scene};
use crate::devices::Hotword;

/// What the wake word is called.
const WAKE_WORD: &str = "petasos";

/// A room, its parts and its people.
#[derive(Debug, Default)]
pub(super) struct Room {
    hotword: Hotword,
    ears: Ears,
    voice: Voice,
    person: Person,
    /// The conversation that is going on here.
    session: Option<SessionId>,
}

impl Room {
    /// A message arrives.
    pub(super) fn handle(&mut self, stage: &mut Stage<'_>, message: &Message) {
        let here = |site: &SiteId| site == stage.site;
        // Whoever names no site means all of them.
        let here_too = |site: &Option<SiteId>| site.as_ref().is_none_or(here);
        match message {
            Message::HotwordToggleOn(toggle) if here_too(&toggle.site_id) => {
                self.hotword.toggle(stage.props.dialect, toggle, false);
            }
            Message::HotwordToggleOff(toggle) if here_too(&toggle.site_id) => {
                self.hotword.toggle(stage.props.dialect, toggle, true);
            }
            Message::StartListening(start) if here(&start.site_id) && stage.props.has(Part::Asr) => {
                self.person.answered();
                if !self.ears.start(stage, start) {
                    self.person.give_up(stage);
                }
            }
            Message::StopListening(stop) if here(&stop.site_id) => {
                if let Some(begun) = self.ears.stop(stage) {
                    self.person.resume(begun);
                }
            }
            Message::Say(say) if here(say.site_id.as_ref().unwrap_or(&SiteId::default_site())) => {
                self.voice.say(stage, say);
            }
            Message::PlayBytes(sound) if here(&sound.site_id) => self.voice.play(stage, sound),
            Message::PlayFinished(played) if here(&played.site_id) => {
                self.voice.played(stage, played.id.as_ref());
            }
            Message::AudioToggleOn(toggle) if here_too(&toggle.site_id) => self.voice.toggle(false),
            Message::AudioToggleOff(toggle) if here_too(&toggle.site_id) => self.voice.toggle(true),
            Message::SessionStarted(started) if here(&started.site_id) => {
                self.session = Some(started.session_id.clone());
                self.person.answered();
            }
            Message::SessionEnded(ended) if self.session.as_ref() == Some(&ended.session_id) => {
                self.session = None;
                self.person.left_alone(stage.now);
            }
            _ => return,
        }
        self.settle(stage);
    }

    /// A person does something.
    pub(super) fn act(&mut self, stage: &mut Stage<'_>, act: Act) {
        match act {
            Act::Wake => {
                self.wake(stage);
            }
            Act::Say(words) => self.person.want(stage, Utterance::words(words)),
            Act::KeepSilent => self.person.want(stage, Utterance::Silence),
            Act::Noise => self.person.want(stage, Utterance::Noise),
        }
        self.settle(stage);
    }

    /// When something happens here without a message.
    pub(super) fn deadline(&self, props: &Props) -> Option<Time> {
        let resting = self.session.is_none() && !self.ears.are_open();
        let person = if resting { self.person.deadline(self.hears(props)) } else { None };
        [self.ears.deadline(), self.voice.deadline(), person].into_iter().flatten().min()
    }

    /// What has happened by now.
    pub(super) fn expire(&mut self, stage: &mut Stage<'_>) {
        if self.ears.expire(stage) {
            self.person.heard();
        }
        self.voice.expire(stage);
        self.settle(stage);
    }

    /// People look at the room, and do what they have been waiting to do.
    fn settle(&mut self, stage: &mut Stage<'_>) {
        if !stage.props.has(Part::Asr) {
            self.person.give_up(stage);
        } else if self.ears.are_open() {
            while self.ears.are_free()
                && let Some(utterance) = self.person.speak()
            {
                self.ears.hear(stage, utterance);
            }
        } else if self.session.is_none() {
            match self.person.next(stage.now, self.hears(stage.props)) {
                Next::Wait => {}
                Next::Wake if self.wake(stage) => {}
                Next::Wake | Next::GiveUp => self.person.give_up(stage),
            }
        }
    }

    /// Whether the wake word is listened for. Of somebody else's hotword service nobody knows.
    fn hears(&self, props: &Props) -> bool {
        self.hotword.is_on() || !props.has(Part::Hotword)
    }

    /// Somebody says the wake word. Returns whether it is heard.
    fn wake(&mut self, stage: &mut Stage<'_>) -> bool {
        if !stage.props.has(Part::Hotword) {
            self.person.call(stage.now);
            return true;
        }
        if !stage.works(Part::Hotword) {
            return false;
        }
        if !self.hotword.is_on() {
            stage.scene(Scene::WakeWordUnheard);
            return false;
        }
        self.person.call(stage.now);
        stage.scene(Scene::WakeWord);
        let mut detected = HotwordDetected::new(WAKE_WORD, stage.site.clone());
        detected.model_id = Some(WAKE_WORD.to_owned());
        detected.model_type = Some(ModelType::Universal);
        stage.publish(Message::HotwordDetected(Box::new(detected)));
        true
    }
}
