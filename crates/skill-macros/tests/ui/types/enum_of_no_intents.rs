use petasos_skill::Intent;

struct On;

#[derive(Intent)]
enum Lamp {
    On(On),
}

fn main() {}
