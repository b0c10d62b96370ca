use petasos_skill::{Intent, SlotValue};

#[derive(Intent)]
#[intent(name = "", alias = "alice:")]
struct Stop {
    #[slot(name = " ")]
    what: String,
}

#[derive(SlotValue)]
#[slot_value(name = "")]
enum Color {
    #[say("")]
    #[value("")]
    Red,
}

fn main() {}
