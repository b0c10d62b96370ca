//! Commands: the JSON for Zigbee2MQTT's `.../set` topics, and for the command topics of Home Assistant's JSON lights.

use serde::Serialize;

use crate::colour::{Colour, Rgb};
use crate::lamps::{Abilities, ColourSpace, LampState, WhiteUnit, Whites};

/// What to do with a lamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LightAction {
    On,
    Off,
    Colour(Rgb),
    /// In percent of full brightness; 0 is off.
    Brightness(u8),
    /// Brighter, or darker if negative, in percent of full brightness.
    Step(i8),
    /// The nearest white to this colour temperature in kelvin.
    White(u16),
}

/// Why a lamp does not support an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Unsupported {
    Colours,
    Dimming,
    /// It has only one shade of white.
    Whites,
    /// It has not reported its brightness, which steps depend on.
    Unknown,
}

/// A command as JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct LightCommand {
    pub(crate) state: Switch,
    /// In the units of the lamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) brightness: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) color: Option<Colour>,
    /// In the units of the lamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) color_temp: Option<u16>,
    /// The duration of the change, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transition: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Switch {
    On,
    Off,
}

impl LightCommand {
    /// The command for an action, given what the lamp supports and has reported last.
    pub(crate) fn new(
        action: LightAction,
        abilities: Abilities,
        last: Option<&LampState>,
    ) -> Result<Self, Unsupported> {
        let on = Self::switch(Switch::On);
        Ok(match action {
            LightAction::On => on,
            LightAction::Off => Self::switch(Switch::Off),
            LightAction::Colour(rgb) => {
                let space = abilities.colour.ok_or(Unsupported::Colours)?;
                Self { color: Some(in_space(rgb, space)), ..on }
            }
            LightAction::White(kelvin) => {
                let whites = abilities.whites.ok_or(Unsupported::Whites)?;
                Self { color_temp: Some(white(kelvin, whites)), ..on }
            }
            LightAction::Brightness(percent) => Self::dimmed(percent, abilities)?,
            LightAction::Step(step) => {
                let full = abilities.brightness.ok_or(Unsupported::Dimming)?;
                let now = last.and_then(|last| percent(last, full)).ok_or(Unsupported::Unknown)?;
                // "Darker" never switches a lamp off.
                let least = u8::from(now > 0);
                Self::dimmed(now.saturating_add_signed(step).clamp(least, 100), abilities)?
            }
        })
    }

    /// The same command, with this duration of the change.
    #[must_use]
    pub(crate) fn within(self, seconds: Option<f64>) -> Self {
        Self { transition: seconds, ..self }
    }

    fn switch(state: Switch) -> Self {
        Self { state, brightness: None, color: None, color_temp: None, transition: None }
    }

    fn dimmed(percent: u8, abilities: Abilities) -> Result<Self, Unsupported> {
        let full = abilities.brightness.ok_or(Unsupported::Dimming)?;
        if percent == 0 {
            return Ok(Self::switch(Switch::Off));
        }
        let brightness = rounded(f64::from(full) * f64::from(percent.min(100)) / 100.0).max(1);
        Ok(Self { brightness: Some(brightness), ..Self::switch(Switch::On) })
    }
}

/// The brightness of a lamp in percent; 0 if it is off, at least 1 if it is on.
pub(crate) fn percent(state: &LampState, full: u16) -> Option<u8> {
    match (state.on, state.brightness) {
        (Some(false), _) => Some(0),
        (_, Some(brightness)) => {
            let percent = (brightness / f64::from(full.max(1)) * 100.0).clamp(1.0, 100.0);
            u8::try_from(rounded(percent)).ok()
        }
        _ => None,
    }
}

fn in_space(rgb: Rgb, space: ColourSpace) -> Colour {
    match space {
        ColourSpace::Rgb => Colour::Rgb(rgb),
        ColourSpace::Hs => Colour::Hs(rgb.hs()),
        ColourSpace::Xy => Colour::Xy(rgb.xy()),
    }
}

