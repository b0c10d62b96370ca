//! Whether a lamp has executed a command.
//!
//! Lamps answer a command with their new state. Numbers are compared with a tolerance: bulbs round, and colours are often
//! reported in another notation.

use crate::colour::Colour;
use crate::lamps::LampState;
use crate::light_command::{LightCommand, Switch};

/// The relative tolerance of numbers.
const TOLERANCE: f64 = 0.05;

/// The minimum absolute tolerance.
const STEPS: f64 = 2.0;

/// Whether this state, reported after the command, confirms it.
pub(crate) fn is_done(set: &LightCommand, state: &LampState) -> bool {
    let switched = state.on == Some(set.state == Switch::On);
    let bright =
        set.brightness.is_none_or(|asked| state.brightness.is_some_and(|shown| is_close(asked, shown)));
    switched && bright && set.color.is_none_or(|asked| shows(state, asked)) && is_white(set, state)
}

fn shows(state: &LampState, asked: Colour) -> bool {
    state.mode.as_deref() != Some("color_temp") && state.colour.is_some_and(|shown| shown.is_near(asked))
}

fn is_white(set: &LightCommand, state: &LampState) -> bool {
    let Some(asked) = set.color_temp else { return true };
    let mode = state.mode.as_deref().unwrap_or("color_temp");
    mode == "color_temp" && state.white.is_some_and(|shown| is_close(asked, shown))
}

fn is_close(asked: u16, shown: f64) -> bool {
    let asked = f64::from(asked);
    (asked - shown).abs() <= (asked * TOLERANCE).max(STEPS)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::colour::Rgb;
    use crate::lamps::{Abilities, ColourSpace, Whites};
    use crate::light_command::LightAction;

    fn done(action: LightAction, state: &Value) -> bool {
        let abilities =
            Abilities { brightness: Some(254), colour: Some(ColourSpace::Rgb), whites: Some(Whites::USUAL) };
        is_done(&LightCommand::new(action, abilities, None).unwrap(), &LampState::read(state))
    }

    #[test]
    fn the_switch_must_be_as_asked() {
        assert!(done(LightAction::On, &json!({"state": "ON", "brightness": 3})));
        assert!(!done(LightAction::On, &json!({"state": "OFF"})));
        assert!(done(LightAction::Off, &json!({"state": "OFF"})));
        assert!(!done(LightAction::Off, &json!({"linkquality": 120})));
    }

    #[test]
    fn brightness_may_be_rounded() {
        assert!(done(LightAction::Brightness(50), &json!({"state": "ON", "brightness": 128})));
        assert!(!done(LightAction::Brightness(50), &json!({"state": "ON", "brightness": 254})));
        assert!(!done(LightAction::Brightness(50), &json!({"state": "ON"})));
        assert!(!done(LightAction::Brightness(50), &json!({"state": "OFF", "brightness": 127})));
    }

    #[test]
    fn a_colour_comes_back_in_another_notation() {
        let cyan = LightAction::Colour(Rgb::new(0, 255, 255));
        let state = |mode: &str, color: Value| json!({"state": "ON", "color_mode": mode, "color": color});
        assert!(done(cyan, &state("xy", json!({"x": 0.1512, "y": 0.3427}))));
        assert!(done(cyan, &state("hs", json!({"hue": 180, "saturation": 100}))));
        assert!(!done(cyan, &state("xy", json!({"x": 0.69, "y": 0.29}))));
        assert!(!done(cyan, &state("color_temp", json!({"x": 0.1512, "y": 0.3427}))), "it shows a white");
        assert!(!done(cyan, &json!({"state": "ON"})));
    }

    #[test]
    fn a_white_is_no_colour() {
        let warm = LightAction::White(2700);
        assert!(done(warm, &json!({"state": "ON", "color_mode": "color_temp", "color_temp": 366})));
        assert!(done(warm, &json!({"state": "ON", "color_temp": 370})));
        assert!(!done(warm, &json!({"state": "ON", "color_mode": "xy", "color_temp": 370})));
        assert!(!done(warm, &json!({"state": "ON", "color_mode": "color_temp", "color_temp": 200})));
    }
}
