use petasos_skill::Intent;

#[derive(Intent)]
struct SetColor {
    color: String,
    #[slot(name = "color")]
    colour: String,
}

fn main() {}
