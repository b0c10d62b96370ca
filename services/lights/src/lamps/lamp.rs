//! A lamp, or a group of lamps switched together.

use std::ops::RangeInclusive;

/// A lamp, or a group of lamps, as announced by its bridge.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lamp {
    /// An id independent of the name: the address of a Zigbee device, the unique id in Home Assistant.
    pub(crate) id: String,
    /// The primary name, as spoken.
    pub(crate) name: String,
    /// Other names, as spoken.
    pub(crate) aliases: Vec<String>,
    /// The room, as spoken, if known.
    pub(crate) room: Option<String>,
    pub(crate) abilities: Abilities,
    pub(crate) topics: LampTopics,
    /// The ids of the lamps in a group.
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
    /// The value of full brightness, if it is dimmable.
    pub(crate) brightness: Option<u16>,
    /// The notation of colours, if it has any.
    pub(crate) colour: Option<ColourSpace>,
    /// The range of whites, if it has several.
    pub(crate) whites: Option<Whites>,
}

impl Abilities {
    /// The union of two lamps' abilities.
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
    /// The unit in messages.
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
    /// Home Assistant's default for lamps that announce no range: 2000 to 6535 kelvin.
    pub(crate) const USUAL: Self = Self { coldest: 153, warmest: 500, unit: WhiteUnit::Mired };

    /// The range in mired; the usual one if the announced range is invalid.
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
    /// The topic of reports; `None` if it never reports.
    pub(crate) state: Option<String>,
    /// The topic for requesting the state (Zigbee2MQTT), if there is one.
    pub(crate) get: Option<String>,
    /// The availability topics.
    pub(crate) availability: Vec<Availability>,
    /// How several availability topics are combined.
    pub(crate) mode: AvailabilityMode,
}

/// An availability topic: its payload is plain text, or the field `state` of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Availability {
    pub(crate) topic: String,
    /// The payload for available.
    pub(crate) there: String,
    /// The payload for unavailable.
    pub(crate) gone: String,
}

impl Availability {
    /// A topic with the default payloads.
    pub(crate) fn new(topic: String) -> Self {
        Self { topic, there: "online".to_owned(), gone: "offline".to_owned() }
    }
}

/// How several availability topics are combined, as Home Assistant defines it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum AvailabilityMode {
    /// The lamp is unavailable if any topic says so.
    All,
    /// The lamp is unavailable if all topics say so.
    Any,
    /// The latest message counts. Home Assistant's default.
    #[default]
    Latest,
}
