//! One lamp, or a group of lamps that is switched as one.

use std::ops::RangeInclusive;

/// A lamp, or a group of lamps, as its bridge announces it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lamp {
    /// What its bridge calls it whatever its name is: the address of a Zigbee device, the unique id of Home Assistant.
    pub(crate) id: String,
    /// What people call it; as spoken, the first of its names.
    pub(crate) name: String,
    /// What else they call it, as spoken.
    pub(crate) aliases: Vec<String>,
    /// The room it stands in, as spoken, if anybody knows.
    pub(crate) room: Option<String>,
    /// What it can do.
    pub(crate) abilities: Abilities,
    /// Where it is talked to.
    pub(crate) topics: LampTopics,
    /// The ids of its lamps, if it is a group.
    pub(crate) members: Vec<String>,
}

impl Lamp {
    /// Whether it is a group.
    pub(crate) fn is_group(&self) -> bool {
        !self.members.is_empty()
    }
}

/// What a lamp can do besides going on and off.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Abilities {
    /// The number that means full brightness, if it can be dimmed.
    pub(crate) brightness: Option<u16>,
    /// How colours are written for it, if it has colours.
    pub(crate) colour: Option<ColourSpace>,
    /// Its whites, if it has several.
    pub(crate) whites: Option<Whites>,
}

impl Abilities {
    /// What one of two can do.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            brightness: self.brightness.or(other.brightness),
            colour: self.colour.or(other.colour),
            whites: self.whites.or(other.whites),
        }
    }
}

/// How a lamp wants colours to be written.
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
    /// Its coldest, in mired (a million divided by kelvin).
    pub(crate) coldest: u16,
    /// Its warmest, in mired.
    pub(crate) warmest: u16,
    /// What numbers in its messages mean.
    pub(crate) unit: WhiteUnit,
}

/// What the number of a white means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhiteUnit {
    /// A million divided by kelvin.
    Mired,
    /// Kelvin.
    Kelvin,
}

impl Whites {
    /// What lamps can do that do not say what they can do: 2000 to 6535 kelvin, as Home Assistant takes it.
    pub(crate) const USUAL: Self = Self { coldest: 153, warmest: 500, unit: WhiteUnit::Mired };

    /// The range in mired; an absurd one is the usual one.
    pub(crate) fn range(&self) -> RangeInclusive<u16> {
        if self.coldest == 0 || self.coldest > self.warmest {
            return Self::USUAL.coldest..=Self::USUAL.warmest;
        }
        self.coldest..=self.warmest
    }
}

/// The topics of a lamp.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LampTopics {
    /// Where it takes commands. No two lamps have the same.
    pub(crate) set: String,
    /// Where it reports its state; `None` if it never does.
    pub(crate) state: Option<String>,
    /// Where it is asked for its state (Zigbee2MQTT); `None` if it cannot be asked.
    pub(crate) get: Option<String>,
    /// Where it is said whether it is there.
    pub(crate) availability: Vec<Availability>,
    /// How several of these count together.
    pub(crate) mode: AvailabilityMode,
}

/// A topic on which it is said whether a lamp is there: as plain text, or as the field `state` of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Availability {
    /// The topic.
    pub(crate) topic: String,
    /// What is said when it is there.
    pub(crate) there: String,
    /// What is said when it is not.
    pub(crate) gone: String,
}

impl Availability {
    /// A topic with the usual words.
    pub(crate) fn new(topic: String) -> Self {
        Self { topic, there: "online".to_owned(), gone: "offline".to_owned() }
    }
}

/// How several availability topics count together, as Home Assistant defines it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum AvailabilityMode {
    /// The lamp is gone if one of them says so.
    All,
    /// The lamp is gone if all of them say so.
    Any,
    /// What was said last holds. Home Assistant's default.
    #[default]
    Latest,
}
