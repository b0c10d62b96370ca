//! A skill whose sentences are exported.

use std::time::Duration;

use petasos_skill::jiff::civil::Time;
use petasos_skill::values::{Money, Ordinal, Percentage, Room, Temperature};
use petasos_skill::{Catalogue, Intent, SlotValue};

/// The colour of a lamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SlotValue)]
pub(crate) enum Colour {
    #[say("red", "crimson", de("rot"))]
    Red,
    #[value("light_blue")]
    #[say("light blue", de("hellblau"))]
    LightBlue,
}

/// Change the colour of a lamp.
#[derive(Debug, PartialEq, Intent)]
#[intent(samples(
    en = ["set [the] {room} (light | lamp) to {colour}", "[please] make it {colour}, would you?"],
    de = ["mach das licht (im | in der) {room} {colour}"]
))]
pub(crate) struct SetColour {
    pub(crate) room: Option<Room>,
    pub(crate) colour: Colour,
}

/// Make it brighter or darker.
#[derive(Debug, PartialEq, Intent)]
#[intent(samples(
    en = ["dim the light to {level}", "set lamp {lamp} to {level} percent", "switch lamp {lamp} {on}"],
    de = ["dimme auf {level}"]
))]
pub(crate) struct Dim {
    pub(crate) level: Option<Percentage>,
    pub(crate) lamp: Option<u8>,
    pub(crate) on: Option<bool>,
}

/// Set a timer.
#[derive(Debug, PartialEq, Intent)]
#[intent(samples(
    en = ["set a timer for {length}", "wake me at {at}", "cancel the {which} timer"],
    de = ["stell einen timer auf {length}", "weck mich um {at}", "lösche den {which} timer"]
))]
pub(crate) struct SetTimer {
    pub(crate) length: Option<Duration>,
    pub(crate) at: Option<Time>,
    pub(crate) which: Option<Ordinal>,
}

/// Keep warm and pay for it.
#[derive(Debug, PartialEq, Intent)]
#[intent(samples(en = ["heat to {warmth}", "pay {money} for it"], de = ["heiz auf {warmth}", "zahl {money} dafür"]))]
pub(crate) struct Heat {
    pub(crate) warmth: Option<Temperature>,
    pub(crate) money: Option<Money>,
}

pub(crate) fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::new("house");
    catalogue.add_intents(SetColour::specs());
    catalogue.add_intents(Dim::specs());
    catalogue.add_intents(SetTimer::specs());
    catalogue.add_intents(Heat::specs());
    catalogue.can_ask = true;
    catalogue.add_answer::<Duration>();
    catalogue.add_values("room", ["kitchen", "living room"]);
    catalogue
}
