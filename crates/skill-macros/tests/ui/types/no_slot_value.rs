use petasos_skill::Intent;

struct Color;

#[derive(Intent)]
struct SetColor {
    color: Color,
    then: Option<Color>,
}

fn main() {}
