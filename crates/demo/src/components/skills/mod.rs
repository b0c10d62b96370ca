//! What the house of the demonstration can do: a few small skills.
//!
//! Like the rooms, [`Skills`] has no clock and does no IO: intents and time come in, messages and the next deadline go out. What
//! each skill does stands in a file of its own; here is what they share: sessions, questions, timers.

mod lights;
mod readback;
mod request;
mod talk;
mod timers;

use std::collections::{BTreeMap, VecDeque};

use petasos_messages::payload::{ContinueSession, EndSession, Intent, SessionInit, StartSession};
use petasos_messages::{IntentName, Message, SiteId, filter};
use petasos_sans_io::Time;

use lights::Lights;
use request::Request;
use timers::Timers;

/// What the skills have to be told of: the intents, and nothing else.
pub(crate) const SUBSCRIPTIONS: [&str; 1] = [filter::INTENT];

/// So many rooms are remembered to have said something.
const MOST_ROOMS: usize = 1000;

/// The skills of the house.
#[derive(Debug)]
pub(crate) struct Skills {
    /// What the clock on the wall shows.
    time_of_day: fn() -> String,
    broken: bool,
    lights: Lights,
    timers: Timers,
    /// What was last said in each room, for those who did not listen.
    last_said: BTreeMap<SiteId, String>,
    jokes_told: usize,
    outputs: VecDeque<Output>,
}

/// What the skills want done, or tell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// This is to be published.
    Publish(Message),
    /// A skill was asked in this room and does not answer, on purpose; this is its name.
    NoAnswer(SiteId, String),
}

/// What a skill answers.
#[derive(Debug, PartialEq)]
enum Answer {
    /// Says this; the conversation is over.
    Say(String),
    /// Asks back, and only understands these intents as the answer. What the question is about comes back with the answer.
    Ask { question: String, only: &'static [&'static str], about: String },
    /// Nothing at all, as a skill that has crashed.
    None,
}

impl Answer {
    fn say(text: impl Into<String>) -> Self {
        Self::Say(text.into())
    }
}

impl Skills {
    /// Skills that read the time of day there.
    pub(crate) fn new(time_of_day: fn() -> String) -> Self {
        Self {
            time_of_day,
            broken: false,
            lights: Lights::default(),
            timers: Timers::default(),
            last_said: BTreeMap::new(),
            jokes_told: 0,
            outputs: VecDeque::new(),
        }
    }

    /// Breaks the skills (they hear everything, and answer nothing), or mends them.
    pub(crate) fn set_broken(&mut self, broken: bool) {
        self.broken = broken;
    }

    /// How the light is in a room, in a few words.
    pub(crate) fn light(&self, site: &SiteId) -> String {
        self.lights.at(site)
    }

    /// A message arrived.
    pub(crate) fn handle(&mut self, now: Time, message: &Message) {
        let Message::Intent(intent) = message else { return };
        // Without a session nobody waits for an answer: somebody only asked the NLU what a text means.
        let Some(session) = intent.session_id.clone() else { return };
        let site = intent.site_id.clone().unwrap_or_default();
        let answer = if self.broken { Answer::None } else { self.answer(now, &site, intent) };
        match answer {
            Answer::Say(text) => {
                self.remember(&site, &text);
                let mut end = EndSession::new(session);
                end.text = Some(text);
                self.publish(Message::EndSession(end));
            }
            Answer::Ask { question, only, about } => {
                self.remember(&site, &question);
                let mut ask = ContinueSession::new(session);
                ask.text = Some(question);
                ask.intent_filter = Some(only.iter().filter_map(|name| IntentName::new(name).ok()).collect());
                ask.custom_data = Some(about);
                self.publish(Message::ContinueSession(ask));
            }
            Answer::None => {
                let name = intent.intent.intent_name.to_string();
                self.outputs.push_back(Output::NoAnswer(site, name));
            }
        }
    }

    fn answer(&mut self, now: Time, site: &SiteId, intent: &Intent) -> Answer {
        let request = Request { site, intent };
        match request.name() {
            "SwitchLight" => self.lights.switch(&request),
            "ColourLight" => self.lights.colour(&request),
            "SwitchEverything" => Answer::Ask {
                question: "Really turn off everything?".to_owned(),
                only: &["Yes", "No"],
                about: talk::EVERYTHING.to_owned(),
            },
            "Yes" if request.about() == Some(talk::EVERYTHING) => self.lights.all_off(),
            "Yes" | "No" => talk::yes_or_no(&request),
            "SetTimer" => self.timers.set(now, &request),
            "GetTime" => Answer::say(format!("It is {}.", (self.time_of_day)())),
            "TellJoke" => {
                self.jokes_told += 1;
                talk::joke(self.jokes_told - 1)
            }
            "Repeat" => talk::repeat(self.last_said.get(site)),
            "OpenGarage" => Answer::None,
            _ => readback::read_back(&request),
        }
    }

    /// The deadline passed.
    pub(crate) fn handle_timeout(&mut self, now: Time) {
        while let Some((site, text)) = self.timers.pop_due(now) {
            self.remember(&site, &text);
            let mut start = StartSession::new(SessionInit::Notification { text });
            start.site_id = Some(site);
            self.publish(Message::StartSession(start));
        }
    }

    /// When something happens next without a message.
    pub(crate) fn poll_timeout(&self) -> Option<Time> {
        self.timers.next_due()
    }

    /// What is to be done next.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn publish(&mut self, message: Message) {
        self.outputs.push_back(Output::Publish(message));
    }

    fn remember(&mut self, site: &SiteId, text: &str) {
        if self.last_said.len() < MOST_ROOMS || self.last_said.contains_key(site) {
            self.last_said.insert(site.clone(), text.to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
