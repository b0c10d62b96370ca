use petasos_skill::Intent;

#[derive(Intent)]
#[intent(name = "Lights/#", alias = "Lamp]", samples(en = ["light {room}"], de = ["licht {room}"], en = ["lamp {room}"]))]
struct Light {
    #[slot(ask(en = "Where?", en = "In which room?"))]
    room: String,
}

fn main() {}
