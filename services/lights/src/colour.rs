//! Colours in requests (red, green, blue) and in the reports of lamps.
//!
//! A lamp clamps a colour to its gamut, and Zigbee2MQTT reports CIE x and y or hue and saturation, whatever was sent. So reports
//! are compared by hue, with a generous tolerance.

use serde::Serialize;
use serde_json::Value;

/// Red, green and blue, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Rgb {
    pub(crate) r: u8,
    pub(crate) g: u8,
    pub(crate) b: u8,
}

/// Hue in degrees, 0 to 360, and saturation in percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Hs {
    pub(crate) h: f64,
    pub(crate) s: f64,
}

/// A chromaticity of CIE 1931; x and y are 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Xy {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A colour in a command or a report.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Colour {
    Rgb(Rgb),
    Hs(Hs),
    Xy(Xy),
}

/// D65, the white point of sRGB.
const WHITE: Xy = Xy { x: 0.3127, y: 0.3290 };

/// The maximum difference between reported and requested hue, in degrees. Older bulbs show green 35 degrees off, as a yellowish
/// green; adjacent named colours are 30 to 60 degrees apart.
const HUE_TOLERANCE: f64 = 40.0;

/// Below this saturation, in percent, a colour is a tinted white and its hue is ignored.
const PALE: f64 = 15.0;

/// The same as a distance from the white point.
const PALE_XY: f64 = 0.06;

impl Rgb {
    pub(crate) const fn new(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b }
    }

    pub(crate) fn hs(self) -> Hs {
        let [r, g, b] = [self.r, self.g, self.b].map(|part| f64::from(part) / 255.0);
        let (most, least) = (r.max(g).max(b), r.min(g).min(b));
        let range = most - least;
        if range == 0.0 {
            return Hs { h: 0.0, s: 0.0 };
        }
        let sector = if most <= r {
            (g - b) / range
        } else if most <= g {
            (b - r) / range + 2.0
        } else {
            (r - g) / range + 4.0
        };
        Hs { h: (sector * 60.0).rem_euclid(360.0), s: range / most * 100.0 }
    }

    /// Uses the matrix of sRGB (IEC 61966-2-1). Black has the chromaticity of white.
    pub(crate) fn xy(self) -> Xy {
        let light = [self.r, self.g, self.b].map(linear);
        let row =
            |weights: [f64; 3]| weights.iter().zip(light).map(|(weight, part)| weight * part).sum::<f64>();
        let (x, y) = (row([0.4124, 0.3576, 0.1805]), row([0.2126, 0.7152, 0.0722]));
        let sum = x + y + row([0.0193, 0.1192, 0.9505]);
        if sum == 0.0 { WHITE } else { Xy { x: x / sum, y: y / sum } }
    }
}

/// The linear value of an sRGB component, 0 to 1.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

impl Xy {
    /// Relative to the white point: the direction as hue, the distance as saturation.
    fn around_white(self) -> Hs {
        let (x, y) = (self.x - WHITE.x, self.y - WHITE.y);
        Hs { h: y.atan2(x).to_degrees(), s: x.hypot(y) }
    }
}

impl Colour {
    /// Parses the `color` of a state, in the notation of the `color_mode` if there is one.
    pub(crate) fn read(color: &Value, mode: Option<&str>) -> Option<Self> {
        let part = |names: &[&str]| names.iter().find_map(|name| color.get(name)?.as_f64());
        let xy = || Some(Self::Xy(Xy { x: part(&["x"])?, y: part(&["y"])? }));
        let hs = || Some(Self::Hs(Hs { h: part(&["h", "hue"])?, s: part(&["s", "saturation"])? }));
        let rgb = || Some(Self::Rgb(Rgb::new(byte(part(&["r"])?), byte(part(&["g"])?), byte(part(&["b"])?))));
        match mode {
            Some("hs") => hs(),
            Some("rgb" | "rgbw" | "rgbww") => rgb(),
            _ => None,
        }
        .or_else(xy)
        .or_else(hs)
        .or_else(rgb)
    }

    /// Whether this report is as close to the requested colour as the lamp can get.
    pub(crate) fn is_near(self, asked: Self) -> bool {
        if let (Some(shown), Some(asked)) = (self.hs(), asked.hs()) {
            return near(shown, asked, PALE);
        }
        near(self.xy().around_white(), asked.xy().around_white(), PALE_XY)
    }

    /// Hue and saturation, if they can be calculated without CIE.
    fn hs(self) -> Option<Hs> {
        match self {
            Self::Rgb(rgb) => Some(rgb.hs()),
            Self::Hs(hs) => Some(hs),
            Self::Xy(_) => None,
        }
    }

