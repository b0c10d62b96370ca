use petasos_skill::{Intent, SlotValue};

#[derive(Intent)]
#[intent(names = "SetColor", sentences(en = ["set {color}"]))]
struct SetColor {
    #[slot(asks(en = "Which colour?"))]
    color: String,
    #[slot(default_room)]
    room: String,
}

#[derive(SlotValue)]
#[slot_value(other)]
enum Color {
    Red,
}

fn main() {}
