//! All attributes at once, names that are keywords, and attributes that other macros write: that it compiles is the test.

#![expect(
    dead_code,
    unused_qualifications,
    reason = "nobody reads these fields, and paths may be written out"
)]

use petasos_skill::intent::InvalidValue;
use petasos_skill::{Form, Intent, Site, SlotValue};

#[derive(SlotValue)]
#[slot_value(name = "color")]
pub(crate) enum Color {
    #[say("red", "crimson", de("rot", "dunkelrot"), pt_br("vermelho"))]
    #[value("#ff0000")]
    Red,
    LightBlue,
    #[other]
    Other(String),
}

pub(crate) struct Room(String);

impl SlotValue for Room {
    fn entity() -> petasos_skill::intent::spec::Entity {
        String::entity()
    }

    fn read(slot: &petasos_skill::values::Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        String::read(slot, lang).map(Self)
    }
}

impl From<&Site> for Room {
    fn from(site: &Site) -> Self {
        Self(site.room.clone())
    }
}

mod rules {
    pub(super) fn short(name: &str) -> Result<(), petasos_skill::intent::InvalidValue> {
        if name.len() < 20 {
            Ok(())
        } else {
            Err(petasos_skill::intent::InvalidValue::new("That is too long."))
        }
    }
}

/// Sets the colour of lamps.
#[derive(Intent)]
#[intent(name = "alice:SetColor", alias = "ChangeColor", alias = "PaintLamp")]
#[intent(samples(en = ["set [the] {where} (light | lamp) to {color}"], de = ["mach {type} {color}"]))]
pub(crate) struct SetColor {
    /// Which lamps.
    #[slot(name = "where", default_site)]
    room: Room,
    #[slot(default_site)]
    rooms: Vec<Room>,
    /// Which colour.
    #[slot(ask(en = "Which colour?", de = "Welche Farbe?"), retries = 3, give_up = "Never mind.")]
    color: Color,
    #[slot(check = rules::short)]
    r#type: Option<String>,
    #[slot(default = Color::Other(String::from("none")))]
    background: Color,
    #[slot(default = vec![1, 2])]
    levels: Vec<u8>,
    reader: Option<std::string::String>,
    slots: std::option::Option<bool>,
}

#[derive(Intent)]
pub(crate) struct Stop;

#[derive(Intent)]
pub(crate) enum Lamp {
    Color(SetColor),
    Stop(Stop),
}

#[derive(Form)]
pub(crate) struct Guest {
    name: String,
    age: Option<u8>,
}

macro_rules! intent {
    ($ident:ident, $name:literal, $check:path, $retries:literal) => {
        #[derive(Intent)]
        #[doc = $name]
        #[intent(name = $name, samples(en = [$name]))]
        pub(crate) struct $ident {
            #[slot(ask = $name, check = $check, retries = $retries)]
            name: String,
        }
    };
}

intent!(Call, "Phone", rules::short, 1);

#[test]
fn macros_write_attributes() {
    let [spec] = Call::specs()[..] else { panic!("one intent") };
    assert_eq!((spec.names, spec.description, spec.slots[0].retries), (&["Phone"][..], "Phone", 1));
}
