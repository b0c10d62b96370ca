use petasos_skill::Intent;
use petasos_skill::intent::InvalidValue;

fn short(text: &str) -> Result<(), InvalidValue> {
    if text.len() < 20 { Ok(()) } else { Err(InvalidValue::new("That is too long.")) }
}

fn even(level: &u8) -> bool {
    level % 2 == 0
}

#[derive(Intent)]
struct SetLevel {
    #[slot(check = short)]
    level: u8,
    #[slot(check = even)]
    then: u8,
}

fn main() {}
