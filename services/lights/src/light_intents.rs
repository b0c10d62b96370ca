//! The intents.

use std::borrow::Cow;

use petasos_skill::intent::InvalidValue;
use petasos_skill::intent::spec::{Entity, ValueSpec, Values};
use petasos_skill::texts::TextTable;
use petasos_skill::values::{Percentage, Slot};
use petasos_skill::{Intent, SlotValue};

use crate::colour::Rgb;
use crate::light_texts::LightTexts;

/// Switches lamps on or off.
#[derive(Debug, Clone, PartialEq, Intent)]
#[intent(samples(
    en = [
        "(turn | switch) {state} [the] [{room}] (light | lights)",
        "(turn | switch) [the] [{room}] (light | lights) {state}",
        "(turn | switch) {state} [the] (light | lights) in the {room}",
        "(turn | switch) [the] (light | lights) in the {room} {state}",
        "(turn | switch) {state} [the] {name} [in the {room}]",
        "(turn | switch) [the] {name} [in the {room}] {state}",
    ],
    de = [
        "(mach | schalte) [das] licht [(in der | im | in dem) {room}] {state}",
        "(mach | schalte) [die | das | den] {name} [(in der | im | in dem) {room}] {state}",
        "licht [(in der | im | in dem) {room}] {state}",
    ],
))]
pub(crate) struct LightSwitch {
    /// The room; that of the site if none is named.
    pub(crate) room: Option<String>,
    /// The lamp; all of the room if none is named.
    pub(crate) name: Option<String>,
    /// On or off.
    #[slot(ask(en = "On or off?", de = "An oder aus?"))]
    pub(crate) state: Power,
}

/// Sets the colour of lamps.
#[derive(Debug, Clone, PartialEq, Intent)]
#[intent(samples(
    en = [
        "(set | turn | make) [the] [{room}] (light | lights) [to] {color}",
        "(set | turn | make) [the] (light | lights) in the {room} [to] {color}",
        "(set | turn | make) [the] {name} [in the {room}] [to] {color}",
        "(set | change) the colour of the [{room}] (light | lights)",
    ],
    de = [
        "(mach | stell) [das] licht [(in der | im | in dem) {room}] [auf] {color}",
        "(mach | stell) [die | das | den] {name} [(in der | im | in dem) {room}] [auf] {color}",
        "ändere die farbe [vom licht] [(in der | im | in dem) {room}]",
    ],
))]
pub(crate) struct SetColor {
    /// The room; that of the site if none is named.
    pub(crate) room: Option<String>,
    /// The lamp; all of the room if none is named.
    pub(crate) name: Option<String>,
    /// The colour.
    #[slot(ask(en = "Which colour?", de = "Welche Farbe?"))]
    pub(crate) color: Color,
}

/// Sets the brightness of lamps, or makes them brighter or darker.
#[derive(Debug, Clone, PartialEq, Intent)]
#[intent(samples(
    en = [
        "(set | dim | turn) [the] [{room}] (light | lights) to {brightness} percent",
        "(set | dim | turn) [the] (light | lights) in the {room} to {brightness} percent",
        "(set | dim | turn) [the] {name} [in the {room}] to {brightness} percent",
        "make [the] [{room}] (light | lights) {change}",
        "make [the] (light | lights) in the {room} {change}",
        "make [the] {name} [in the {room}] {change}",
        "dim [the] [{room}] (light | lights)",
        "dim [the] (light | lights) in the {room}",
    ],
    de = [
        "(stell | dimme | mach) [das] licht [(in der | im | in dem) {room}] auf {brightness} prozent",
        "(stell | dimme | mach) [die | das | den] {name} [(in der | im | in dem) {room}] auf {brightness} prozent",
        "mach [das] licht [(in der | im | in dem) {room}] {change}",
        "mach (die | das | den) {name} [(in der | im | in dem) {room}] {change}",
        "dimme [das] licht [(in der | im | in dem) {room}]",
    ],
))]
pub(crate) struct SetBrightness {
    /// The room; that of the site if none is named.
    pub(crate) room: Option<String>,
    /// The lamp; all of the room if none is named.
    pub(crate) name: Option<String>,
    /// How bright, in percent.
    pub(crate) brightness: Option<Percentage>,
    /// Brighter or darker than now.
    pub(crate) change: Option<Change>,
}

