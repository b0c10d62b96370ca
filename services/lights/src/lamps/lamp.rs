//! One lamp, or a group of lamps that is switched as one.

use std::ops::RangeInclusive;

/// A lamp, or a group of lamps, as its bridge announces it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lamp {
    /// What its bridge calls it whatever its name is: the address of a Zigbee device, the unique id of Home Assistant.
    pub id: String,
    /// What people call it; as spoken, the first of its names.
    pub name: String,
    /// What else they call it, as spoken.
    pub aliases: Vec<String>,
    /// The room it stands in, as spoken, if anybody knows.
    pub room: Option<String>,
    /// What it can do.
    pub abilities: Abilities,
    /// Where it is talked to.
    pub topics: LampTopics,
    /// The ids of its lamps, if it is a group.
    pub members: Vec<String>,
}

impl Lamp {
    /// Whether it is a group.
    pub fn is_group(&self) -> bool {
        !self.members.is_empty()
    }
}

/// What a lamp can do besides going on and off.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Abilities {
    /// The number that means full brightness, if it can be dimmed.
    pub brightness: Option<u16>,
    /// How colours are written for it, if it has colours.
    pub colour: Option<ColourSpace>,
    /// Its whites, if it has several.
    pub whites: Option<Whites>,
}

impl Abilities {
    /// What one of two can do.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            brightness: self.brightness.or(other.brightness),
            colour: self.colour.or(other.colour),
            whites: self.whites.or(other.whites),
        }
    }
}

/// How a lamp wants colours to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColourSpace {
    /// `{"r":0,"g":255,"b":255}`
    Rgb,
    /// `{"h":180,"s":100}`
    Hs,
    /// `{"x":0.22,"y":0.33}`
    Xy,
}

/// The whites of a lamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whites {
    /// Its coldest, in mired (a million divided by kelvin).
    pub coldest: u16,
    /// Its warmest, in mired.
    pub warmest: u16,
    /// What numbers in its messages mean.
    pub unit: WhiteUnit,
}

/// What the number of a white means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhiteUnit {
    /// A million divided by kelvin.
    Mired,
    /// Kelvin.
    Kelvin,
}

impl Whites {
    /// What lamps can do that do not say what they can do: 2000 to 6535 kelvin, as Home Assistant takes it.
    pub const USUAL: Self = Self { coldest: 153, warmest: 500, unit: WhiteUnit::Mired };

    /// The range in mired; an absurd one is the usual one.
    pub fn range(&self) -> RangeInclusive<u16> {
        if self.coldest == 0 || self.coldest > self.warmest {
            return Self::USUAL.coldest..=Self::USUAL.warmest;
        }
        self.coldest..=self.warmest
    }
}

/// The topics of a lamp.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LampTopics {
    /// Where it takes commands. No two lamps have the same.
    pub set: String,
    /// Where it reports its state; `None` if it never does.
    pub state: Option<String>,
    /// Where it is asked for its state (Zigbee2MQTT); `None` if it cannot be asked.
    pub get: Option<String>,
    /// Where it is said whether it is there.
    pub availability: Vec<Availability>,
    /// How several of these count together.
    pub mode: AvailabilityMode,
}

/// A topic on which it is said whether a lamp is there: as plain text, or as the field `state` of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// The topic.
    pub topic: String,
    /// What is said when it is there.
    pub there: String,
    /// What is said when it is not.
    pub gone: String,
}

impl Availability {
    /// A topic with the usual words.
    pub fn new(topic: String) -> Self {
        Self { topic, there: "online".to_owned(), gone: "offline".to_owned() }
    }
}

/// How several availability topics count together, as Home Assistant defines it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AvailabilityMode {
    /// The lamp is gone if one of them says so.
    All,
    /// The lamp is gone if all of them say so.
    Any,
    /// What was said last holds. Home Assistant's default.
    #[default]
    Latest,
}
