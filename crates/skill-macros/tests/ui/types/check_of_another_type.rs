use petasos_skill::Intent;
use petasos_skill::intent::Misread;

fn short(text: &str) -> Result<(), Misread> {
    if text.len() < 20 { Ok(()) } else { Err(Misread::new("That is too long.")) }
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
