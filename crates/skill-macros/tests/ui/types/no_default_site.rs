use petasos_skill::Intent;

#[derive(Intent)]
struct SetColor {
    #[slot(default_site)]
    level: u8,
}

fn main() {}