/// The nearest white that the lamp supports, in its own units.
fn white(kelvin: u16, whites: Whites) -> u16 {
    let range = whites.range();
    let mired = rounded(1_000_000.0 / f64::from(kelvin.max(1))).clamp(*range.start(), *range.end());
    match whites.unit {
        WhiteUnit::Mired => mired,
        WhiteUnit::Kelvin => rounded(1_000_000.0 / f64::from(mired)),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn rounded(number: f64) -> u16 {
    number.round().clamp(0.0, f64::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CYAN: LightAction = LightAction::Colour(Rgb::new(0, 255, 255));

    fn all() -> Abilities {
        Abilities { brightness: Some(254), colour: Some(ColourSpace::Rgb), whites: Some(Whites::USUAL) }
    }

    fn json(action: LightAction, abilities: Abilities) -> String {
        serde_json::to_string(&LightCommand::new(action, abilities, None).unwrap()).unwrap()
    }

    fn at(brightness: f64) -> LampState {
        LampState { on: Some(true), brightness: Some(brightness), ..LampState::default() }
    }

    #[test]
    fn a_colour_is_written_as_both_kinds_of_lamps_take_it() {
        assert_eq!(json(CYAN, all()), r#"{"state":"ON","color":{"r":0,"g":255,"b":255}}"#);
        let hs = Abilities { colour: Some(ColourSpace::Hs), ..all() };
        assert_eq!(json(CYAN, hs), r#"{"state":"ON","color":{"h":180.0,"s":100.0}}"#);
        let xy = Abilities { colour: Some(ColourSpace::Xy), ..all() };
        assert!(json(CYAN, xy).starts_with(r#"{"state":"ON","color":{"x":0.22"#));
    }

    #[test]
    fn brightness_is_in_the_numbers_of_the_lamp() {
        assert_eq!(json(LightAction::Brightness(50), all()), r#"{"state":"ON","brightness":127}"#);
        assert_eq!(json(LightAction::Brightness(100), all()), r#"{"state":"ON","brightness":254}"#);
        assert_eq!(json(LightAction::Brightness(0), all()), r#"{"state":"OFF"}"#);
        let coarse = Abilities { brightness: Some(10), ..all() };
        assert_eq!(json(LightAction::Brightness(1), coarse), r#"{"state":"ON","brightness":1}"#);
    }

    #[test]
    fn white_is_the_nearest_the_lamp_has() {
        assert_eq!(json(LightAction::White(2700), all()), r#"{"state":"ON","color_temp":370}"#);
        assert_eq!(json(LightAction::White(1000), all()), r#"{"state":"ON","color_temp":500}"#);
        let kelvin = Whites { unit: WhiteUnit::Kelvin, ..Whites::USUAL };
        let abilities = Abilities { whites: Some(kelvin), ..all() };
        assert_eq!(json(LightAction::White(2700), abilities), r#"{"state":"ON","color_temp":2703}"#);
    }

    #[test]
    fn a_transition_is_named_in_seconds() {
        let set = LightCommand::new(LightAction::Off, all(), None).unwrap().within(Some(1.5));
        assert_eq!(serde_json::to_string(&set).unwrap(), r#"{"state":"OFF","transition":1.5}"#);
    }

    #[test]
    fn brighter_and_darker_start_from_where_the_lamp_is() {
        let step = |step, state: &LampState| {
            LightCommand::new(LightAction::Step(step), all(), Some(state)).unwrap().brightness
        };
        assert_eq!(step(25, &at(127.0)), Some(191));
        assert_eq!(step(25, &at(254.0)), Some(254));
        assert_eq!(step(-25, &at(10.0)), Some(3), "darker is never off");
        let off = LampState { on: Some(false), ..at(254.0) };
        assert_eq!(step(25, &off), Some(64));
        let darker = LightCommand::new(LightAction::Step(-25), all(), Some(&off)).unwrap();
        assert_eq!(darker.state, Switch::Off);
    }

    #[test]
    fn what_a_lamp_cannot_do_is_refused() {
        let plain = Abilities::default();
        let refused = |action| LightCommand::new(action, plain, None).unwrap_err();
        assert_eq!(refused(CYAN), Unsupported::Colours);
        assert_eq!(refused(LightAction::Brightness(50)), Unsupported::Dimming);
        assert_eq!(refused(LightAction::Step(1)), Unsupported::Dimming);
        assert_eq!(refused(LightAction::White(2700)), Unsupported::Whites);
        assert_eq!(LightCommand::new(LightAction::Step(1), all(), None), Err(Unsupported::Unknown));
        assert_eq!(json(LightAction::On, plain), r#"{"state":"ON"}"#);
    }

    proptest! {
        #[test]
        fn no_command_leaves_the_range_of_the_lamp(action in actions(), full in 1u16.., coldest: u16, warmest: u16, now: f64) {
            let whites = Whites { coldest, warmest, unit: WhiteUnit::Mired };
            let abilities = Abilities { brightness: Some(full), whites: Some(whites), ..all() };
            let set = LightCommand::new(action, abilities, Some(&at(now))).unwrap();
            prop_assert!(set.brightness.is_none_or(|brightness| (1..=full).contains(&brightness)));
            prop_assert!(set.color_temp.is_none_or(|white| whites.range().contains(&white)));
        }
    }

    fn actions() -> impl Strategy<Value = LightAction> {
        prop_oneof![
            any::<u8>().prop_map(LightAction::Brightness),
            any::<i8>().prop_map(LightAction::Step),
            any::<u16>().prop_map(LightAction::White),
        ]
    }
}