/// Sets the white of lamps.
#[derive(Debug, Clone, PartialEq, Intent)]
#[intent(samples(
    en = [
        "(set | make) [the] [{room}] (light | lights) [to] {white}",
        "(set | make) [the] (light | lights) in the {room} [to] {white}",
        "(set | make) [the] {name} [in the {room}] [to] {white}",
        "set [the] [{room}] (light | lights) to {kelvin} kelvin",
        "set [the] (light | lights) in the {room} to {kelvin} kelvin",
    ],
    de = [
        "(mach | stell) [das] licht [(in der | im | in dem) {room}] [auf] {white}",
        "(mach | stell) (die | das | den) {name} [(in der | im | in dem) {room}] [auf] {white}",
        "stell [das] licht [(in der | im | in dem) {room}] auf {kelvin} kelvin",
    ],
))]
pub(crate) struct ColorTemperature {
    /// The room; that of the site if none is named.
    pub(crate) room: Option<String>,
    /// The lamp; all of the room if none is named.
    pub(crate) name: Option<String>,
    /// Warm or cold.
    pub(crate) white: Option<White>,
    /// The colour temperature in kelvin.
    pub(crate) kelvin: Option<Kelvin>,
}

/// Switches all lamps of the house off.
#[derive(Debug, Clone, PartialEq, Intent)]
#[intent(samples(
    en = ["(turn | switch) off (everything | all [the] (lights | lamps))", "(turn | switch) (everything | all [the] (lights | lamps)) off"],
    de = ["[mach | schalte] (alles | alle (lichter | lampen)) aus"],
))]
pub(crate) struct AllOff;

/// Says whether lamps are on.
#[derive(Debug, Clone, PartialEq, Intent)]
#[intent(samples(
    en = [
        "(is | are) [the] [{room}] (light | lights) on",
        "(is | are) [the] (light | lights) in the {room} on",
        "is [the] {name} [in the {room}] on",
    ],
    de = [
        "(ist | brennt) [das] licht [(in der | im | in dem) {room}] [an]",
        "ist (die | das | der) {name} [(in der | im | in dem) {room}] an",
    ],
))]
pub(crate) struct LightState {
    /// The room; that of the site if none is named.
    pub(crate) room: Option<String>,
    /// The lamp; all of the room if none is named.
    pub(crate) name: Option<String>,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SlotValue)]
#[slot_value(name = "LightPower")]
pub(crate) enum Power {
    #[say("on", de("an", "ein"), fr("allumée"))]
    On,
    #[say("off", de("aus"), fr("éteinte"))]
    Off,
}

/// Brighter or darker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SlotValue)]
#[slot_value(name = "LightChange")]
pub(crate) enum Change {
    #[say("brighter", "lighter", de("heller"), fr("plus claire"))]
    Brighter,
    #[say("darker", "dimmer", de("dunkler"), fr("plus sombre"))]
    Darker,
}

/// A white, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SlotValue)]
#[slot_value(name = "LightWhite")]
pub(crate) enum White {
    #[say("candlelight", de("kerzenlicht"), fr("bougie"))]
    Candle,
    #[say("warm white", "warm", "warmer", de("warmweiß", "warm", "wärmer"), fr("blanc chaud"))]
    Warm,
    #[say("neutral white", "neutral", de("neutralweiß", "neutral"), fr("blanc neutre"))]
    Neutral,
    #[say(
        "cold white",
        "cold",
        "cool white",
        "cool",
        "colder",
        de("kaltweiß", "kalt", "kälter"),
        fr("blanc froid")
    )]
    Cold,
}

