use petasos_skill::{Intent, SlotValue};

#[derive(Intent)]
#[intent(name = "SetColor", alias = "alice:SetColor")]
#[slot(name = "color")]
struct SetColor {
    #[intent(name = "color")]
    color: Color,
}

#[derive(Intent)]
#[intent(name = "Lamp")]
enum Lamp {
    #[intent(name = "Paint")]
    Color(SetColor),
}

#[derive(SlotValue)]
#[say("red")]
enum Color {
    #[slot_value(name = "red")]
    Red,
    #[value("green")]
    #[value("#00ff00")]
    Green,
    #[other]
    #[say("any")]
    Other(String),
}

fn main() {}