    fn xy(self) -> Xy {
        match self {
            Self::Rgb(rgb) => rgb.xy(),
            Self::Hs(hs) => hs.rgb().xy(),
            Self::Xy(xy) => xy,
        }
    }
}

impl Hs {
    /// The brightest colour of this hue and saturation.
    fn rgb(self) -> Rgb {
        let part = |offset: f64| {
            let sector = (self.h / 60.0 + offset).rem_euclid(6.0);
            byte(255.0 * (1.0 - self.s / 100.0 * sector.min(4.0 - sector).clamp(0.0, 1.0)))
        };
        Rgb::new(part(5.0), part(3.0), part(1.0))
    }
}

/// Whether two colours have about the same hue, or are both pale.
fn near(shown: Hs, asked: Hs, pale: f64) -> bool {
    if asked.s < pale {
        return shown.s < 2.0 * pale;
    }
    let apart = (shown.h - asked.h).rem_euclid(360.0);
    shown.s > pale / 2.0 && apart.min(360.0 - apart) <= HUE_TOLERANCE
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 255 before")]
fn byte(part: f64) -> u8 {
    part.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const RED: Rgb = Rgb::new(255, 0, 0);
    const CYAN: Rgb = Rgb::new(0, 255, 255);

    fn reported(color: &Value, mode: &str) -> Colour {
        Colour::read(color, Some(mode)).unwrap()
    }

    #[test]
    fn cyan_is_where_cie_has_it() {
        let xy = CYAN.xy();
        assert!((xy.x - 0.2246).abs() < 0.001 && (xy.y - 0.3287).abs() < 0.001, "{xy:?}");
        assert_eq!(CYAN.hs(), Hs { h: 180.0, s: 100.0 });
    }

    #[test]
    fn what_a_bulb_makes_of_a_colour_is_near_it() {
        let green = Colour::Rgb(Rgb::new(0, 255, 0));
        assert!(reported(&json!({"x": 0.409, "y": 0.518}), "xy").is_near(green), "an older bulb");
        assert!(reported(&json!({"x": 0.17, "y": 0.7}), "xy").is_near(green), "a newer bulb");
        assert!(reported(&json!({"x": 0.1512, "y": 0.3427}), "xy").is_near(Colour::Rgb(CYAN)));
        assert!(reported(&json!({"hue": 178, "saturation": 97}), "hs").is_near(Colour::Rgb(CYAN)));
        assert!(reported(&json!({"r": 250, "g": 4, "b": 0}), "rgb").is_near(Colour::Rgb(RED)));
    }

    #[test]
    fn another_colour_is_not_near() {
        assert!(!reported(&json!({"x": 0.6942, "y": 0.2963}), "xy").is_near(Colour::Rgb(CYAN)));
        assert!(!reported(&json!({"x": 0.3127, "y": 0.329}), "xy").is_near(Colour::Rgb(CYAN)));
        assert!(!reported(&json!({"h": 0, "s": 100}), "hs").is_near(Colour::Rgb(CYAN)));
        assert!(!reported(&json!({"h": 180, "s": 100}), "hs").is_near(Colour::Rgb(Rgb::new(255, 255, 255))));
    }

    #[test]
    fn the_mode_chooses_among_several_ways_to_write_a_colour() {
        let color = json!({"x": 0.1, "y": 0.2, "hue": 10, "saturation": 20});
        assert_eq!(reported(&color, "xy"), Colour::Xy(Xy { x: 0.1, y: 0.2 }));
        assert_eq!(reported(&color, "hs"), Colour::Hs(Hs { h: 10.0, s: 20.0 }));
        assert_eq!(Colour::read(&json!({"warm": 3}), None), None);
    }

    proptest! {
        #[test]
        fn every_colour_is_near_itself_however_it_is_written(r: u8, g: u8, b: u8) {
            let asked = Rgb::new(r, g, b);
            for written in [Colour::Rgb(asked), Colour::Hs(asked.hs())] {
                prop_assert!(written.is_near(Colour::Rgb(asked)));
            }
            // Near the boundary of white, rounding decides.
            prop_assume!(asked.xy().around_white().s > PALE_XY);
            prop_assert!(Colour::Xy(asked.xy()).is_near(Colour::Rgb(asked)));
        }

        #[test]
        fn hue_and_saturation_lead_back_to_the_colour(h in 0.0..360.0, s in 20.0..100.0) {
            let back = Hs { h, s }.rgb().hs();
            let apart = (back.h - h).rem_euclid(360.0);
            prop_assert!(apart.min(360.0 - apart) < 2.0 && (back.s - s).abs() < 1.0, "{back:?}");
        }
    }
}