impl White {
    pub(crate) fn kelvin(self) -> u16 {
        match self {
            Self::Candle => 2000,
            Self::Warm => 2700,
            Self::Neutral => 4000,
            Self::Cold => 6500,
        }
    }
}

/// A colour temperature, in kelvin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kelvin(pub u16);

impl Kelvin {
    /// Common values, as printed on the boxes of lamps, exported to the NLU. Others are accepted, too.
    const USUAL: [u16; 9] = [2000, 2200, 2700, 3000, 3500, 4000, 5000, 5500, 6500];
}

impl SlotValue for Kelvin {
    fn entity() -> Entity {
        let value = |kelvin: &u16| ValueSpec { value: kelvin.to_string().into(), spoken: Cow::Borrowed(&[]) };
        let values = Self::USUAL.iter().map(value).collect();
        Entity::new("LightKelvin", Values::Listed { values, open: true })
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        match u16::read(slot, lang)? {
            kelvin @ 1000..=20_000 => Ok(Self(kelvin)),
            _ => Err(InvalidValue::new(LightTexts::say(LightTexts::no_such_white))),
        }
    }
}

/// A colour, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SlotValue)]
#[slot_value(name = "LightColor")]
pub(crate) enum Color {
    #[say("red", de("rot"), fr("rouge"))]
    Red,
    #[say("crimson", de("purpurrot"), fr("cramoisi"))]
    Crimson,
    #[say("orange", de("orange"), fr("orange"))]
    Orange,
    #[say("gold", de("gold", "golden"), fr("or", "doré"))]
    Gold,
    #[say("yellow", de("gelb"), fr("jaune"))]
    Yellow,
    #[say("lime", de("hellgrün"), fr("citron vert"))]
    Lime,
    #[say("green", de("grün"), fr("vert"))]
    Green,
    #[say("cyan", de("cyan"), fr("cyan"))]
    Cyan,
    #[say("turquoise", de("türkis"), fr("turquoise"))]
    Turquoise,
    #[say("light blue", "sky blue", de("hellblau", "himmelblau"), fr("bleu clair", "bleu ciel"))]
    LightBlue,
    #[say("blue", de("blau"), fr("bleu"))]
    Blue,
    #[say("violet", de("violett"), fr("violet"))]
    Violet,
    #[say("purple", de("lila"), fr("pourpre"))]
    Purple,
    #[say("magenta", de("magenta"), fr("magenta"))]
    Magenta,
    #[say("pink", de("rosa", "pink"), fr("rose"))]
    Pink,
    #[say("white", de("weiß"), fr("blanc"))]
    White,
}

impl Color {
    /// The colour as red, green and blue.
    pub(crate) fn rgb(self) -> Rgb {
        match self {
            Self::Red => Rgb::new(255, 0, 0),
            Self::Crimson => Rgb::new(220, 20, 60),
            Self::Orange => Rgb::new(255, 128, 0),
            Self::Gold => Rgb::new(255, 200, 40),
            Self::Yellow => Rgb::new(255, 255, 0),
            Self::Lime => Rgb::new(128, 255, 0),
            Self::Green => Rgb::new(0, 255, 0),
            Self::Cyan => Rgb::new(0, 255, 255),
            Self::Turquoise => Rgb::new(64, 224, 208),
            Self::LightBlue => Rgb::new(100, 180, 255),
            Self::Blue => Rgb::new(0, 0, 255),
            Self::Violet => Rgb::new(128, 0, 255),
            Self::Purple => Rgb::new(160, 32, 240),
            Self::Magenta => Rgb::new(255, 0, 255),
            Self::Pink => Rgb::new(255, 105, 180),
            Self::White => Rgb::new(255, 255, 255),
        }
    }
}
