//! A lamp, or a group of lamps that is switched as one.

use std::ops::RangeInclusive;

/// A lamp, or a group of lamps, as its bridge announces it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lamp {
    /// The id that does not depend on its name: the address of a Zigbee device, the unique id of Home Assistant.
    pub(crate) id: String,
    /// The first of its names, as spoken.
    pub(crate) name: String,
    /// Its other names, as spoken.
    pub(crate) aliases: Vec<String>,
    /// The room it is in, as spoken, if that is known.
    pub(crate) room: Option<String>,
    /// What it supports.
    pub(crate) abilities: Abilities,
    /// Its topics.
    pub(crate) topics: LampTopics,
    /// The ids of its lamps, if it is a group.
    pub(crate) members: Vec<String>,
}

impl Lamp {
    pub(crate) fn is_group(&self) -> bool {
        !self.members.is_empty()
    }
}

/// What a lamp supports besides being switched on and off.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Abilities {
    /// The number that means full brightness, if it can be dimmed.
    pub(crate) brightness: Option<u16>,
    /// The notation of its colours, if it has any.
    pub(crate) colour: Option<ColourSpace>,
    /// Its whites, if it has several.
    pub(crate) whites: Option<Whites>,
}

impl Abilities {
    /// What one of two lamps supports.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            brightness: self.brightness.or(other.brightness),
            colour: self.colour.or(other.colour),
            whites: self.whites.or(other.whites),
        }
    }
}

/// The notation of colours in commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColourSpace {
    /// `{"r":0,"g":255,"b":255}`
    Rgb,
    /// `{"h":180,"s":100}`
    Hs,
    /// `{"x":0.22,"y":0.33}`
    Xy,
}

/// The whites of a lamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Whites {
    /// The coldest white in mired (a million divided by kelvin).
    pub(crate) coldest: u16,
    /// The warmest white in mired.
    pub(crate) warmest: u16,
    /// The unit in its messages.
    pub(crate) unit: WhiteUnit,
}

/// The unit of a white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhiteUnit {
    /// A million divided by kelvin.
    Mired,
    Kelvin,
}

impl Whites {
    /// The default of Home Assistant for lamps that announce no range: 2000 to 6535 kelvin.
    pub(crate) const USUAL: Self = Self { coldest: 153, warmest: 500, unit: WhiteUnit::Mired };

    /// The range in mired; the usual one if the announced range is absurd.
    pub(crate) fn range(self) -> RangeInclusive<u16> {
        if self.coldest == 0 || self.coldest > self.warmest {
            return Self::USUAL.coldest..=Self::USUAL.warmest;
        }
        self.coldest..=self.warmest
    }
}

/// The topics of a lamp.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LampTopics {
    /// The command topic, which is unique among all lamps.
    pub(crate) set: String,
    /// The topic of its reports; `None` if it never reports.
    pub(crate) state: Option<String>,
    /// The topic to request its state (Zigbee2MQTT); `None` if that is not possible.
    pub(crate) get: Option<String>,
    /// The topics that say whether it is available.
    pub(crate) availability: Vec<Availability>,
    /// How several availability topics are combined.
    pub(crate) mode: AvailabilityMode,
}

/// A topic that says whether a lamp is available: as plain text, or as the field `state` of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Availability {
    pub(crate) topic: String,
    /// The payload if it is available.
    pub(crate) there: String,
    /// The payload if it is not.
    pub(crate) gone: String,
}

impl Availability {
    /// A topic with the usual payloads.
    pub(crate) fn new(topic: String) -> Self {
        Self { topic, there: "online".to_owned(), gone: "offline".to_owned() }
    }
}

/// How several availability topics are combined, as Home Assistant defines it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum AvailabilityMode {
    /// The lamp is gone if any of them says so.
    All,
    /// The lamp is gone if all of them say so.
    Any,
    /// The latest message counts. Home Assistant's default.
    #[default]
    Latest,
}
