//! The lamp itself: what it can do, and the light it gives.

use serde_json::{Map, Value, json};

/// A bulb.
#[derive(Debug, Clone)]
pub struct Bulb {
    /// What it is called.
    pub name: String,
    /// Whether it shows colours.
    pub colours: bool,
    /// Whether it has several whites.
    pub whites: bool,
    /// Whether anybody can talk to it.
    pub dead: bool,
    state: Map<String, Value>,
}

impl Bulb {
    /// A bulb with one white, that can be dimmed; it is off.
    #[must_use]
    pub fn white(name: &str) -> Self {
        let state =
            Map::from_iter([("state".to_owned(), json!("OFF")), ("brightness".to_owned(), json!(254))]);
        Self { name: name.to_owned(), colours: false, whites: false, dead: false, state }
    }

    /// A bulb with all colours and whites; it is off.
    #[must_use]
    pub fn coloured(name: &str) -> Self {
        Self { colours: true, whites: true, ..Self::white(name) }
    }

    /// The state as it is reported.
    #[must_use]
    pub fn state(&self) -> Value {
        Value::Object(self.state.clone())
    }

    /// Obeys what it can of a command. `show` writes a colour as this lamp reports it, with the mode it is then in.
    pub(super) fn obey(&mut self, command: &Value, show: impl Fn([f64; 3]) -> (&'static str, Value)) {
        match command.get("state").and_then(Value::as_str) {
            Some("TOGGLE") => {
                let on = self.state.get("state") == Some(&json!("ON"));
                self.put("state", json!(if on { "OFF" } else { "ON" }));
            }
            Some(state) => self.put("state", json!(state)),
            None => {}
        }
        if let Some(brightness) = command.get("brightness") {
            self.put("brightness", brightness.clone());
        }
        if let Some(white) = command.get("color_temp").filter(|_| self.whites) {
            self.put("color_temp", white.clone());
            self.put("color_mode", json!("color_temp"));
        }
        if let Some(rgb) = command.get("color").and_then(rgb).filter(|_| self.colours) {
            let (mode, color) = show(rgb);
            self.put("color", color);
            self.put("color_mode", json!(mode));
        }
    }

    fn put(&mut self, field: &str, value: Value) {
        self.state.insert(field.to_owned(), value);
    }
}

/// Red, green and blue, 0 to 1, of a command in red, green and blue, or in hue and saturation.
fn rgb(color: &Value) -> Option<[f64; 3]> {
    let part = |name: &str| color.get(name)?.as_f64();
    if let (Some(r), Some(g), Some(b)) = (part("r"), part("g"), part("b")) {
        return Some([r, g, b].map(|part| part / 255.0));
    }
    let (hue, saturation) = (part("h")?, part("s")? / 100.0);
    let of = |offset: f64| {
        let sector = (offset + hue / 60.0) % 6.0;
        1.0 - saturation * sector.min(4.0 - sector).clamp(0.0, 1.0)
    };
    Some([of(5.0), of(3.0), of(1.0)])
}
