use petasos_skill::{Form, Intent, SlotValue};

#[derive(Intent)]
union Both {
    number: u8,
    letter: char,
}

#[derive(Intent)]
struct Set<T> {
    value: T,
}

#[derive(Intent)]
struct SetColor(String);

#[derive(Intent)]
enum Lamp {
    On,
    Off { room: String },
    Color(String, String),
}

#[derive(Intent)]
#[intent(name = "Lamp")]
enum Nothing {}

#[derive(Form)]
enum Guest {
    Ann,
}

#[derive(SlotValue)]
struct Color {
    name: String,
}

fn main() {}
