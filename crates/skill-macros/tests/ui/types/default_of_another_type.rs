use petasos_skill::Intent;

#[derive(Intent)]
struct SetColor {
    #[slot(default = "kitchen")]
    room: String,
    #[slot(default = 5)]
    levels: Vec<u8>,
}

fn main() {}
