//! The lamps: on, off, and in a colour.

use std::collections::BTreeMap;

use petasos_messages::SiteId;

use super::Answer;
use super::request::Request;

/// So many lamps can be switched.
const MOST_LAMPS: usize = 1000;

/// What the question for a colour is about; the room follows.
const COLOUR_IN: &str = "colour in ";

/// The lamps of the house, one in each room. All are off at first.
#[derive(Debug, Default)]
pub(super) struct Lights {
    lamps: BTreeMap<SiteId, Lamp>,
}

#[derive(Debug, Clone, Default)]
struct Lamp {
    on: bool,
    colour: Option<String>,
}

impl Lights {
    /// Switches a lamp on or off.
    pub(super) fn switch(&mut self, request: &Request<'_>) -> Answer {
        let room = request.named_room().unwrap_or_else(|| request.site.clone());
        let on = request.slot("state").as_deref() != Some("off");
        self.change(&room, |lamp| lamp.on = on);
        Answer::Say(format!("The light in the {room} is {}.", if on { "on" } else { "off" }))
    }

    /// Gives a lamp a colour; asks which, if none was said.
    pub(super) fn colour(&mut self, request: &Request<'_>) -> Answer {
        // The answer to our question may be but a colour: which lamp was meant is what the question was about.
        let asked_about = || SiteId::new(request.about()?.strip_prefix(COLOUR_IN)?).ok();
        let room = request.named_room().or_else(asked_about);
        let room = room.unwrap_or_else(|| request.site.clone());
        let Some(colour) = request.slot("colour") else {
            let question = "Which colour?".to_owned();
            return Answer::Ask { question, only: &["ColourLight"], about: format!("{COLOUR_IN}{room}") };
        };
        self.change(&room, |lamp| *lamp = Lamp { on: true, colour: Some(colour.clone()) });
        Answer::Say(format!("The light in the {room} is {colour} now."))
    }

    /// Switches all lamps off.
    pub(super) fn all_off(&mut self) -> Answer {
        for lamp in self.lamps.values_mut() {
            lamp.on = false;
        }
        Answer::say("Everything is off.")
    }

    /// How the lamp of a room is, in a few words.
    pub(super) fn at(&self, site: &SiteId) -> String {
        match self.lamps.get(site) {
            Some(Lamp { on: true, colour: Some(colour) }) => format!("{colour} light"),
            Some(Lamp { on: true, colour: None }) => "light on".to_owned(),
            _ => "light off".to_owned(),
        }
    }

    fn change(&mut self, room: &SiteId, change: impl FnOnce(&mut Lamp)) {
        if self.lamps.len() < MOST_LAMPS || self.lamps.contains_key(room) {
            change(self.lamps.entry(room.clone()).or_default());
        }
    }
}
