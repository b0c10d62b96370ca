use petasos_skill::{Intent, SlotValue};

#[derive(Intent)]
#[intent(name, alias = 1, samples("set {color}"))]
struct SetColor {
    #[slot(ask, retries = "two", default_site = true)]
    color: String,
    #[slot(ask(english = "Which?"), check = |value| Ok(()), check)]
    then: String,
    #[slot(name = "a", name = "b")]
    last: String,
}

#[derive(SlotValue)]
enum Color {
    #[say(red)]
    Red,
    #[say(de = "blau")]
    Blue,
    #[value(green)]
    Green,
}

fn main() {}
